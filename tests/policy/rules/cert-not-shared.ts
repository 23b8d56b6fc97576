import { UNKNOWN, type RuleCases, type Sample } from "../sample";
import { certificate, specified } from "./certificates";

const workload = (name: string, secretName: unknown): Sample => ({
  type: "kubernetes:apps/v1:Deployment",
  name,
  props: {
    metadata: { name, namespace: "shop" },
    spec: { template: { spec: { containers: [], volumes: [{ name: "tls", secret: { secretName } }] } } },
  },
});

export const certNotSharedCases: RuleCases = {
  rule: "cert-not-shared",
  serves: ["OK-38"],
  violating: [
    {
      title: "a wildcard",
      resources: [specified({ dnsNames: ["orders.shop.svc", "*.shop.svc"] })],
      says: ['"orders": spec.dnsNames[1] is "*.shop.svc"', "every service of the domain"],
    },
    {
      title: "a wildcard as the common name",
      resources: [specified({ commonName: "*.shop.svc" })],
      says: ["spec.commonName"],
    },
    {
      title: "two certificates in one Secret",
      resources: [certificate, specified({ dnsNames: ["payments.shop.svc"] }, "payments")],
      says: ['"payments": spec.secretName is "orders-tls"', "orders writes"],
    },
    {
      title: "two workloads with one certificate",
      resources: [certificate, workload("orders-api", "orders-tls"), workload("payments-api", "orders-tls")],
      says: [
        '"payments-api": spec.template.spec.volumes[0].secret.secretName is "orders-tls"',
        "orders-api holds the same",
      ],
    },
  ],
  complying: [
    {
      title: "a Secret a certificate, and a workload each",
      resources: [
        certificate,
        specified({ secretName: "payments-tls" }, "payments"),
        workload("orders-api", "orders-tls"),
        workload("payments-api", "payments-tls"),
      ],
    },
    {
      title: "two workloads with a Secret that is no certificate",
      resources: [workload("a", "settings"), workload("b", "settings")],
    },
    {
      title: "the same name in another namespace",
      resources: [
        certificate,
        { ...specified({}, "other"), props: { ...certificate.props, metadata: { namespace: "other" } } },
      ],
    },
  ],
  unknown: [{ title: "names that are not known", resources: [specified({ dnsNames: [UNKNOWN] })] }],
  unknownButEnough: [
    {
      title: "a Secret whose name is not known",
      resources: [certificate, specified({ secretName: UNKNOWN }, "payments"), workload("a", UNKNOWN)],
    },
  ],
};
