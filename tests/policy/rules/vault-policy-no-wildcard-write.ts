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
    ...[
      ["auth/*", "patch"],
      ["identity/*", "delete"],
      ["+/*", "sudo"],
    ].map(([path = "", capability = ""]) => ({
      title: `${capability} on ${path}`,
      resources: [policyOfVault(`path "${path}" { capabilities = ["list", "${capability}"] }`)],
      says: [`path \\"${path}\\"`, `${capability} there`],
    })),
    {
      title: "writing to everything, in JSON",
      resources: [policyOfVault(JSON.stringify({ path: { "*": { capabilities: ["read", "update"] } } }))],
      says: ["update there"],
    },
    {
      title: "a policy that is an administrator's in its resource's name alone",
      resources: [{ ...policyOfVault(all, "shop"), name: "admin" }],
      says: ["update, sudo"],
    },
    {
      title: "one that only sounds like an administrator's",
      resources: [policyOfVault(all, "badmin")],
      says: ["update, sudo"],
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
    ...["Admin", "platform-admins", "platform_administrator"].map((name) => ({
      title: name,
      resources: [policyOfVault(all, name)],
    })),
  ],
  unknown: [{ title: "a policy that is not known", resources: [policyOfVault(UNKNOWN)] }],
};
