import type { GatewayPaths, HostPlace } from "../components/api-gateway";
import { networkModel } from "../components/oci-platform";
import { networkDesign } from "./oci-network-design";
import { isReplicated } from "./replicated";
import { internalDomain, sharedDomain, type SiteContext } from "./site";

/** Name by which the gateway's CA bundle and its hosts call the platform's own authority. */
export const PLATFORM_AUTHORITY = "platform";

/**
 * Who issues the tokens of callers: the one that is configured, else the host `id` of the internal names. Tokens name their
 * issuer, and those of one site have to be good at the other: where a gateway stands by, both sites have the name in common.
 */
export function tokenIssuer(place: SiteContext): string {
  const { tokenIssuer: given } = place.account;
  return given === "" ? `https://${issuerHost(place)}` : given;
}

/** The host `id`, as it is called where nobody configured another issuer. */
export function issuerHost(place: SiteContext): string {
  return `id.${isReplicated(place.env) ? sharedDomain(place) : internalDomain(place)}`;
}

/** Services of the cluster are behind internal load balancers, whose own ports are node ports. */
const PUBLISHED: HostPlace = {
  kind: "oke-service",
  at: "load-balancer",
  signedBy: PLATFORM_AUTHORITY,
  // The first of the node ports and the node's health port (OKE guide, "Network resource configuration").
  behind: [{ at: "workers", port: 30000, healthPort: 10256 }],
};

const PLACES = {
  primary: { stack: "oci-network-dxb", of: { plan: "dxb", other: "jed" } },
  standby: { stack: "oci-network-jed", of: { plan: "jed", other: "dxb" } },
} as const;

/**
 * The network around the gateway of a site. An issuer below the internal names is a service of the cluster, whose
 * record is made by whoever publishes it; one that is neither that nor an identity domain of OCI can not be reached, and is
 * refused by its name.
 */
export function gatewayPaths(
  place: SiteContext,
  hostname: string,
  at: "primary" | "standby" = "primary",
): Omit<GatewayPaths, "trusts"> {
  const { env } = place;
  const issuer = new URL(tokenIssuer(place)).hostname;
  const isOracles = issuer.endsWith(".oraclecloud.com");
  const isInternal = issuer.endsWith(`.${isReplicated(env) ? sharedDomain(place) : internalDomain(place)}`);
  return {
    network: networkModel(PLACES[at].stack, networkDesign(env, PLACES[at].of)),
    clients: [
      { class: "vcn", from: "pods" },
      { class: "vcn", from: "runners" },
      { class: "peer-cloud", from: env.plan.aws.vpc },
    ],
    names: {
      hostname,
      records: [hostname, ...(isInternal ? [issuer] : [])],
      listener: "private-endpoints",
    },
    hosts: { [issuer]: isOracles ? { kind: "oracle-service" } : PUBLISHED },
  };
}
