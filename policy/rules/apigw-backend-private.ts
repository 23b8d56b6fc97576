import { apiDeploymentOf } from "../lib/api-gateway";
import { contains, isPrivate, rangeOf } from "../lib/cidr";
import { forEach } from "../lib/unknown";
import { defineRule, type Place } from "../rule";

/**
 * Names that are resolved inside: those of the platform's hosts, which have the label `internal` (CO-25), those that OCI
 * gives in a VCN (Networking guide, "DNS in Your Virtual Cloud Network"), and of databases' own REST endpoints (Autonomous
 * Database guide, "Configure Network Access with Private Endpoint").
 */
const INSIDE = /(^|\.)internal(\.|$)|\.oraclevcn\.com$|\.adb\.[a-z0-9-]+\.oraclecloudapps\.com$/i;

const REMEDY =
  "Give the private name of an internal load balancer, such as orders.dxb.prod.internal.example.com.";

/** What comes in privately does not go out to the internet on the second hop. */
export const apigwBackendPrivate = defineRule({
  id: "apigw-backend-private",
  description: "Gateways forward to private names and to addresses of the environment's networks.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["GW-16", "GW-20"],
  remediationSteps: REMEDY,

  check(resource, place, report) {
    forEach(apiDeploymentOf(resource)?.specification?.routes, ({ backend }, i) => {
      if (backend?.type !== "HTTP_BACKEND") return;
      const problem = problemOf(backend.url, place);
      if (problem === undefined) return;
      const path = `specification.routes[${i}].backend.url`;
      report({ resource, path, value: backend.url, problem, remedy: REMEDY });
    });
  },
});

function problemOf(url: string | undefined, { environment }: Place<never>): string | undefined {
  if (url === undefined) return undefined;
  const host = /^https?:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1] ?? "";
  if (host === "" || host.includes("$")) return "where it goes is decided by whoever calls";
  const address = rangeOf(host.replace(/^\[|\]$/g, ""));
  if (address === undefined) {
    return INSIDE.test(host) ? undefined : "it is a name of a public zone, which anybody can be behind";
  }
  if (!isPrivate(address)) return "it is an address on the internet";
  if (environment === undefined) return undefined;
  const known = [...environment.networks, ...environment.linkRanges].some((text) => {
    const range = rangeOf(text);
    return range !== undefined && contains(range, address);
  });
  return known ? undefined : `it is in no network of ${environment.name}`;
}
