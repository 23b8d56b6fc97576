import { ChartRelease } from "../../components/kubernetes";
import { CHARTS } from "../environments";
import type { ClusterPlace } from "./place";

/** The definitions of monitors and alert rules, before anything that has one, and without Prometheus itself (CO-06). */
export function monitorDefinitions({ key, place, here }: ClusterPlace): ChartRelease {
  return new ChartRelease(
    `${key}-monitor-definitions`,
    { ...place, chart: CHARTS["prometheus-operator-crds"], namespace: "kube-system", values: {} },
    here,
  );
}
