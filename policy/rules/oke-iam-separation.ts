import { grantOf } from "../lib/oci-statements";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const POLICY = "oci:Identity/policy:Policy";

/** Types and families by what they let be changed (OCI IAM guide, "Policy reference": Kubernetes Engine, Core Services). */
const MATTERS = {
  clusters: new Set(["all-resources", "cluster-family", "clusters"]),
  networks: new Set([
    ...["all-resources", "virtual-network-family", "vcns", "subnets", "route-tables", "security-lists"],
    ...["network-security-groups", "internet-gateways", "nat-gateways", "service-gateways", "drgs"],
  ]),
} as const;
type Matter = keyof typeof MATTERS;

const REMEDY = "Give clusters and networks to two groups, and put into both only whom you mean to.";

/** Whoever runs a cluster does not open the network to it. */
export const okeIamSeparation = defineRule({
  id: "oke-iam-separation",
  description: "No group manages both clusters and networks.",
  severity: "high",
  needs: [],
  serves: ["OK-14", "OK-15", "OK-16"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    const found = managed(resources);
    for (const [group, { clusters, networks }] of found) {
      if (clusters === undefined || networks === undefined) continue;
      report({
        resource: networks.policy,
        path: `statements[${networks.index}]`,
        value: networks.statement,
        problem: `the group ${group} manages clusters too (${clusters.statement})`,
        remedy: REMEDY,
      });
    }
  },
});

interface Granted {
  readonly policy: StackResource;
  readonly index: number;
  readonly statement: string;
}

/** The statement, by group and matter, that lets the group manage the matter. A condition narrows a grant; it stays one. */
function managed(resources: readonly StackResource[]): Map<string, Partial<Record<Matter, Granted>>> {
  const found = new Map<string, Partial<Record<Matter, Granted>>>();
  for (const policy of ofType(resources, POLICY)) {
    const statements = ifKnown(() => [...(inputsOf(policy, POLICY)?.statements ?? [])]) ?? [];
    statements.forEach((statement, index) => {
      const grant = grantOf(statement);
      if (grant?.kind !== "group" || grant.verb !== "manage") return;
      for (const group of grant.subjects) {
        const of = found.get(group) ?? {};
        for (const matter of ["clusters", "networks"] as const)
          if (MATTERS[matter].has(grant.resources)) of[matter] ??= { policy, index, statement };
        found.set(group, of);
      }
    });
  }
  return found;
}
