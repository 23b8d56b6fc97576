import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";
/** A region's fault domains (OCI guide, "Regions and Availability Domains": three in every availability domain). */
const DOMAINS = 3;

/** Nodes stand apart, and on an image that was chosen. */
export const okeNodePlacement = defineRule({
  id: "oke-node-placement",
  description:
    "A node pool says where its nodes are, in production over three domains, and which image they have.",
  severity: "medium",
  needs: [],
  serves: ["OP-18", "OP-19"],
  absorbs: ["multi-domain-spread"],
  remediationSteps:
    "Give nodeConfigDetails.placementConfigs with faultDomains, and nodeSourceDetails with an image.",

  check(resource, { class: of }, report) {
    const pool = inputsOf(resource, NODE_POOL);
    if (pool === undefined) return;
    for (const path of ["subnetIds", "quantityPerSubnet"] as const) {
      if (pool[path] === undefined) continue;
      const problem = "it is deprecated, and spreads nodes by subnets and not by domains";
      const remedy = "Use nodeConfigDetails with a placementConfig for each availability domain.";
      report({ resource, path, value: pool[path], problem, remedy });
    }
    const image = pool.nodeSourceDetails;
    if (image === undefined && pool.nodeImageId === undefined) {
      report({
        resource,
        path: "nodeSourceDetails",
        problem: "the service takes an image of its own choice",
        remedy: "Name an image that fits the version and architecture.",
      });
    }
    if (of !== "prod") return;
    const places = pool.nodeConfigDetails?.placementConfigs ?? [];
    // Several availability domains are a spread of their own; within one, its fault domains are.
    if (places.length >= DOMAINS) return;
    forEach(places, ({ faultDomains }, index) => {
      const count = faultDomains?.length ?? 0;
      // Without a list OKE spreads over all of them.
      if (faultDomains === undefined || count * places.length >= DOMAINS) return;
      report({
        resource,
        path: `nodeConfigDetails.placementConfigs[${index}].faultDomains`,
        value: faultDomains,
        problem: `nodes stand in ${count} of its ${DOMAINS} fault domains: one fault can take most of them`,
        remedy: "List all fault domains.",
      });
    });
  },
});
