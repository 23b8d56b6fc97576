import { tcp, udp, type NetworkDesign } from "../components/oci-platform";
import type { Environment } from "./environments";

/** An OCI site's place in the address plan, and that of the other one. */
export interface OciPlace {
  readonly plan: "dxb" | "jed";
  readonly other: "dxb" | "jed";
}

/** Who may call the site's API gateway. */
export const GATEWAY_CLIENTS = ["pods", "runners", "peer:aws"] as const;

/** Who issues tokens may be a service of the cluster. */
const READS_KEYS = {
  from: "functions",
  to: "load-balancer",
  on: tcp(443),
  why: "to read the keys that tokens are signed with",
} as const;

/** What an OCI site's network is like, of plain values: what is made from it, and what reaches what in it, are two uses. */
export function networkDesign(
  { plan, publicIngress, retention, apis }: Environment,
  { plan: key, other }: OciPlace,
): Required<
  Pick<
    NetworkDesign,
    | "cidr"
    | "subnets"
    | "publicIngress"
    | "peers"
    | "gatewayClients"
    | "internetEgress"
    | "serviceRange"
    | "bastion"
    | "logRetentionDays"
    | "allow"
  >
> {
  const resolve = { from: "peer:aws", to: "private-endpoints", why: "to resolve names of the site" } as const;
  return {
    cidr: plan[key].vcn,
    subnets: plan[key].subnets,
    publicIngress,
    peers: { aws: plan.aws.vpc, "other-site": plan[other].vcn },
    gatewayClients: GATEWAY_CLIENTS,
    // Nodes pull what the platform's charts name from their publishers' registries; pods call nobody outside.
    internetEgress: ["runners", "workers"],
    // Callers from elsewhere have resolvers of their own, which forward to the listening endpoint.
    allow: [
      { ...resolve, on: udp(53) },
      { ...resolve, on: tcp(53) },
      ...(apis.tokensJudgedBy === "authorizer" ? [READS_KEYS] : []),
    ],
    serviceRange: plan.services[`oke-${key}`],
    bastion: { clients: [plan[key].subnets.runners] },
    logRetentionDays: retention.ociLogDays,
  };
}
