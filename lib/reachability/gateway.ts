/** Route tables, and the gateways that they lead to. */
import type { Cidr } from "../cidr";
import type { Interval } from "./pieces";

interface Named {
  readonly id: string;
  readonly name: string;
}

export type Gateway = Named &
  (
    | { readonly kind: "internet"; readonly network: string }
    /** Outwards only. `subnet`: where it stands and leaves from, if it stands in one. */
    | { readonly kind: "nat"; readonly subnet?: string }
    /** To the provider's services, by their labels. */
    | { readonly kind: "service"; readonly services: readonly string[] }
    /**
     * Between networks: a DRG, a transit gateway, a peering, a VPN. `links` are gateways at the far end, whose networks it
     * leads to as well; `beyond`, ranges of sites that no model describes.
     */
    | {
        readonly kind: "transit";
        readonly networks: readonly string[];
        readonly links: readonly string[];
        readonly beyond: readonly Interval[];
      }
  );

export interface Route {
  readonly to: { readonly range: Cidr } | { readonly service: string };
  /** Id of the gateway; none for a route that swallows what it takes. */
  readonly via: string | undefined;
}

export interface RouteTable extends Named {
  readonly routes: readonly Route[];
}
