import type { Facts } from "../facts";
import { defineRule } from "../rule";

const REFERENCE = "pulumi:pulumi:StackReference";

/** A stack reads only what is deployed before it. */
export const layerOrder = defineRule({
  id: "layer-order",
  description: "A stack refers only to stacks that it needs, directly or through others.",
  severity: "high",
  needs: ["environments", "stacks"],
  serves: ["CO-01"],
  remediationSteps:
    "Move the value to an earlier stack, or declare the stack as needed if that makes no circle.",
  waivable: false,

  /** References are reads, which an engine shows only beside the whole stack. */
  checkStack(resources, { stack, environment, facts }, report) {
    if (environment === undefined) return;
    const own = withoutEnvironment(stack, environment.name);
    const needed = neededBy(own, facts.stacks);
    for (const resource of resources.filter(({ type }) => type === REFERENCE)) {
      const other = withoutEnvironment(
        String(resource.props["name"]).split("/").at(-1) ?? "",
        environment.name,
      );
      if (!Object.hasOwn(facts.stacks, other) || needed.has(other)) continue;
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
  },
});

function withoutEnvironment(stack: string, environment: string): string {
  return stack.startsWith(`${environment}-`) ? stack.slice(environment.length + 1) : stack;
}

/** What a stack needs, directly or through others. */
function neededBy(stack: string, stacks: Facts["stacks"], found = new Set<string>()): Set<string> {
  for (const need of stacks[stack] ?? []) {
    if (found.has(need)) continue;
    found.add(need);
    neededBy(need, stacks, found);
  }
  return found;
}

function list(stacks: ReadonlySet<string>): string {
  return stacks.size === 0 ? "the stack itself: it needs no other" : [...stacks].sort().join(", ");
}
