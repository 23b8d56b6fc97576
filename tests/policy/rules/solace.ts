import type { Sample } from "../sample";

/** A broker of Solace that keeps to every rule, with some of its spec replaced. */
export const broker = (changes: Readonly<Record<string, unknown>> = {}): Sample => ({
  type: "kubernetes:pubsubplus.solace.com/v1beta1:PubSubPlusEventBroker",
  name: "broker",
  props: {
    spec: {
      redundancy: true,
      podDisruptionBudgetForHA: true,
      tls: { enabled: true, serverTlsConfigSecret: "broker-tls" },
      service: { type: "ClusterIP", ports: [{ name: "smf", servicePort: 55_443, containerPort: 55_443 }] },
      ...changes,
    },
  },
});
