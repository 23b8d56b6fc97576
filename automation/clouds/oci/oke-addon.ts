import type { Kind } from "../kind";
import * as v from "../values";
import { conflict, oci, target } from "./common";
import { CLUSTER } from "./oke";

const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";

const addon: Kind = oci({
  type: "oci:ContainerEngine/addon:Addon",
  simulates:
    "an enhanced cluster that exists, one of a name in it, the bounds and pools of the autoscaler; goes with its cluster",
  ocid: "addon",
  inCompartment: false,
  id: (c) => `clusters/${c.text("clusterId") ?? ""}/addons/${c.text("addonName") ?? ""}`,
  naming: false,
  references: { clusterId: target("ContainerEngine/cluster:Cluster") },
  check: (inputs, report) => {
    for (const [i, { key, value }] of v.objects(inputs, "configurations").entries()) {
      if (key !== "nodes" || typeof value !== "string") continue;
      for (const pool of value.split(",")) {
        const [, min, max] = /^(\d+):(\d+):(ocid1\.nodepool\.\S+)$/.exec(pool.trim()) ?? [];
        if (min === undefined || Number(min) > Number(max))
          report(`configurations[${String(i)}].value`, `"${pool}" is not min:max:OCID of a node pool`);
      }
    }
  },
  rules: (c) => {
    const cluster = c.find(c.text("clusterId"), CLUSTER);
    // OKE guide, "Comparing Enhanced Clusters with Basic Clusters".
    if (v.text(cluster?.outputs, "type") !== "ENHANCED_CLUSTER")
      c.refuse("400-InvalidParameter", "Add-ons are managed in enhanced clusters only");
    for (const { key, value } of c.objects("configurations")) {
      if (key !== "nodes" || typeof value !== "string") continue;
      for (const id of value.split(",").map((pool) => pool.trim().split(":")[2])) {
        const pool = c.find(id, NODE_POOL);
        if (v.text(pool?.outputs, "clusterId") !== cluster?.id)
          c.refuse("400-InvalidParameter", `The node pool ${id ?? ""} is not one of the cluster`);
      }
    }
  },
  claims: (c) => [`oci addon ${c.text("clusterId") ?? ""} ${c.text("addonName") ?? ""}`],
  taken: (c) => conflict(`The add-on ${c.text("addonName") ?? ""} is in the cluster already`),
  outputs: () => ({ state: "ACTIVE", addonErrors: [] }),
});

export const okeAddon: readonly Kind[] = [addon];
