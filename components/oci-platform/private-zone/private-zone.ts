import { getCnvDnsResolverAssociationOutput } from "@pulumi/oci/core";
import { Resolver, ResolverEndpoint, View, Zone } from "@pulumi/oci/dns";
import type * as pulumi from "@pulumi/pulumi";
import { DNS_NAME } from "../../../lib/dns-name";
import { Check, matching } from "../../core";
import { OciComponent } from "../component";
import type { PrivateZoneArgs, PrivateZoneChildren } from "./args";

/**
 * Private names of a network: a zone in a view of its own, which the network's resolver answers from, and where asked for an
 * endpoint at which resolvers of other networks ask. The resolver came with the VCN: it is configured, not made, and goes
 * with the VCN. OCI makes it some time after the VCN itself (Networking guide, "Private DNS resolvers").
 *
 * Children: `view`, `zone`, `resolver`, `listener`.
 *
 * @example
 * const names = new PrivateZone("names", { naming, tags, compartmentId, vcnId, zone: "dxb.dev.internal.example.com" });
 */
export class PrivateZone extends OciComponent<PrivateZoneChildren> {
  /** OCID of the zone: records name it. */
  readonly zoneId: pulumi.Output<string>;
  readonly viewId: pulumi.Output<string>;
  /** Address at which resolvers of other networks ask; undefined without a listening endpoint. */
  readonly listenerAddress: pulumi.Output<string> | undefined;

  /** @throws {InputError} when the zone is no domain name. */
  constructor(name: string, args: PrivateZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`PrivateZone "${name}"`);
    check.plain(
      "zone",
      args.zone,
      matching(DNS_NAME, "a domain name in small letters, dxb.dev.internal.example.com"),
    );
    check.done();
    super("oci-platform", "PrivateZone", name, args, opts);
    const { compartmentId, vcnId, zone, listener } = args;

    const view = this.child("view", View, {
      compartmentId,
      displayName: this.physical("oci-display", `${name}-view`),
      scope: "PRIVATE",
    });
    const made = this.child(
      "zone",
      Zone,
      { compartmentId, name: zone, zoneType: "PRIMARY", scope: "PRIVATE", viewId: view.id },
      { protect: args.protect ?? true },
    );
    const { dnsResolverId } = getCnvDnsResolverAssociationOutput({ vcnId }, { parent: this });
    const resolver = this.child("resolver", Resolver, {
      resolverId: dnsResolverId,
      scope: "PRIVATE",
      displayName: this.physical("oci-display", `${name}-resolver`),
      attachedViews: [{ viewId: view.id }],
    });
    const endpoint =
      listener &&
      this.child("listener", ResolverEndpoint, {
        resolverId: resolver.resolverId,
        name: this.physical("oci-resolver-endpoint", "listener"),
        scope: "PRIVATE",
        isListening: true,
        isForwarding: false,
        subnetId: listener.subnetId,
        nsgIds: [...listener.nsgIds],
      });
    this.zoneId = made.id;
    this.viewId = view.id;
    this.listenerAddress = endpoint?.listeningAddress;
    this.registerOutputs({
      zoneId: this.zoneId,
      viewId: this.viewId,
      listenerAddress: this.listenerAddress,
    });
  }
}
