import { pathsBetweenClouds } from "../lib/interconnect";
import { defineRule } from "../rule";

/** Nobody answers for how fast the internet is today. */
export const interconnectProdDedicated = defineRule({
  id: "interconnect-prod-dedicated",
  description: "In production one of the paths between the clouds is a circuit of one's own.",
  severity: "low",
  needs: [],
  uses: ["environments"],
  serves: ["MC-08", "MC-45"],
  remediationSteps: "Add a FastConnect and Direct Connect circuit, and keep the VPN as the way round.",

  checkStack(resources, place, report) {
    const paths = place.class === "prod" ? pathsBetweenClouds(resources) : [];
    const [first] = paths;
    if (first === undefined || paths.some(({ kind }) => kind === "dedicated")) return;
    report({
      resource: first.resource,
      path: "paths",
      value: "vpn",
      problem: "latency and throughput are those of the internet",
      remedy: "Add a circuit, and keep the VPN as the way round; or record the decision in a waiver.",
    });
  },
});
