import { wordOf } from "../lib/dig";
import { parsedJson } from "../lib/json";
import { valueAt } from "../lib/stateful";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Place, type Report, type Resource } from "../rule";
import { NAMED } from "../lib/named";
import { tagPropertyOf } from "../taggable";

/** Types that exist before the tag namespace does, and carry the tags as free-form ones. */
const BEFORE_NAMESPACE = new Set([
  "oci:Identity/compartment:Compartment",
  "oci:Identity/tag:Tag",
  "oci:Identity/tagNamespace:TagNamespace",
]);

type Facts = "environments" | "sites" | "mandatoryTags";

/** Whose something is can be read from its name and its tags. */
export const nameAndTags = defineRule({
  id: "name-and-tags",
  description:
    "Physical names are <org>-<env>-<site>-<area>-<role>, and everything that takes tags carries the mandatory ones.",
  severity: "medium",
  needs: ["environments", "sites", "mandatoryTags"],
  uses: ["org"],
  serves: ["CO-22", "CO-23"],
  absorbs: ["required-tags", "budget-and-tags", "dr-tier-required"],
  remediationSteps: "Take the name from the naming function, and the tags from the component's tags.",

  check(resource, place, report) {
    checkName(resource, place, report);
    checkTags(resource, place, report);
  },
});

function checkName(resource: Resource, { environment, facts }: Place<Facts>, report: Report): void {
  const named = NAMED[resource.type];
  if (named === undefined || environment === undefined) return;
  const given = named.paths.map((path) => ({ path, value: valueAt(resource.props, path) }));
  const { path, value } = given.find((one) => one.value !== undefined) ?? {
    path: named.paths[0],
    value: undefined,
  };
  const shape = `${facts.org ?? "[a-z][a-z0-9]*"}-${environment.name}-(${facts.sites.join("|")})-[a-z0-9]+(-[a-z0-9]+)+`;
  const name = typeof value === "string" ? value.replace(named.around ?? /$^/g, "") : "";
  if (new RegExp(`^${shape}-?$`).test(name)) return;
  report({
    resource,
    path,
    value,
    problem:
      value === undefined
        ? "the name would be made up by the provider"
        : `the name is not of the form ${facts.org ?? "<org>"}-${environment.name}-<site>-<area>-<role>`,
    remedy: `Take it from the naming function, with one of the sites ${facts.sites.join(", ")}.`,
  });
}

function checkTags(resource: Resource, { environment, facts }: Place<Facts>, report: Report): void {
  const path = tagPropertyOf(resource.type);
  if (path === undefined) return;
  const tags = tagsOf(resource, path);
  const lacking = facts.mandatoryTags.filter((key) => !tags.has(key));
  if (lacking.length > 0) {
    // While they are not known, what is lacking may be among the provider's: then the rule is put off.
    providerTags(resource);
    report({
      resource,
      path,
      value: tags.size === 0 ? undefined : [...tags.keys()],
      problem: `it lacks ${lacking.join(", ")}`,
      remedy: "Give it the tags of its component, with a value for each.",
    });
  }
  const claimed = tags.get("Environment");
  if (claimed !== undefined && environment !== undefined && claimed !== environment.name) {
    report({
      resource,
      path: `${path}.Environment`,
      value: claimed,
      problem: `the stack is of the environment ${environment.name}`,
      remedy: `Set it to ${environment.name}.`,
    });
  }
}

/** The tags of a resource by key, with those that its provider adds to everything; undefined: the value is not known yet. */
function tagsOf(resource: Resource, path: string): Map<string, string | undefined> {
  const own = valueAt(resource.props, path);
  const defaults = ifKnown(() => providerTags(resource));
  const free = BEFORE_NAMESPACE.has(resource.type) ? resource.props["freeformTags"] : undefined;
  const tags = new Map<string, string | undefined>();
  for (const source of [defaults, free, own]) {
    for (const [key, value] of entriesOf(source)) {
      // OCI's defined tags are `namespace.key`.
      if (value !== "") tags.set(path === "definedTags" ? (key.split(".").at(-1) ?? key) : key, value);
    }
  }
  return tags;
}

/** A map, or the list of keys and values that an auto-scaling group takes. A value that is not known yet is given. */
function entriesOf(source: unknown): [string, string | undefined][] {
  if (source === null || typeof source !== "object") return [];
  if (Array.isArray(source)) {
    return (source as { key?: unknown; value?: unknown }[]).flatMap(({ key, value }) =>
      typeof key === "string" ? [[key, String(value)]] : [],
    );
  }
  const map = source as Record<string, unknown>;
  return Object.keys(map).map((key) => {
    const value = ifKnown(() => map[key]);
    return [key, value === undefined ? undefined : wordOf(value)];
  });
}

/** `defaultTags` of the AWS provider; provider inputs that are objects are JSON texts on the way to the engine. */
function providerTags({ provider }: Resource): unknown {
  const given = provider?.props["defaultTags"];
  const parsed = typeof given === "string" ? parsedJson(given) : given;
  return typeof parsed === "object" && parsed !== null && "tags" in parsed ? parsed.tags : undefined;
}
