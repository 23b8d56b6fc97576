import { dig } from "../lib/dig";
import { saysInternal } from "../lib/internal";
import { brokerOf } from "../lib/solace";
import { defineRule } from "../rule";

/** A broker is for programs inside. */
export const solaceNoPublicService = defineRule({
  id: "solace-no-public-service",
  description: "A broker of Solace is reached from inside only.",
  severity: "critical",
  needs: [],
  serves: ["SO-09"],
  remediationSteps: "Use ClusterIP, or LoadBalancer with the internal annotation of its cloud.",

  check(resource, _place, report) {
    const broker = brokerOf(resource);
    if (broker === undefined) return;
    // Solace's operator, PubSubPlusEventBroker, service.type: LoadBalancer where nothing is said.
    const type = dig(broker, "service", "type") ?? "LoadBalancer";
    if (
      type !== "NodePort" &&
      (type !== "LoadBalancer" || saysInternal(dig(broker, "service", "annotations")))
    )
      return;
    report({
      resource,
      path: "spec.service.type",
      value: type,
      problem: type === "NodePort" ? "it is open on every node" : "the balancer has a public address",
      remedy: "Use ClusterIP, or LoadBalancer with the internal annotation of its cloud.",
    });
  },
});
