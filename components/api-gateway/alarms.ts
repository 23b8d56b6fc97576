import type { Input } from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";
import type { MetricAlarm } from "../oci-platform";

/** What the alarms of a gateway are about. */
export interface AlarmedGateway {
  /** OCID. */
  readonly gatewayId: Input<string>;
  /**
   * OCIDs of deployments that are called all the time, by their role words: silence of one is told.
   * @default none
   */
  readonly steady?: Readonly<Record<string, Input<string>>>;
  /**
   * Refusals (401 and 403) in five minutes that are usual.
   * @default 100, a figure to be replaced by what is seen
   */
  readonly usualRefusals?: number;
}

const NAMESPACE = "oci_apigateway";

/**
 * Alarms of a gateway, for `MetricAlarms`. Metrics and dimensions: "API Gateway Metrics" of the API Gateway guide; Latency in
 * seconds (unverified); figures: docs/requirements/10.md, GW-44. Each counts over all routes and callers, not by each of them
 * alone: a share of calls says nothing where every route has one call.
 */
export function gatewayAlarms({
  gatewayId,
  steady = {},
  usualRefusals = 100,
}: AlarmedGateway): Record<string, MetricAlarm> {
  const of = (more: string) => interpolate`{resourceId = "${gatewayId}"${more}}`;
  const answers = (more: string) => interpolate`HttpResponses[5m]${of(more)}.grouping().sum()`;
  return {
    "gateway-errors": {
      namespace: NAMESPACE,
      query: interpolate`${answers(', httpStatusCategory = "5xx"')} / ${answers("")} * 100 > 5`,
      pendingMinutes: 5,
      severity: "CRITICAL",
      title: "More than one call in twenty of the API gateway fails",
      body: "Look at the execution logs for the route, then at what is behind it: causeway doctor gateway.",
      repeatHours: 1,
    },
    "gateway-slow": {
      namespace: NAMESPACE,
      query: interpolate`Latency[5m]${of("")}.grouping().percentile(0.95) > 1`,
      pendingMinutes: 5,
      severity: "WARNING",
      title: "Calls of the API gateway are slow",
      body: "One in twenty takes longer than a second. Compare Latency and IntegrationLatency: what is between them is the gateway's own, the rest the backend's.",
    },
    "gateway-refusals": {
      namespace: NAMESPACE,
      query: interpolate`${answers(', httpStatusCode =~ "401|403"')} > ${usualRefusals}`,
      severity: "WARNING",
      title: "The API gateway refuses more callers than usual",
      body: "A key set that is out of reach refuses everybody, a stolen token one: causeway doctor gateway, then the access logs by client.",
    },
    "gateway-backends": {
      namespace: NAMESPACE,
      query: interpolate`${answers(', httpStatusCode =~ "502|504"')} > 0`,
      pendingMinutes: 5,
      severity: "WARNING",
      title: "A backend of the API gateway does not answer",
      body: "Look at the load balancer's health checks and at the certificate of the backend: the gateway has no other way around it.",
    },
    ...Object.fromEntries(
      Object.entries(steady).map(([api, deploymentId]): [string, MetricAlarm] => [
        `api-silent-${api}`,
        {
          namespace: NAMESPACE,
          query: interpolate`HttpRequests[10m]{deploymentId = "${deploymentId}"}.grouping().absent()`,
          severity: "WARNING",
          title: `Nobody calls ${api}, which is called all the time`,
          body: "Callers may not resolve or reach it: look at its name and at the route back to them.",
        },
      ]),
    ),
  };
}
