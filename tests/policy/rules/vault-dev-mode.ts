import { apart, UNKNOWN, type RuleCases } from "../sample";
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
    ...[
      { image: "vault", command: ["vault", "server", "-dev-tls"] },
      { image: "hashicorp/vault-enterprise@sha256:0", args: ["exec vault server -dev -log-level=debug"] },
      { image: "registry.example.com/vault@sha256:0", args: ["server", "--dev"] },
    ].map((container) => ({
      title: `dev mode of ${container.image}, written otherwise`,
      resources: [pod(container)],
      says: ['containers[0].args is "-dev"'],
    })),
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
      title: "what only looks like it: an image, an argument, a variable, a container without image",
      resources: apart(
        pod({ image: "hashicorp/vault-k8s:1.7", args: ["agent-inject", "-dev"] }),
        pod({
          image: "hashicorp/vault:1.20",
          args: ["server", "-dev-listen-address=0", "-config=/no-dev -devs"],
        }),
        pod({ image: "vault:1.20", env: [{ name: "VAULT_ADDR", value: "https://v" }] }),
        pod({ args: ["server", "-dev"] }),
      ),
    },
    {
      title: "dev mode of something else",
      resources: [pod({ image: "consul:1.20", args: ["agent", "-dev"] })],
    },
  ],
  unknown: [{ title: "a switch that is not known", resources: [server({ dev: { enabled: UNKNOWN } })] }],
};
