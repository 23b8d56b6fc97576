import { dig } from "../lib/dig";
import { saysInternal } from "../lib/internal";
import { serverValuesOf } from "../lib/vault";
import { defineRule } from "../rule";

/** The door of the vault does not open to the street. */
export const vaultUiPrivate = defineRule({
  id: "vault-ui-private",
  description: "A load balancer of Vault is internal, and takes named ranges only.",
  severity: "critical",
  needs: [],
  serves: ["SE-13"],
  remediationSteps: "Annotate the service as internal for its cloud, and set ui.loadBalancerSourceRanges.",

  check(resource, _place, report) {
    const values = serverValuesOf(resource);
    if (values === undefined) return;
    const places = [
      {
        path: "values.ui",
        type: dig(values, "ui", "serviceType"),
        key: "serviceType",
        part: dig(values, "ui"),
      },
      {
        path: "values.server.service",
        type: dig(values, "server", "service", "type"),
        key: "type",
        part: dig(values, "server", "service"),
      },
    ];
    for (const { path, type, key, part } of places) {
      if (type !== "LoadBalancer") continue;
      if (!saysInternal(dig(part, "annotations"))) {
        report({
          resource,
          path: `${path}.${key}`,
          value: type,
          problem: "the balancer has a public address",
          remedy: "Annotate it as internal for its cloud.",
        });
      }
      const ranges = dig(part, "loadBalancerSourceRanges");
      if (path !== "values.ui" || (Array.isArray(ranges) && ranges.length > 0)) continue;
      report({
        resource,
        path: `${path}.loadBalancerSourceRanges`,
        value: ranges,
        problem: "whatever is in the network reaches it",
        remedy: "List the ranges of the people who use it.",
      });
    }
  },
});
