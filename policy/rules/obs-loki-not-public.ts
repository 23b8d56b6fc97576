import { valuesOf } from "../lib/charts";
import { dig } from "../lib/dig";
import { saysInternal } from "../lib/internal";
import { inTurn } from "../lib/unknown";
import { defineRule } from "../rule";

/** Loki asks nobody who he is. */
export const obsLokiNotPublic = defineRule({
  id: "obs-loki-not-public",
  description: "What publishes Loki asks for a password over TLS.",
  severity: "critical",
  needs: [],
  serves: ["OB-36", "OB-49"],
  remediationSteps: "Give the ingress tls, and switch gateway.basicAuth on; or keep Loki inside.",

  check(resource, _place, report) {
    const values = valuesOf(resource, "loki");
    if (values === undefined) return;
    const guarded = () => dig(values, "gateway", "basicAuth", "enabled") === true;
    const open = (path: string, problem: string, remedy: string) => {
      report({ resource, path, problem, remedy });
    };
    inTurn(
      ...[["gateway", "ingress"], ["ingress"]].map((keys) => () => {
        const ingress = dig(values, ...keys);
        if (dig(ingress, "enabled") !== true) return;
        const tls = dig(ingress, "tls");
        const at = `values.${keys.join(".")}`;
        if (!Array.isArray(tls) || tls.length === 0)
          open(`${at}.tls`, "logs go by in plain text", "Name hosts and the Secret.");
        if (guarded() || Object.keys(dig(ingress, "annotations") ?? {}).some((key) => /auth/.test(key)))
          return;
        open(
          "values.gateway.basicAuth.enabled",
          "whoever finds the host reads every log, and writes some",
          "Set it to true.",
        );
      }),
      () => {
        const service = dig(values, "gateway", "service");
        if (dig(service, "type") !== "LoadBalancer" || saysInternal(dig(service, "annotations"))) return;
        open(
          "values.gateway.service.type",
          "the balancer has a public address",
          "Annotate it as internal for its cloud.",
        );
      },
    );
  },
});
