import type { CheckFailure, Values } from "../../engine/provider";
import { PackageFacts } from "../facts/facts";
import { SimulatedPackage } from "../packages";
import { CloudProvider, type Surroundings } from "../provider";
import { text } from "../values";
import { kubernetesCloud } from "./cloud";
import { serverOf } from "./kubeconfig";

function checkConfig(config: Values): CheckFailure[] {
  const kubeconfig = config["kubeconfig"];
  if (kubeconfig === undefined || kubeconfig === null || kubeconfig === "")
    return [
      {
        property: "kubeconfig",
        reason:
          "this provider has no kubeconfig; give it the content of one that leads to a simulated cluster",
      },
    ];
  if (typeof kubeconfig !== "string") return [];
  const found = serverOf(kubeconfig, text(config, "context"));
  return "fault" in found
    ? [{ property: "kubeconfig", reason: `the kubeconfig can not be used: ${found.fault}` }]
    : [];
}

/** Clusters of the simulated EKS and OKE, found by the API server's address in the kubeconfig. */
export function kubernetesPackage(around: Surroundings): SimulatedPackage {
  const facts = new PackageFacts("kubernetes");
  const cloud = kubernetesCloud(facts, around.scenario);
  return new SimulatedPackage({
    name: "kubernetes",
    facts: () => facts,
    // The cluster alone: a renewed token or certificate is not another cluster.
    identity: [],
    replacesProvider: (before, after) => serverIn(before) !== serverIn(after),
    checkConfig,
    open: (config, unknown) => {
      const server = serverIn(config);
      const site = unknown || server === undefined ? undefined : { account: server, region: "", config };
      return new CloudProvider(cloud, around, site);
    },
  });
}

function serverIn(config: Values): string | undefined {
  const found = serverOf(text(config, "kubeconfig") ?? "", text(config, "context"));
  return "server" in found ? found.server : undefined;
}
