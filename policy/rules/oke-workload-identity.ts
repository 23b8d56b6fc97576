import { grantOf } from "../lib/oci-statements";
import { ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf, ofType } from "../tokens";

const DYNAMIC_GROUP = "oci:Identity/dynamicGroup:DynamicGroup";
const POLICY = "oci:Identity/policy:Policy";

/**
 * A rule that takes in every instance of a compartment or of the tenancy, nodes among them; a single instance by its OCID
 * is no node, since nodes come and go, and one by a tag is what the tag says (IAM guide, "Writing Matching Rules").
 */
const EVERY_INSTANCE = /\binstance\.compartment\.id\b|\bresource\.type\s*=\s*'instance'/i;
const TAGGED = /\btag\.[\w-]+\.[\w-]+/i;

const REMEDY =
  "Grant to any-user where all {request.principal.type = 'workload', request.principal.namespace, request.principal.service_account, request.principal.cluster_id} are the pods' own.";

/** A pod gets rights by its own identity, not by the node that it happens to be on. */
export const okeWorkloadIdentity = defineRule({
  id: "oke-workload-identity",
  description:
    "Pods have rights by workload identity; no rights are given to all instances of a compartment.",
  severity: "high",
  needs: [],
  serves: ["OK-56", "OP-41"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    const grants = ofType(resources, POLICY).flatMap((policy) =>
      (ifKnown(() => [...(inputsOf(policy, POLICY)?.statements ?? [])]) ?? []).flatMap((text) => {
        const grant = grantOf(text);
        return grant?.kind === "dynamic-group" ? [{ text, grant }] : [];
      }),
    );
    for (const group of ofType(resources, DYNAMIC_GROUP)) {
      const inputs = inputsOf(group, DYNAMIC_GROUP);
      const rule = ifKnown(() => inputs?.matchingRule);
      if (rule === undefined || !EVERY_INSTANCE.test(rule) || TAGGED.test(rule)) continue;
      const name = ifKnown(() => inputs?.name)?.toLowerCase();
      const given = grants.find(
        ({ grant }) =>
          grant.subjects.some((subject) => subject.slice(subject.indexOf("/") + 1) === name) &&
          !joinsOnly(grant.verb),
      );
      if (given === undefined) continue;
      report({
        resource: group,
        path: "matchingRule",
        value: rule,
        problem: `every pod of every node in it may do what "${given.text}" allows`,
        remedy: REMEDY,
      });
    }
  },
});

/** Self-managed nodes join a cluster by a grant to their instances (OKE guide, "Creating a Dynamic Group and a Policy for Self-Managed Nodes"). */
function joinsOnly(verb: string | readonly string[]): boolean {
  return typeof verb !== "string" && verb.every((permission) => permission === "cluster_join");
}
