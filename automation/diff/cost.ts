import type { Cost, ResourceDiff, StackDiff } from "./model";

/** Properties that name a resource for people and bills, and cost nothing. */
const TAGS = /^(tags|tagsAll|freeformTags|definedTags|metadata\.(labels|annotations))(\.|\[|$)/;

/**
 * What a change does to the month's cost. No price is recorded, since none may stand here without where and when it was
 * read; so what may cost more or less is named, and its cost said to be unknown.
 */
export function costOf(stacks: readonly Pick<StackDiff, "resources">[]): Cost {
  const all = stacks.flatMap(({ resources }) => resources);
  const components = new Set(all.flatMap(({ component }) => component.split("/")));
  const types = all.filter(mayCost).map(({ type }) => type);
  const unknown = [...new Set(types)].filter((type) => !components.has(type)).sort();
  return { currency: "USD", monthly: null, atLeast: unknown.length > 0, lines: [], unknown };
}

function mayCost({ type, action, properties }: ResourceDiff): boolean {
  if (/^(pulumi|random|tls):/.test(type) || action === "rename" || action === "import") return false;
  if (action !== "update" && action !== "undecided") return true;
  return properties.some(({ path }) => !TAGS.test(path));
}
