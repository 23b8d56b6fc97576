import { dig, entriesOf, fieldsOf } from "../lib/dig";
import { brokerOf } from "../lib/solace";
import { forEach } from "../lib/unknown";
import { defineRule, type Resource } from "../rule";

/** Ports on which the broker speaks plain text, or to an administrator (Solace, "Default Port Numbers"). */
const PLAIN = new Set([55_555, 55_003, 55_556, 8008, 9000, 5672, 1883, 8000, 8080, 2222]);

/** A port that is published is used. */
export const solaceNoPlaintextPorts = defineRule({
  id: "solace-no-plaintext-ports",
  description: "No port on which a broker of Solace speaks plain text is published.",
  severity: "high",
  needs: [],
  serves: ["SO-28", "SO-29"],
  remediationSteps: "Publish 55443, 1443, 9443, 5671, 8883, 8443 and 1943 only.",

  check(resource, _place, report) {
    const { path, ports } = portsOf(resource);
    forEach(entriesOf(ports), ({ key, read }) => {
      const port = read();
      const number = [
        dig(port, "servicePort"),
        dig(port, "port"),
        dig(port, "containerPort"),
        dig(port, "targetPort"),
      ].find((one) => typeof one === "number" && PLAIN.has(one));
      if (number === undefined) return;
      report({
        resource,
        path: `${path}[${key}]`,
        value: number,
        problem: "the broker speaks plain text there",
        remedy: "Publish the port of the same protocol over TLS.",
      });
    });
  },
});

/** The ports of a broker's own Service, or of one that selects a broker. */
function portsOf(resource: Resource): { readonly path: string; readonly ports?: unknown } {
  const broker = brokerOf(resource);
  if (broker !== undefined) return { path: "spec.service.ports", ports: dig(broker, "service", "ports") };
  if (resource.type !== "kubernetes:core/v1:Service") return { path: "" };
  const selector = fieldsOf(dig(resource.props["spec"], "selector"));
  const selects = Object.keys(selector).some((key) =>
    /pubsubplus|solace/i.test(`${key}=${String(selector[key])}`),
  );
  return selects ? { path: "spec.ports", ports: dig(resource.props["spec"], "ports") } : { path: "" };
}
