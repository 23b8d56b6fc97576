import { dig, entriesOf, wordOf } from "../lib/dig";
import { podVariablesOf } from "../lib/pods";
import { forEach } from "../lib/unknown";
import { defineRule, type Resource } from "../rule";
import { inputsOf } from "../tokens";

/** What Kafka's clients call the setting, as an environment variable or a property. */
const SETTING = /(^|[_.])security[_.]protocol$/i;

/** What is on a topic is on the wire. */
export const kafkaTlsBothEnds = defineRule({
  id: "kafka-tls-both-ends",
  description: "Brokers of Kafka take TLS only, and clients speak nothing else.",
  severity: "high",
  needs: [],
  serves: ["MC-27", "MC-28"],
  remediationSteps: "Set clientBroker to TLS, and security.protocol to SSL or SASL_SSL at both ends.",

  check(resource, _place, report) {
    const refuse = (path: string, value: unknown) => {
      report({
        resource,
        path,
        value,
        problem: "records are read on the way",
        remedy: "Use TLS: clientBroker TLS, security.protocol SSL or SASL_SSL.",
      });
    };
    const transit = inputsOf(resource, "aws:msk/cluster:Cluster")?.encryptionInfo?.encryptionInTransit;
    if ((transit?.clientBroker ?? "TLS") !== "TLS")
      refuse("encryptionInfo.encryptionInTransit.clientBroker", transit?.clientBroker);
    if (transit?.inCluster === false) refuse("encryptionInfo.encryptionInTransit.inCluster", false);
    forEach(settingsIn(resource), ({ path, name, read }) => {
      if (!SETTING.test(name)) return;
      const value = read();
      if (typeof value === "string" && /PLAINTEXT/i.test(value)) refuse(path, value);
    });
  },
});

function settingsIn(
  resource: Resource,
): { readonly path: string; readonly name: string; readonly read: () => unknown }[] {
  const { type, props } = resource;
  const map = (value: unknown, at: string) =>
    entriesOf(value).map(({ key, read }) => ({ path: `${at}${key}`, name: key, read }));
  if (type === "aws:lambda/function:Function")
    return map(dig(props["environment"], "variables"), "environment.variables.");
  if (/^oci:Functions\/(function:Function|application:Application)$/.test(type))
    return map(props["config"], "config.");
  if (type === "kubernetes:core/v1:ConfigMap") return map(props["data"], "data.");
  return podVariablesOf(resource).map(({ name, ...one }) => ({ ...one, name: wordOf(name) }));
}
