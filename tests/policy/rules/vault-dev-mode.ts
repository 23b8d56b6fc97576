import { UNKNOWN, type RuleCases } from "../sample";
import { pod, server, vaultRelease } from "./vault";

export const vaultDevModeCases: RuleCases = {
  rule: "vault-dev-mode",
  serves: ["SE-06", "SE-20"],
  violating: [
    {
      title: "dev mode of the chart",
      resources: [server({ dev: { enabled: true } })],
      says: ["values.server.dev.enabled is true", "unsealed"],
    },
    {
      title: "dev mode by argument",
      resources: [pod({ image: "hashicorp/vault:1.20", args: ["server", "-dev"] })],
      says: ["spec.template.spec.containers[0].args", "-dev"],
    },
    {
      title: "a preset root token",
      resources: [pod({ image: "vault:1.20", env: [{ name: "VAULT_DEV_ROOT_TOKEN_ID", value: "a-word" }] })],
      says: ["env[0] has a value that is withheld here"],
    },
  ],
  complying: [
    {
      title: "a server",
      resources: [vaultRelease(), pod({ image: "hashicorp/vault:1.20", args: ["server", "-config=/v"] })],
    },
    {
      title: "dev mode of something else",
      resources: [pod({ image: "consul:1.20", args: ["agent", "-dev"] })],
    },
  ],
  unknown: [{ title: "a switch that is not known", resources: [server({ dev: { enabled: UNKNOWN } })] }],
};
