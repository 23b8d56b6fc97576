import { ChartRelease } from "../../components/kubernetes";
import { BalancerAdmission, PolicyEngine, PolicyProof } from "../../components/oke";
import { CHARTS } from "../environments";
import type { ClusterPlace } from "./place";

/**
 * What enforces network policies on OKE, whose own plugin does not, and the proof of it; EKS has it in its add-on. The
 * definitions come in a chart of their own (CO-06). Balancers are held to private addresses at the API server.
 *
 * @returns the cluster, in which whatever is made next waits for both.
 */
export function enforcedPolicies(cluster: ClusterPlace): ClusterPlace {
  const { key, place, here, version } = cluster;
  const definitions = new ChartRelease(
    `${key}-policy-definitions`,
    { ...place, chart: CHARTS["crd.projectcalico.org.v1"], namespace: "kube-system", values: {} },
    here,
  );
  const engine = new PolicyEngine(`${key}-policy-engine`, place, { ...here, dependsOn: [definitions] });
  const proof = new PolicyProof(
    `${key}-policy-proof`,
    { ...place, engine: engine.running, podSecurityVersion: version },
    { ...here, dependsOn: [engine] },
  );
  const balancers = new BalancerAdmission(`${key}-balancers`, place, here);
  return { ...cluster, here: { ...here, dependsOn: [proof, balancers] } };
}
