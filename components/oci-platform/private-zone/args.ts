import type { ResolverArgs, ResolverEndpointArgs, ViewArgs, ZoneArgs } from "@pulumi/oci/dns";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";

/** The children of a {@link PrivateZone} by key, for `transform`. */
export interface PrivateZoneChildren {
  view: ViewArgs;
  zone: ZoneArgs;
  resolver: ResolverArgs;
  listener: ResolverEndpointArgs;
}

export interface PrivateZoneArgs extends ComponentArgs<PrivateZoneChildren> {
  /** OCID of the compartment of the zone and its view. */
  readonly compartmentId: Input<string>;
  /** OCID of the VCN whose resolver answers from the zone. */
  readonly vcnId: Input<string>;
  /** Name of the zone, `dxb.dev.internal.example.com`. */
  readonly zone: string;
  /**
   * Where resolvers of other networks ask: a listening endpoint in a subnet of the VCN. Whoever asks needs UDP and TCP 53
   * to its groups, and forwards the zone to its address.
   * @default none: only the VCN itself resolves the names
   */
  readonly listener?: { readonly subnetId: Input<string>; readonly nsgIds: readonly Input<string>[] };
  /**
   * Whether the zone is protected from deletion, with which all of its names go.
   * @default true
   */
  readonly protect?: boolean;
}
