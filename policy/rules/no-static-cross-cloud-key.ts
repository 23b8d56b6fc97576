import { ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";

/** Keys that do not end, by type, with what replaces each. */
const KEYS: Readonly<Record<string, string>> = {
  "aws:iam/accessKey:AccessKey":
    "Let the workload assume a role: IRSA, Pod Identity, Roles Anywhere, or web identity from the other cloud.",
  "oci:Identity/apiKey:ApiKey":
    "Use a resource, instance or workload principal, or a token exchange from the other cloud.",
  "oci:Identity/authToken:AuthToken": "Use a resource, instance or workload principal.",
  "oci:Identity/customerSecretKey:CustomerSecretKey":
    "Use the native API of Object Storage with a principal.",
};

/** A key that does not end is stolen once and used for years. */
export const noStaticCrossCloudKey = defineRule({
  id: "no-static-cross-cloud-key",
  description: "Programs make no keys of users: workloads have identities of their own.",
  severity: "high",
  needs: [],
  serves: ["MC-22", "MC-32"],
  remediationSteps: "Replace the key by a role that the workload assumes, or by a principal of the cloud.",

  check(resource, _place, report) {
    const remedy = KEYS[resource.type];
    if (remedy === undefined || resource.props["status"] === "Inactive") return;
    const path = resource.type.startsWith("aws:") ? "user" : "userId";
    report({
      resource,
      path,
      // A user of the same program is not known in a preview.
      value: ifKnown(() => resource.props[path]) ?? "a user of this program",
      problem: "its key never ends, and is in the state of this stack",
      remedy,
    });
  },
});
