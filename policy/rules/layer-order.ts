import type { Facts } from "../facts";
import { defineRule, type Place, type Report, type Resource } from "../rule";

const REFERENCE = "pulumi:pulumi:StackReference";

/** A stack reads only what is deployed before it. */
export const layerOrder = defineRule({
  id: "layer-order",
  description: "A stack needs no stack of a later layer, and refers only to stacks that it needs.",
  severity: "high",
  needs: ["environments", "stacks"],
  serves: ["CO-01"],
  remediationSteps:
    "Move the value to an earlier stack, or declare the stack as needed if that makes no circle.",
  waivable: false,

  /** The program as a whole stands for its stack. */
  check(resource, place, report) {
    if (resource.type === "pulumi:pulumi:Stack") checkNeeds(resource, place, report);
  },

  /** References are reads. The Pulumi CLI shows them to no policy; where an engine does, it is beside the whole stack. */
  checkStack(resources, place, report) {
    for (const resource of resources.filter(({ type }) => type === REFERENCE))
      checkReference(resource, place, report);
  },
});

type Known = Place<"environments" | "stacks">;

function checkNeeds(resource: Resource, { stack, environment, facts }: Known, report: Report): void {
  const own = withoutEnvironment(stack, environment?.name);
  const { layer = Infinity, needs = [] } = facts.stacks[own] ?? {};
  for (const need of needs) {
    const needed = facts.stacks[need];
    if (needed !== undefined && needed.layer <= layer && !neededBy(need, facts.stacks).has(own)) continue;
    report({
      resource,
      path: `stacks.${own}.needs`,
      value: need,
      problem:
        needed === undefined
          ? "there is no such stack"
          : needed.layer > layer
            ? `${need} is of a later layer, so it is not there when ${own} is deployed`
            : `${need} needs ${own} itself`,
      remedy: `Move what ${own} takes from ${need} into a stack of its own layer or an earlier one.`,
    });
  }
}

function checkReference(resource: Resource, { stack, environment, facts }: Known, report: Report): void {
  const own = withoutEnvironment(stack, environment?.name);
  const needed = neededBy(own, facts.stacks);
  const other = withoutEnvironment(String(resource.props["name"]).split("/").at(-1) ?? "", environment?.name);
  if (!Object.hasOwn(facts.stacks, other) || needed.has(other)) return;
  report({
    resource,
    path: "name",
    value: other,
    problem: neededBy(other, facts.stacks).has(own)
      ? `${other} is deployed after ${own}, which it needs`
      : `${own} does not say that it needs ${other}, so it may be deployed first`,
    remedy: `Take the value from ${list(needed)}, or move it there.`,
  });
}

function withoutEnvironment(stack: string, environment: string | undefined): string {
  return environment !== undefined && stack.startsWith(`${environment}-`)
    ? stack.slice(environment.length + 1)
    : stack;
}

/** What a stack needs, directly or through others. */
function neededBy(stack: string, stacks: Facts["stacks"], found = new Set<string>()): Set<string> {
  for (const need of stacks[stack]?.needs ?? []) {
    if (found.has(need)) continue;
    found.add(need);
    neededBy(need, stacks, found);
  }
  return found;
}

function list(stacks: ReadonlySet<string>): string {
  return stacks.size === 0 ? "the stack itself: it needs no other" : [...stacks].sort().join(", ");
}
