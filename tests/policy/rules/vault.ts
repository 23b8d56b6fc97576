import { changed, type Sample } from "../sample";
import { release } from "./argo";

type Fields = Readonly<Record<string, unknown>>;

const CONFIG = `ui = true
listener "tcp" {
  # tls_disable = 1 in the chart's own
  tls_cert_file = "/vault/userconfig/vault-tls/tls.crt"
}
seal "awskms" {
  kms_key_id = "arn:aws:kms:us-east-1:111111111111:key/1"
}`;

/** The values of a server that keeps to every rule. */
export const VALUES = {
  global: { tlsDisable: false },
  server: { ha: { enabled: true, replicas: 3, raft: { enabled: true, config: CONFIG } } },
  injector: { webhook: { failurePolicy: "Fail" } },
  serverTelemetry: {
    serviceMonitor: { enabled: true },
    prometheusRules: { rules: [{ expr: "vault_core_unsealed == 0" }] },
  },
} as const;
export { CONFIG };

/** Vault's release, with some of its values replaced. */
export const vaultRelease = (changes: Fields = {}): Sample =>
  release(
    "vault",
    { ...VALUES, ...changes },
    { repositoryOpts: { repo: "https://helm.releases.hashicorp.com" } },
  );

/** The server's part of the values, with some of it replaced. */
export const server = (changes: Fields): Sample => vaultRelease({ server: { ...VALUES.server, ...changes } });
export const ha = (changes: Fields): Sample => server({ ha: { ...VALUES.server.ha, ...changes } });

/** A resource of @pulumi/vault by the name of its type. */
export const ofVault = (type: string, props: Fields, name = "sample"): Sample => ({
  type: `vault:${type}`,
  name,
  props,
});

export const policyOfVault = (policy: unknown, name = "app-policy"): Sample =>
  ofVault("index/policy:Policy", { name, policy }, name);

/** A pod with one container. */
export const pod = (container: Fields, annotations: Fields = {}, spec: Fields = {}): Sample => ({
  type: "kubernetes:apps/v1:Deployment",
  name: "app",
  props: {
    metadata: { name: "app" },
    spec: {
      template: { metadata: { annotations }, spec: { ...spec, containers: [{ name: "app", ...container }] } },
    },
  },
});

const loginRole = ofVault(
  "kubernetes/authBackendRole:AuthBackendRole",
  {
    backend: "kubernetes",
    roleName: "orders",
    boundServiceAccountNames: ["orders"],
    boundServiceAccountNamespaces: ["shop"],
    audience: "vault",
    tokenPolicies: ["orders"],
    tokenTtl: 3600,
    tokenMaxTtl: 86_400,
  },
  "role",
);
/** A Kubernetes role of Vault that keeps to every rule, with some of it replaced. */
export const kubernetesRole = (changes: Fields = {}): Sample => changed(loginRole, changes);
