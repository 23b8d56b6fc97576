import { UNKNOWN, type RuleCases } from "../sample";
import { CONFIG, ha, ofVault, pod, vaultRelease } from "./vault";

const connection = (spec: unknown) => ({
  type: "kubernetes:secrets.hashicorp.com/v1beta1:VaultConnection",
  name: "vault",
  props: { spec },
});

export const vaultTlsRequiredCases: RuleCases = {
  rule: "vault-tls-required",
  serves: ["SE-04", "SE-16"],
  violating: [
    {
      title: "the chart's own default",
      resources: [vaultRelease({ global: {} })],
      says: ['"vault": values.global.tlsDisable is not set', "plain text unless"],
    },
    {
      title: "a listener in plain text",
      resources: [
        ha({ raft: { enabled: true, config: `${CONFIG}\nlistener "tcp" { tls_disable = "true" }` } }),
      ],
      says: ["values.server.ha.raft.config", "a listener speaks plain text"],
    },
    {
      title: "the same as JSON",
      resources: [ha({ config: { listener: { tcp: { tls_disable: 1 } } } })],
      says: ["values.server.ha.config"],
    },
    {
      title: "a client in plain text",
      resources: [pod({ env: [{ name: "VAULT_ADDR", value: "http://vault.vault:8200" }] })],
      says: ["spec.template.spec.containers[0].env[0].value", "http://vault.vault:8200"],
    },
    {
      title: "a client that checks nothing, beside a variable that is not known",
      resources: [
        pod({
          env: [
            { name: "A", value: UNKNOWN },
            { name: "VAULT_SKIP_VERIFY", value: "1" },
          ],
        }),
      ],
      says: ["env[1].value", "whoever answers"],
    },
    {
      title: "an agent that checks nothing",
      resources: [pod({}, { "vault.hashicorp.com/tls-skip-verify": "true" })],
      says: ['spec.template.metadata.annotations["vault.hashicorp.com/tls-skip-verify"] is "true"'],
    },
    {
      title: "a connection that checks nothing",
      resources: [connection({ skipTLSVerify: true })],
      says: ["spec.skipTLSVerify"],
    },
    {
      title: "a store of External Secrets in plain text",
      resources: [
        {
          type: "kubernetes:external-secrets.io/v1:ClusterSecretStore",
          name: "store",
          props: { spec: { provider: { vault: { server: "http://vault.vault:8200" } } } },
        },
      ],
      says: ["spec.provider.vault.server"],
    },
    {
      title: "a function in plain text",
      resources: [
        {
          type: "aws:lambda/function:Function",
          name: "f",
          props: { environment: { variables: { VAULT_ADDR: "http://vault:8200" } } },
        },
      ],
      says: ["environment.variables.VAULT_ADDR"],
    },
    {
      title: "a provider in plain text",
      resources: [{ type: "pulumi:providers:vault", name: "v", props: { address: "http://vault:8200" } }],
      says: ['"v": address is "http://vault:8200"'],
    },
    {
      title: "an injector alone whose Vault speaks plain text",
      resources: [
        vaultRelease({ server: { enabled: false }, injector: { externalVaultAddr: "http://vault:8200" } }),
      ],
      says: ["values.injector.externalVaultAddr"],
    },
  ],
  complying: [
    {
      title: "TLS everywhere",
      resources: [
        vaultRelease(),
        connection({ address: "https://vault:8200", skipTLSVerify: false }),
        ofVault("index/mount:Mount", { path: "secret" }),
        pod(
          { env: [{ name: "VAULT_ADDR", value: "https://vault:8200" }] },
          { "vault.hashicorp.com/tls-skip-verify": "false" },
        ),
      ],
    },
    {
      title: "the address of an agent in the same pod",
      resources: [pod({ env: [{ name: "VAULT_ADDR", value: "http://127.0.0.1:8200" }] })],
    },
    {
      title: "an injector alone",
      resources: [vaultRelease({ global: { externalVaultAddr: "https://vault:8200" } })],
    },
  ],
  unknown: [{ title: "an address that is not known", resources: [connection({ address: UNKNOWN })] }],
};
