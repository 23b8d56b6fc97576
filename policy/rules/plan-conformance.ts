import type { EnvironmentFacts } from "../facts";
import { contains, isPrivate, overlaps, rangeOf } from "../lib/cidr";
import { forEach, ifKnown } from "../lib/unknown";
import { plannedRanges, type Use } from "../lib/ranges";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";

/** Where a range of each use must come from, and how that is said. */
const SOURCES: Readonly<Record<Use, { of: (env: EnvironmentFacts) => readonly string[]; called: string }>> = {
  network: { of: (env) => env.networks, called: "the networks" },
  service: { of: (env) => env.serviceRanges, called: "the cluster service ranges" },
  link: { of: (env) => env.linkRanges, called: "the link ranges" },
  peer: { of: (env) => [...env.networks, ...env.serviceRanges, ...env.linkRanges], called: "the ranges" },
};

/** Every range comes from the environment's part of the address plan. */
export const planConformance = defineRule({
  id: "plan-conformance",
  description:
    "Every network, subnet, private route, allow list and cluster service range is one of the environment's plan.",
  severity: "high",
  needs: ["environments"],
  serves: ["CO-14", "CO-15", "CO-18"],
  absorbs: ["cidr-no-overlap", "dr-cidr-distinct", "oke-cidr-no-overlap"],
  remediationSteps: "Derive the range from the environment's address plan instead of writing it down.",

  check(resource, { environment }, report) {
    if (environment === undefined) return;
    forEach(plannedRanges(resource), ({ path, use, read, required }) => {
      const text = read();
      const { of, called } = SOURCES[use];
      if (text === undefined && required === true) {
        report({
          resource,
          path,
          problem: "the service would choose a range that the plan does not have",
          remedy: `Set it to one of ${called} of ${environment.name}: ${of(environment).join(", ")}.`,
        });
      }
      const range = rangeOf(text);
      if (range === undefined || (use === "peer" && !isPrivate(range))) return;
      const allowed = of(environment);
      if (allowed.some((block) => within(block, range))) return;
      report({
        resource,
        path,
        value: text,
        problem: `the range is outside the plan of ${environment.name}`,
        remedy: `Take it from ${called} of ${environment.name}: ${allowed.join(", ")}.`,
      });
    });
  },

  checkStack(resources, _place, report) {
    checkOverlaps(resources, report, /vpc:Vpc$|vcn:Vcn$/);
    checkOverlaps(resources, report, /subnet:Subnet$/);
  },
});

function within(block: string, range: NonNullable<ReturnType<typeof rangeOf>>): boolean {
  const outer = rangeOf(block);
  return outer !== undefined && contains(outer, range);
}

function checkOverlaps(resources: readonly StackResource[], report: Report, type: RegExp): void {
  const seen: { readonly resource: Resource; readonly range: NonNullable<ReturnType<typeof rangeOf>> }[] = [];
  for (const resource of resources.filter((candidate) => type.test(candidate.type))) {
    for (const { path, read } of plannedRanges(resource)) {
      const text = ifKnown(read);
      const range = rangeOf(text);
      if (range === undefined) continue;
      const other = seen.find((one) => one.resource !== resource && overlaps(one.range, range));
      seen.push({ resource, range });
      if (other === undefined) continue;
      report({
        resource,
        path,
        value: text,
        problem: `the range overlaps that of ${other.resource.name}`,
        remedy: "Give each its own range of the plan.",
      });
    }
  }
}
