import { statementsOf, valuesOf } from "../lib/iam";
import { forEach, ifKnown } from "../lib/unknown";
import { defineRule, type Resource } from "../rule";

const TYPES = /^aws:iam\/(role|rolePolicy|policy):/;

/** Vault needs one key of the cloud, and nothing else. */
export const vaultServerRoleScoped = defineRule({
  id: "vault-server-role-scoped",
  description: "The cloud role of Vault's servers names its actions and its resources.",
  severity: "high",
  needs: [],
  serves: ["SE-12", "SE-50"],
  remediationSteps: "Grant kms:Encrypt, kms:Decrypt and kms:DescribeKey on the ARN of the seal's key.",

  check(resource, _place, report) {
    if (!TYPES.test(resource.type) || !isVaults(resource)) return;
    forEach(documentsOf(resource), ({ path, read }) => {
      for (const statement of statementsOf(read())) {
        if (statement["Effect"] !== "Allow") continue;
        const action = valuesOf(statement["Action"]).find((one) => one.includes("*"));
        const everywhere = valuesOf(statement["Resource"]).includes("*");
        if (action === undefined && !everywhere) continue;
        report({
          resource,
          path,
          value: action ?? "Resource *",
          problem: "who gets into Vault gets into the rest of the account",
          remedy: "Name the actions, and the key's ARN as the resource.",
        });
      }
    });
  },
});

/** By its name: a role of Vault is called so. */
function isVaults({ name, props }: Resource): boolean {
  return [name, ...["name", "namePrefix", "role"].map((key) => ifKnown(() => props[key]))].some(
    (text) => typeof text === "string" && /(^|[-_/])vault([-_]|$)/i.test(text),
  );
}

function documentsOf({ type, props }: Resource): { readonly path: string; readonly read: () => unknown }[] {
  if (!type.startsWith("aws:iam/role:")) return [{ path: "policy", read: () => props["policy"] }];
  const inline = (props["inlinePolicies"] ?? []) as readonly { readonly policy?: unknown }[];
  return inline.map((one, i) => ({ path: `inlinePolicies[${i}].policy`, read: () => one.policy }));
}
