import { apart, UNKNOWN, type Sample, type RuleCases } from "../sample";
import { broker } from "./solace";

const set = (env: unknown, image = "solace/solace-pubsub-standard:10.10"): Sample => ({
  type: "kubernetes:apps/v1:StatefulSet",
  name: "set",
  props: { spec: { template: { spec: { containers: [{ name: "broker", image, env }] } } } },
});

export const solaceTlsRequiredCases: RuleCases = {
  rule: "solace-tls-required",
  serves: ["SO-02", "SO-03"],
  violating: [
    {
      title: "a broker without TLS",
      resources: [broker({ tls: undefined })],
      says: ['"broker": spec.tls.enabled is not set', "plain text"],
    },
    {
      title: "a stateful set without certificate",
      resources: [set([{ name: "a", value: "b" }])],
      says: ['"set": spec.template.spec.containers[0].env'],
    },
  ],
  complying: [
    {
      title: "certificates, and something else",
      resources: apart(
        broker(),
        set([{ name: "tls_servercertificate_filepath", value: "/tls" }]),
        set([], "postgres:17"),
      ),
    },
  ],
  unknown: [{ title: "a switch that is not known", resources: [broker({ tls: { enabled: UNKNOWN } })] }],
};
