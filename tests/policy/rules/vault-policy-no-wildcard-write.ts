import { apart, UNKNOWN, type RuleCases } from "../sample";
import { policyOfVault } from "./vault";

const all = 'path "sys/*" {\n  capabilities = ["read", "update", "sudo"]\n}';

export const vaultPolicyNoWildcardWriteCases: RuleCases = {
  rule: "vault-policy-no-wildcard-write",
  serves: ["SE-39"],
  violating: [
    {
      title: "writing to all of sys",
      resources: [policyOfVault(all)],
      says: ['"app-policy": policy is "path \\"sys/*\\""', "update, sudo"],
    },
    {
      title: "writing to everything",
      resources: [policyOfVault('path "*" { capabilities = ["create"] }')],
      says: ["create there"],
    },
  ],
  complying: [
    {
      title: "paths by name, reading, and a comment",
      resources: apart(
        policyOfVault(
          'path "secret/data/app/*" { capabilities = ["update"] }\n# path "*" { capabilities = ["update"] }',
        ),
        policyOfVault('path "sys/*" { capabilities = ["read"] }'),
      ),
    },
    { title: "an administrator's", resources: [policyOfVault(all, "admin")] },
  ],
  unknown: [{ title: "a policy that is not known", resources: [policyOfVault(UNKNOWN)] }],
};
