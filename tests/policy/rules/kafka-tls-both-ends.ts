import { apart, UNKNOWN, type Sample, type RuleCases } from "../sample";
import { pod } from "./vault";

const cluster = (encryptionInTransit: unknown): Sample => ({
  type: "aws:msk/cluster:Cluster",
  name: "kafka",
  props: { encryptionInfo: { encryptionInTransit } },
});
const handler = (variables: unknown): Sample => ({
  type: "aws:lambda/function:Function",
  name: "f",
  props: { environment: { variables } },
});

export const kafkaTlsBothEndsCases: RuleCases = {
  rule: "kafka-tls-both-ends",
  serves: ["MC-27", "MC-28"],
  violating: [
    {
      title: "brokers that take both",
      resources: [cluster({ clientBroker: "TLS_PLAINTEXT" })],
      says: ['"kafka": encryptionInfo.encryptionInTransit.clientBroker is "TLS_PLAINTEXT"'],
    },
    {
      title: "plain text between brokers",
      resources: [cluster({ inCluster: false })],
      says: ["inCluster is false"],
    },
    {
      title: "a function in plain text",
      resources: [handler({ KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT" })],
      says: ["environment.variables.KAFKA_SECURITY_PROTOCOL"],
    },
    {
      title: "a pod in plain text, beside a variable that is not known",
      resources: [
        pod({
          env: [
            { name: "A", value: UNKNOWN },
            { name: "SECURITY_PROTOCOL", value: "PLAINTEXT" },
          ],
        }),
      ],
      says: ["env[1].value"],
    },
    {
      title: "a property in a config map",
      resources: [
        {
          type: "kubernetes:core/v1:ConfigMap",
          name: "m",
          props: { data: { "security.protocol": "PLAINTEXT" } },
        },
      ],
      says: ['"m": data.security.protocol'],
    },
  ],
  complying: [
    {
      title: "TLS at both ends",
      resources: apart(
        cluster(undefined),
        cluster({ clientBroker: "TLS" }),
        handler({ KAFKA_SECURITY_PROTOCOL: "SASL_SSL" }),
        pod({}),
      ),
    },
  ],
  unknown: [
    { title: "a protocol that is not known", resources: [handler({ KAFKA_SECURITY_PROTOCOL: UNKNOWN })] },
  ],
};
