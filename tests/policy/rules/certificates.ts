import { changed, type Sample } from "../sample";

/** A certificate of a workload that keeps to every rule. */
export const certificate: Sample = {
  type: "kubernetes:cert-manager.io/v1:Certificate",
  name: "orders",
  props: {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: "orders", namespace: "shop" },
    spec: {
      secretName: "orders-tls",
      duration: "24h",
      dnsNames: ["orders.shop.svc"],
      uris: ["spiffe://acme/ns/shop/sa/orders"],
      usages: ["server auth", "client auth"],
    },
  },
};
const spec = certificate.props["spec"] as Readonly<Record<string, unknown>>;

/** The certificate with some of its spec replaced. */
export const specified = (changes: Readonly<Record<string, unknown>>, name = "orders"): Sample => ({
  ...changed(certificate, { spec: { ...spec, ...changes } }),
  name,
});

/** An issuer of a Vault that keeps to every rule, with some of it replaced. */
export const vaultIssuer = (changes: Readonly<Record<string, unknown>> = {}): Sample => ({
  type: "kubernetes:cert-manager.io/v1:ClusterIssuer",
  name: "issuer",
  props: {
    metadata: { name: "issuer" },
    spec: {
      vault: {
        server: "https://vault.dxb.dev.internal.example.com:8200",
        path: "pki/sign/oke",
        caBundle: "LS0t",
        auth: { kubernetes: { role: "cert-manager", mountPath: "/v1/auth/kubernetes" } },
        ...changes,
      },
    },
  },
});
