import { changed, UNKNOWN, type RuleCases } from "../sample";
import { cluster, pool } from "./oke";

export const okeEnhancedClusterCases: RuleCases = {
  rule: "oke-enhanced-cluster",
  serves: ["OK-54", "OP-15"],
  violating: [
    {
      title: "a basic cluster",
      resources: [changed(cluster, { type: "BASIC_CLUSTER" })],
      says: ['"cluster": type is "BASIC_CLUSTER"', "no workload identity"],
    },
    {
      title: "a cluster that does not say its type, as OP's source does",
      resources: [changed(cluster, { type: undefined })],
      says: ['"cluster": type is not set'],
    },
  ],
  complying: [{ title: "an enhanced cluster and a pool", resources: [cluster, pool] }],
  unknown: [{ title: "a type that is not known", resources: [changed(cluster, { type: UNKNOWN })] }],
};
