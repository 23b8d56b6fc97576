import { UNKNOWN, type RuleCases } from "../sample";
import { policyOfVault } from "./vault";

export const vaultPolicyNoSysDenyCases: RuleCases = {
  rule: "vault-policy-no-sys-deny",
  serves: ["SE-38"],
  violating: [
    {
      title: "a denial of sys",
      resources: [policyOfVault('path "sys/*" {\n  capabilities = ["deny"]\n}')],
      says: ['path \\"sys/*\\"', "sys/leases/renew"],
    },
  ],
  complying: [
    {
      title: "a denial of a part",
      resources: [policyOfVault('path "sys/raw/*" { capabilities = ["deny"] }')],
    },
  ],
  unknown: [{ title: "a policy that is not known", resources: [policyOfVault(UNKNOWN)] }],
};
