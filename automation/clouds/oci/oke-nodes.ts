import type { Context, Use } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { keyAim, uses } from "./access/ask";
import { isPrivate } from "./common";

const SUBNET = "oci:Core/subnet:Subnet";

/** What a node pool's nodes need to be launched and to join. */
export function nodePoolUses(c: Context): Use[] {
  const places = c.objects("nodeConfigDetails.placementConfigs").flatMap((p) => v.text(p, "subnetId") ?? []);
  return [...volumes(c), ...[...new Set(places)].map((id) => wayOut(c, id))];
}

/**
 * With a key of one's own, Block Volume encrypts the boot volumes and the node pool assigns the key to them (OKE guide,
 * "Create Policy to Access User-Managed Encryption Keys for Encrypting Boot Volumes, Block Volumes, and/or File Systems").
 */
function volumes(c: Context): Use[] {
  const key = keyAim(c, c.text("nodeConfigDetails.kmsKeyId"));
  if (!key) return [];
  const compartment = c.text("compartmentId") ?? c.site.account;
  const self = { kind: "resource", type: "nodepool", id: c.old?.id ?? "", compartment } as const;
  const outcome = "no node of the pool can be launched with the encrypted boot volume";
  return [
    ...uses(c, { kind: "service", name: "blockstorage" }, ["KEY_ENCRYPT", "KEY_DECRYPT"], key, outcome),
    ...uses(c, self, ["KEY_ASSOCIATE"], key, outcome),
  ];
}

/** Rules of a subnet's route table: attached, its own, or the VCN's default. */
function routesOf(c: Context, subnet: Entity): readonly v.ObjectValue[] {
  const attached = c
    .all("oci:Core/routeTableAttachment:RouteTableAttachment")
    .find((e) => e.inputs["subnetId"] === subnet.id);
  const id = v.text(attached?.inputs, "routeTableId") ?? v.text(subnet.outputs, "routeTableId");
  return ["oci:Core/routeTable:RouteTable", "oci:Core/defaultRouteTable:DefaultRouteTable"]
    .flatMap((type) => c.all(type))
    .filter((e) => e.id === id)
    .flatMap((e) => v.objects(e.inputs, "routeRules"));
}

/**
 * Nodes register with the service and pull its images by a service gateway, or over the internet (OKE guide, "Network
 * Resource Configuration for Cluster Creation and Deployment").
 */
function wayOut(c: Context, subnetId: string): Use {
  const what = `nodes in ${subnetId} reach the services of the region`;
  const subnet = c.find(subnetId, SUBNET);
  if (!subnet || routesOf(c, subnet).some((rule) => leadsOut(c, subnet, rule))) return { what };
  return {
    what,
    refusal:
      `nodes in ${subnetId} do not register with the cluster: its route table leads neither to a service gateway nor, from ` +
      "this subnet, to the internet",
  };
}

/** A route to anything but a gateway of the VCN is taken to lead on. */
function leadsOut(c: Context, subnet: Entity, rule: v.ObjectValue): boolean {
  if (v.text(rule, "destinationType") === "SERVICE_CIDR_BLOCK") return true;
  if ((v.text(rule, "destination") ?? v.text(rule, "cidrBlock")) !== "0.0.0.0/0") return false;
  const by = c.find(v.text(rule, "networkEntityId"));
  if (by?.type === "oci:Core/internetGateway:InternetGateway") return !isPrivate(subnet);
  return by?.type !== "oci:Core/natGateway:NatGateway" || v.flag(by.inputs, "blockTraffic") !== true;
}
