import { pathsBetweenClouds } from "../lib/interconnect";
import { defineRule } from "../rule";

/** The two tunnels of one connection end at one device on the other side. */
export const interconnectRedundantPaths = defineRule({
  id: "interconnect-redundant-paths",
  description: "In production two paths lead from one cloud to the other.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["MC-19"],
  remediationSteps:
    "Add a second connection that ends at another device, or a VPN beside the dedicated circuit.",

  checkStack(resources, place, report) {
    const [only, ...others] = place.class === "prod" ? pathsBetweenClouds(resources) : [];
    if (only === undefined || others.length > 0) return;
    report({
      resource: only.resource,
      path: "paths",
      value: 1,
      problem: "when its device is maintained, the clouds are apart",
      remedy: "Add a second connection that ends at another device.",
    });
  },
});
