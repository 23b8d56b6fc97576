import ipaddr from "ipaddr.js";
import { addressIn } from "../cidr";
import type { Context, Kind } from "../kind";
import * as v from "../values";
import { conflict, notFound, oci, refuseForeignGroups, target, vcnOf } from "./common";
import { subnetTarget } from "./network";

const SUBNET = "oci:Core/subnet:Subnet";
const VCN = "oci:Core/vcn:Vcn";
const VIEW = "oci:Dns/view:View";
const RESOLVER = "oci:Dns/resolver:Resolver";
const ZONE = "oci:Dns/zone:Zone";

/** An address of a subnet that the service picks; the first two and the last are nobody's ("VCNs and Subnets"). */
export function pickedAddress(c: Context, subnetId: string | undefined): string {
  const block = v.text(c.find(subnetId, SUBNET)?.outputs, "cidrBlock") ?? "10.0.0.0/24";
  const size = 2 ** (32 - Number(block.split("/")[1]));
  return addressIn(block, 2 + c.derive.below("address", Math.max(1, size - 3)));
}

const view: Kind = oci({
  type: VIEW,
  simulates: "zones that are in it keep it",
  ocid: "dnsview",
  outputs: () => ({ state: "ACTIVE", isProtected: false }),
});

const resolver: Kind = oci({
  type: RESOLVER,
  inCompartment: false,
  simulates: "the one that came with its VCN, views that exist, ten of them at most",
  ocid: "dnsresolver",
  id: (c) => c.text("resolverId") ?? "",
  references: { resolverId: target("Core/vcn:Vcn") },
  holds: ["resolverId"],
  check: (inputs, report) => {
    // DNS API reference, UpdateResolverDetails.
    if (v.objects(inputs, "attachedViews").length > 10)
      report("attachedViews", "a resolver takes ten at most");
  },
  rules: (c) => {
    for (const { viewId } of c.objects("attachedViews"))
      if (typeof viewId === "string" && !c.find(viewId, VIEW)) c.refuse(...notFound(viewId));
  },
  outputs: (c) => {
    const vcn = c.find(c.text("resolverId"), VCN);
    return {
      state: "ACTIVE",
      attachedVcnId: vcn?.id ?? "",
      compartmentId: v.text(vcn?.outputs, "compartmentId") ?? "",
      isProtected: true,
      endpoints: [],
    };
  },
});

const endpoint: Kind = oci({
  type: "oci:Dns/resolverEndpoint:ResolverEndpoint",
  inCompartment: false,
  simulates: "a subnet and groups of the resolver's VCN, one of a name at it, listening or forwarding",
  ocid: "dnsresolverendpoint",
  references: {
    resolverId: target("Dns/resolver:Resolver"),
    subnetId: subnetTarget,
    nsgIds: target("Core/networkSecurityGroup:NetworkSecurityGroup"),
  },
  holds: ["resolverId", "subnetId", "nsgIds"],
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    // DNS API reference, CreateResolverEndpointDetails.
    if (name !== undefined && !/^[A-Za-z0-9_]{1,63}$/.test(name))
      report("name", `"${name}" may have letters, digits and underscores only`);
    if (v.flag(inputs, "isListening") === v.flag(inputs, "isForwarding"))
      report("isListening", "an endpoint either listens or forwards");
  },
  claims: (c) => [`oci resolver endpoint ${c.text("resolverId") ?? ""} ${c.text("name") ?? ""}`],
  taken: (c) => conflict(`The resolver has an endpoint ${c.text("name") ?? ""} already`),
  rules: (c) => {
    const own = v.text(c.find(c.text("resolverId"), RESOLVER)?.outputs, "attachedVcnId");
    if (vcnOf(c.find(c.text("subnetId"), SUBNET)) !== own)
      c.refuse("400-InvalidParameter", `The subnet ${c.text("subnetId") ?? ""} is not in the resolver's VCN`);
    refuseForeignGroups(c, c.texts("nsgIds"), own);
  },
  outputs: (c) => ({
    state: "ACTIVE",
    endpointType: "VNIC",
    ...(c.flag("isListening") === true
      ? { listeningAddress: c.text("listeningAddress") ?? pickedAddress(c, c.text("subnetId")) }
      : {}),
  }),
});

const records: Kind = oci({
  type: "oci:Dns/rrset:Rrset",
  inCompartment: false,
  simulates: "a zone that exists, a name in it, one set of a name and type, addresses that are some",
  ocid: "dnsrrset",
  references: { zoneNameOrId: target("Dns/zone:Zone") },
  holds: ["zoneNameOrId"],
  check: (inputs, report) => {
    for (const [i, item] of v.objects(inputs, "items").entries()) {
      const data = v.text(item, "rdata");
      if (v.text(inputs, "rtype") === "A" && data !== undefined && !ipaddr.IPv4.isValidFourPartDecimal(data))
        report(`items[${String(i)}].rdata`, `"${data}" is not an IPv4 address`);
    }
  },
  claims: (c) => [`oci records ${["zoneNameOrId", "domain", "rtype"].map((k) => c.text(k) ?? "").join(" ")}`],
  taken: (c) => conflict(`${c.text("domain") ?? ""} has records of type ${c.text("rtype") ?? ""} already`),
  rules: (c) => {
    const zone = v.text(c.find(c.text("zoneNameOrId"), ZONE)?.outputs, "name") ?? "";
    const domain = c.text("domain") ?? "";
    if (domain !== zone && !domain.endsWith(`.${zone}`))
      c.refuse("400-InvalidParameter", `The domain ${domain} is not in the zone ${zone}`);
  },
});

export const privateDns: readonly Kind[] = [view, resolver, endpoint, records];
