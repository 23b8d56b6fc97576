import { apart, UNKNOWN, type RuleCases } from "../sample";
import { CONFIG, ha, server, vaultRelease, VALUES } from "./vault";
import { inProd } from "./argo";

const config = (text: unknown) => ha({ raft: { enabled: true, config: text } });

export const vaultSealRequiredCases: RuleCases = {
  rule: "vault-seal-required",
  serves: ["SE-11", "SE-18"],
  violating: [
    {
      title: "no seal",
      resources: inProd(config("ui = true")),
      says: ["values.server.ha.raft.config is not set", "stays sealed"],
    },
    {
      title: "a seal that is only a comment",
      resources: inProd(config('# seal "awskms" {}')),
      says: ["stays sealed"],
    },
    {
      title: "a key by its alias",
      resources: inProd(config(CONFIG.replace(/arn:[^"]*/, "alias/vault-unseal-key"))),
      says: ['is "alias/vault-unseal-key"', "by its ARN"],
    },
    {
      title: "a key by its alias, in a variable",
      resources: inProd(
        server({
          extraEnvironmentVars: { VAULT_SEAL_TYPE: "awskms", VAULT_AWSKMS_SEAL_KEY_ID: "alias/vault" },
          ha: VALUES.server.ha,
        }),
      ),
      says: ["values.server.extraEnvironmentVars.VAULT_AWSKMS_SEAL_KEY_ID"],
    },
  ],
  complying: [
    {
      title: "seals in HCL, JSON and variables",
      resources: apart(
        ...inProd(
          vaultRelease(),
          config({ seal: { ocikms: { key_id: "ocid1.key.oc1..a" } } }),
          server({ extraEnvironmentVars: { VAULT_SEAL_TYPE: "awskms" } }),
        ),
      ),
    },
    { title: "no seal in dev", resources: [config("ui = true")] },
  ],
  unknown: [{ title: "a configuration that is not known", resources: inProd(config(UNKNOWN)) }],
};
