import type { Model } from "../../../lib/reachability";
import type { Some } from "../some";

/**
 * Kinds of callers: in the gateway's own network, on premises over a dedicated link or a VPN, a service of OCI in a private
 * network, another cloud. There is none for the internet.
 */
export const CLIENT_CLASSES = [
  "vcn",
  "onprem-fastconnect",
  "onprem-vpn",
  "oci-private-service",
  "peer-cloud",
] as const;
export type ClientClass = (typeof CLIENT_CLASSES)[number];

/** Who calls the gateway. */
export interface PathClient {
  readonly class: ClientClass;
  /** An endpoint of the network by its name, `runners`, or a range, `10.64.0.0/16`. */
  readonly from: string;
}

/** Where a load balancer sends requests on to, and where it asks whether that is well. */
export interface Behind {
  /** An endpoint of the network, `workers`. */
  readonly at: string;
  /** TCP port of the service there. */
  readonly port: number;
  /** TCP port of its health check. */
  readonly healthPort: number;
}

/** Who signed a host's certificate: an authority that everybody knows, or one of the CA bundles of the gateway by its name. */
type Signed = { readonly signedBy: "public" | (string & {}) };

/** Where a host that the gateway calls is in the network. */
export type HostPlace =
  /** Behind an internal load balancer, which is what a service in a cluster and most others are. */
  | ({
      readonly kind: "oke-service" | "private-load-balancer";
      /** The load balancer, an endpoint of the network or a range. */
      readonly at: string;
      readonly behind: Some<Behind>;
    } & Signed)
  /** Called directly; `direct` says why it is behind no load balancer. */
  | ({
      readonly kind: "vm" | "container-instance" | "oracle-rest";
      /** An endpoint of the network or a range. */
      readonly at: string;
      readonly direct: { readonly reason: string };
    } & Signed)
  /** A service of Oracle's, called through the service gateway: an identity domain. */
  | { readonly kind: "oracle-service" };

/** How names are resolved in the network. */
export interface PathNames {
  /** Name that clients call. */
  readonly hostname: string;
  /** Names that private views of the network's resolver have records of: `api.internal.example.com`, `*.svc.example.com`. */
  readonly records: readonly string[];
  /**
   * The resolver's listening endpoint, an endpoint of the network: by it, callers from elsewhere resolve these names.
   * @default none
   */
  readonly listener?: string;
}

/** The network of a gateway, as far as its paths go: plain values, known before anything is made. */
export interface GatewayPaths {
  /** Networks with routes, gateways and security groups; `networkModel` of the OCI platform gives that of a network. */
  readonly network: Model;
  /**
   * The gateway, an endpoint of the network.
   * @default "api-gateway"
   */
  readonly gateway?: string;
  readonly clients: Some<PathClient>;
  readonly names: PathNames;
  /** Hosts that are called: those of backends' URLs and of key sets. */
  readonly hosts: Readonly<Record<string, HostPlace>>;
  /**
   * Names of the authorities in the gateway's CA bundles.
   * @default none: only public ones are trusted
   */
  readonly trusts?: readonly string[];
}

/** Something that keeps a request from getting through, or lets one through that must not. */
export interface PathGap {
  readonly kind:
    | "route"
    | "gateway"
    | "address"
    | "rule"
    | "acl"
    | "policy"
    | "listener"
    | "name"
    | "trust"
    | "place"
    | "local-route"
    | "stranger";
  /** Routes that it concerns, `GET /v1/customer`; none where it concerns all. */
  readonly routes: readonly string[];
  readonly from: string;
  readonly to: string;
  /** `TCP 443`; not there where no port has to do with it. */
  readonly on?: string;
  /** What is missing or in the way, in a sentence without its end. */
  readonly what: string;
  readonly remedy: string;
}
