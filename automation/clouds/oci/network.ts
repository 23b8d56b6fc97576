import { addressIn, overlap, prefixOf, within } from "../cidr";
import type { Context, InputRule, Kind } from "../kind";
import * as v from "../values";
import {
  conflict,
  domainPrefix,
  inUse,
  oci,
  ocidOf,
  resolverOf,
  serviceId,
  serviceLabels,
  target,
  vcnOf,
} from "./common";
import { availabilityDomains, isRegion, regionKey } from "./regions";

const VCN = "oci:Core/vcn:Vcn";
const SUBNET = "oci:Core/subnet:Subnet";

export const vcnTarget = target("Core/vcn:Vcn");
export const subnetTarget = target("Core/subnet:Subnet");
/** A route table, or the VCN that a default one came with. */
const tableTarget = target("Core/routeTable:RouteTable", "Core/vcn:Vcn");
const listTarget = target("Core/securityList:SecurityList", "Core/vcn:Vcn");

const blocksOf = (inputs: v.ObjectValue): string[] => [
  ...(typeof inputs["cidrBlock"] === "string" ? [inputs["cidrBlock"]] : []),
  ...v.texts(inputs, "cidrBlocks").filter((b) => b !== inputs["cidrBlock"]),
];

/** Letters and digits, a letter first, 15 at most (Networking guide, "DNS in Your Virtual Cloud Network"). */
const dnsLabel: InputRule = (inputs, report) => {
  const label = v.text(inputs, "dnsLabel");
  // Networking guide, "DNS in Your Virtual Cloud Network".
  if (label !== undefined && !/^[a-z][a-z0-9]{0,14}$/i.test(label))
    report("dnsLabel", `"${label}" must start with a letter and have up to 15 letters and digits`);
};

/** /16 to /30 (Networking guide, "Overview of VCNs and Subnets"). */
const sized = (blocks: readonly string[], property: string, report: (p: string, r: string) => void): void => {
  for (const block of blocks) {
    const prefix = prefixOf(block);
    if (prefix === undefined) report(property, `"${block}" is not an IPv4 block with its host bits zero`);
    else if (prefix < 16 || prefix > 30) report(property, `"${block}" must be from /16 to /30`);
  }
};

const vcn: Kind = oci({
  type: VCN,
  simulates:
    "up to five blocks of /16 to /30 that do not overlap and stay while a subnet is in them, the DNS label; comes with a default route table, security list and DHCP options",
  ocid: "vcn",
  replaces: {
    cidrBlock: false,
    byoipv6cidrDetails: false,
    ipv6privateCidrBlocks: false,
    isIpv6enabled: false,
    isOracleGuaAllocationEnabled: false,
  },
  check: (inputs, report, site) => {
    dnsLabel(inputs, report, site);
    const blocks = blocksOf(inputs);
    sized(blocks, inputs["cidrBlocks"] === undefined ? "cidrBlock" : "cidrBlocks", report);
    if (blocks.length > 5) report("cidrBlocks", "a VCN may have at most five blocks");
    for (const [i, a] of blocks.entries())
      for (const b of blocks.slice(i + 1)) if (overlap(a, b)) report("cidrBlocks", `${a} and ${b} overlap`);
    if (inputs["cidrBlock"] === undefined && inputs["cidrBlocks"] === undefined)
      report("cidrBlocks", "a VCN needs a block");
  },
  rules: (c) => {
    // VCN API reference, RemoveVcnCidr (read 2026-11-26): none of its addresses may be in use; the words are unverified.
    const blocks = blocksOf(c.inputs);
    const left = c
      .all(SUBNET)
      .filter((e) => c.old !== undefined && vcnOf(e) === c.old.id)
      .filter((e) => !blocks.some((outer) => within(v.text(e.outputs, "cidrBlock") ?? "", outer)));
    if (left.length > 0)
      c.refuse(...conflict(`The CIDR to be removed is in use by ${left.map((e) => e.id).join(", ")}`));
  },
  outputs: (c) => ({
    cidrBlock: blocksOf(c.inputs)[0] ?? "",
    cidrBlocks: blocksOf(c.inputs),
    defaultRouteTableId: ocidOf(c, "routetable", false, "default route table"),
    defaultSecurityListId: ocidOf(c, "securitylist", false, "default security list"),
    defaultDhcpOptionsId: ocidOf(c, "dhcpoptions", false, "default dhcp options"),
    vcnDomainName: c.text("dnsLabel") === undefined ? "" : `${c.text("dnsLabel") ?? ""}.oraclevcn.com`,
    state: "AVAILABLE",
  }),
  aliases: (o, id) => [
    ...["defaultRouteTableId", "defaultSecurityListId", "defaultDhcpOptionsId"].map((k) => v.text(o, k)),
    resolverOf(id),
  ],
});

const addressOf = (block: string): string => block.slice(0, block.indexOf("/"));

const subnet: Kind = oci({
  type: SUBNET,
  simulates:
    "lies in its VCN, overlaps no other subnet, grows and shrinks from the same address, the DNS label once in the VCN, route table and security lists of the same VCN",
  ocid: "subnet",
  replaces: { ipv4cidrBlocks: false },
  references: {
    vcnId: vcnTarget,
    routeTableId: tableTarget,
    securityListIds: listTarget,
  },
  holds: ["vcnId", "routeTableId", "securityListIds"],
  check: (inputs, report, site) => {
    dnsLabel(inputs, report, site);
    const blocks = [...blocksOf(inputs), ...v.texts(inputs, "ipv4cidrBlocks")];
    sized(blocks, "cidrBlock", report);
    if (inputs["prohibitInternetIngress"] !== undefined && inputs["prohibitPublicIpOnVnic"] !== undefined)
      report(
        "prohibitInternetIngress",
        "only one of prohibitInternetIngress and prohibitPublicIpOnVnic may be given",
      );
    if (v.list(inputs, "securityListIds").length > 5)
      report("securityListIds", "a subnet may have at most five");
    const domain = v.text(inputs, "availabilityDomain");
    const known = availabilityDomains(site.region, domainPrefix(site));
    if (domain !== undefined && !known.some((d) => d.toLowerCase() === domain.toLowerCase()))
      report("availabilityDomain", `"${domain}" is not one of ${known.join(", ")}`);
  },
  rules: (c) => {
    const parent = c.find(c.text("vcnId"), VCN);
    const block = c.text("cidrBlock") ?? "";
    if (!parent) return;
    if (!v.texts(parent.outputs, "cidrBlocks").some((outer) => within(block, outer)))
      c.refuse(
        "400-InvalidParameter",
        `The requested CIDR ${block} is not in a CIDR of the VCN ${parent.id}`,
      );
    // docs.oracle.com/iaas/tools/oci-cli/latest/oci_cli_docs/cmdref/network/subnet/update.html, --cidr-block.
    const before = v.text(c.old?.outputs, "cidrBlock");
    if (before !== undefined && addressOf(before) !== addressOf(block))
      c.refuse(
        "400-InvalidParameter",
        `The old CIDR ${before} and the new one ${block} must use the same network address`,
      );
    for (const other of c.others(SUBNET).filter((e) => vcnOf(e) === parent.id)) {
      const taken = v.text(other.outputs, "cidrBlock") ?? "";
      if (overlap(block, taken))
        c.refuse(
          "400-InvalidParameter",
          `The requested CIDR ${block} is invalid: subnet ${other.id} with CIDR ${taken} overlaps with this CIDR`,
        );
      const label = c.text("dnsLabel")?.toLowerCase();
      if (label !== undefined && v.text(other.outputs, "dnsLabel")?.toLowerCase() === label)
        c.refuse(...conflict(`DnsLabel ${label} is already in use in the VCN ${parent.id}`));
    }
    if (c.text("dnsLabel") !== undefined && (v.text(parent.outputs, "dnsLabel") ?? "") === "")
      c.refuse("400-InvalidParameter", `The VCN ${parent.id} has no DNS label, so its subnets can have none`);
    for (const [what, ids] of Object.entries({
      routeTableId: c.text("routeTableId") ?? [],
      securityListIds: c.texts("securityListIds"),
    }))
      for (const id of [ids].flat())
        if (vcnOf(c.find(id, ...tableTarget.types, ...listTarget.types)) !== parent.id)
          c.refuse("400-InvalidParameter", `${what} ${id} is not in the VCN ${parent.id}`);
  },
  outputs: (c, id) => {
    const parent = c.find(c.text("vcnId"), VCN);
    const hidden = c.flag("prohibitPublicIpOnVnic") ?? c.flag("prohibitInternetIngress") ?? false;
    const domain = v.text(parent?.outputs, "vcnDomainName") ?? "";
    return {
      routeTableId: c.text("routeTableId") ?? v.text(parent?.outputs, "defaultRouteTableId") ?? "",
      securityListIds: c.value("securityListIds") ?? [v.text(parent?.outputs, "defaultSecurityListId") ?? ""],
      dhcpOptionsId: c.text("dhcpOptionsId") ?? v.text(parent?.outputs, "defaultDhcpOptionsId") ?? "",
      prohibitPublicIpOnVnic: hidden,
      prohibitInternetIngress: hidden,
      subnetDomainName: c.text("dnsLabel") === undefined ? "" : `${c.text("dnsLabel") ?? ""}.${domain}`,
      virtualRouterIp: addressIn(c.text("cidrBlock") ?? "", 1),
      virtualRouterMac: `00:00:17:${c.derive.hex(`mac ${id}`, 6).match(/../g)?.join(":").toUpperCase() ?? ""}`,
      state: "AVAILABLE",
    };
  },
});

/** A gateway of which a VCN has one (Networking guide, "Service limits"). */
const gateway = (name: string, ocid: string, more: Partial<Kind> = {}): Kind =>
  oci({
    type: `oci:Core/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
    simulates: "one to a VCN",
    ocid,
    references: { vcnId: vcnTarget, routeTableId: tableTarget },
    holds: ["vcnId", "routeTableId"],
    claims: (c) => [`oci ${name} of ${c.text("vcnId") ?? ""}`],
    taken: (c) => [
      "400-LimitExceeded",
      `The limit of one ${name} to a VCN is exceeded: ${c.text("vcnId") ?? ""} has one already`,
    ],
    ...more,
    outputs: (c, id) => ({ state: "AVAILABLE", ...more.outputs?.(c, id) }),
  });

const internetGateway = gateway("InternetGateway", "internetgateway");

const natGateway = gateway("NatGateway", "natgateway", {
  // TEST-NET-2 of RFC 5737: an address that can be no one's.
  outputs: (c) => ({
    natIp: `198.51.100.${String(c.derive.below("nat ip", 254) + 1)}`,
    blockTraffic: c.flag("blockTraffic") ?? false,
  }),
});

const serviceGateway = gateway("ServiceGateway", "servicegateway", {
  simulates: "one to a VCN, services of the region",
  rules: (c) => {
    const known = serviceLabels(regionKey(c.site.region)).map((s) => serviceId(c, s.label));
    const given = c.objects("services").map((s) => v.text(s, "serviceId") ?? "");
    const foreign = given.find((id) => !known.includes(id));
    if (foreign !== undefined)
      c.refuse("400-InvalidParameter", `${foreign} is not a service of ${c.site.region}`);
    // Networking guide, "Access to Oracle Services": either all services or Object Storage.
    if (given.length !== 1)
      c.refuse("400-InvalidParameter", "a service gateway has exactly one service CIDR label");
  },
});

const drg: Kind = oci({
  type: "oci:Core/drg:Drg",
  ocid: "drg",
  outputs: (c) => ({
    state: "AVAILABLE",
    redundancyStatus: "",
    defaultExportDrgRouteDistributionId: ocidOf(c, "drgroutedistribution", false, "export"),
    defaultDrgRouteTables: [
      {
        vcn: ocidOf(c, "drgroutetable", false, "vcn table"),
        remotePeeringConnection: ocidOf(c, "drgroutetable", false, "peering table"),
        ipsecTunnel: ocidOf(c, "drgroutetable", false, "tunnel table"),
        virtualCircuit: ocidOf(c, "drgroutetable", false, "circuit table"),
      },
    ],
  }),
});
const drgTarget = target("Core/drg:Drg");

const attachedVcn = (inputs: v.ObjectValue | undefined): string | undefined =>
  v.text(inputs, "vcnId") ??
  (v.text(inputs, "networkDetails.type") === "VCN" ? v.text(inputs, "networkDetails.id") : undefined);

const ATTACHMENT = "oci:Core/drgAttachment:DrgAttachment";
const drgAttachment: Kind = oci({
  type: ATTACHMENT,
  simulates: "one DRG to a VCN, both there",
  ocid: "drgattachment",
  inCompartment: false,
  references: { drgId: drgTarget, vcnId: vcnTarget, routeTableId: tableTarget },
  holds: ["drgId", "vcnId", "networkDetails.id", "routeTableId"],
  replaces: {
    drgId: true,
    vcnId: true,
    "networkDetails.id": true,
    "networkDetails.ids": true,
    networkDetails: false,
  },
  check: (inputs, report) => {
    if (
      attachedVcn(inputs) === undefined &&
      inputs["vcnId"] === undefined &&
      inputs["networkDetails"] === undefined
    )
      report("networkDetails", "an attachment needs the VCN that it attaches");
  },
  claims: (c) => [`oci drg of ${attachedVcn(c.inputs) ?? ""}`],
  taken: (c) => conflict(`The VCN ${attachedVcn(c.inputs) ?? ""} is attached to a DRG already`),
  outputs: (c) => ({ vcnId: attachedVcn(c.inputs) ?? "", state: "ATTACHED", isCrossTenancy: false }),
});

const PEERING = "oci:Core/remotePeeringConnection:RemotePeeringConnection";
const remotePeering: Kind = oci({
  type: PEERING,
  simulates: "a peer that exists in the region named and is not peered yet",
  ocid: "remotepeeringconnection",
  references: { drgId: drgTarget },
  holds: ["drgId"],
  check: (inputs, report) => {
    if ((inputs["peerId"] === undefined) !== (inputs["peerRegionName"] === undefined))
      report("peerId", "peerId and peerRegionName are given together or not at all");
    const region = v.text(inputs, "peerRegionName");
    if (region !== undefined && !isRegion(region))
      report("peerRegionName", `"${region}" is not an OCI region`);
  },
  rules: (c) => {
    const id = c.text("peerId");
    if (id === undefined) return;
    const peer = c.world.resolve(id).find((e) => e.type === PEERING);
    const region = c.text("peerRegionName") ?? "";
    if (!peer?.scope.endsWith(` ${region}`))
      c.refuse("404-NotAuthorizedOrNotFound", `The remote peering connection ${id} is not in ${region}`);
    if (region === c.site.region)
      c.refuse("400-InvalidParameter", "A remote peering connection peers with one in another region");
    const rival = c.world.all(PEERING).find((e) => e.inputs["peerId"] === id && e.id !== c.old?.id);
    if (rival)
      c.refuse(...conflict(`The remote peering connection ${id} is peered with ${rival.id} already`));
  },
  outputs: (c) => ({
    peeringStatus: c.text("peerId") === undefined ? "NEW" : "PEERED",
    peerTenancyId: c.text("peerId") === undefined ? "" : c.site.account,
    isCrossTenancyPeering: false,
    state: "AVAILABLE",
  }),
});

const destinationOf = (rule: v.ObjectValue): string =>
  v.text(rule, "destination") ?? v.text(rule, "cidrBlock") ?? "";

function refuseForeignEntity(c: Context, id: string, vcnId: string | undefined): void {
  const entity = c.find(id);
  if (!entity) return;
  if (entity.type === "oci:Core/drg:Drg") {
    const attached = c
      .all(ATTACHMENT)
      .some((a) => a.inputs["drgId"] === id && attachedVcn(a.inputs) === vcnId);
    if (!attached)
      c.refuse("400-InvalidParameter", `The DRG ${id} is not attached to the VCN ${vcnId ?? ""}`);
  } else if (vcnOf(entity) !== vcnId) {
    c.refuse(
      "400-InvalidParameter",
      `The network entity ${id} is not in the VCN ${vcnId ?? ""} of the route table`,
    );
  }
}

const routeRules: InputRule = (inputs, report, site) => {
  const rules = v.objects(inputs, "routeRules");
  const destinations = rules.map(destinationOf);
  for (const [i, rule] of rules.entries()) {
    const at = `routeRules[${String(i)}]`;
    const to = destinationOf(rule);
    if (rule["destination"] === undefined && rule["cidrBlock"] === undefined)
      report(`${at}.destination`, "is needed");
    if (destinations.indexOf(to) !== i && to !== "") report(`${at}.destination`, `${to} has a rule already`);
    if ((v.text(rule, "destinationType") ?? "CIDR_BLOCK") === "SERVICE_CIDR_BLOCK") {
      const labels = serviceLabels(regionKey(site.region)).map((s) => s.label);
      if (to !== "" && !labels.includes(to))
        report(`${at}.destination`, `"${to}" is not one of ${labels.join(", ")}`);
    } else if (to !== "" && !to.includes(":") && prefixOf(to) === undefined) {
      report(`${at}.destination`, `"${to}" is not an IP block`);
    }
  }
};

const routeTable = (name: string, more: Partial<Kind>): Kind => ({
  ...oci({
    type: `oci:Core/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
    simulates:
      "targets in the same VCN, a DRG that is attached to it, service labels for service gateways only, no destination twice",
    ocid: "routetable",
    references: { vcnId: vcnTarget },
    holds: ["vcnId", "routeRules.networkEntityId"],
    check: routeRules,
    rules: (c) => {
      const own = c.text("vcnId") ?? vcnOf(c.find(c.text("manageDefaultResourceId"), VCN));
      for (const rule of c.objects("routeRules")) {
        const id = v.text(rule, "networkEntityId") ?? "";
        refuseForeignEntity(c, id, own);
        const service = v.text(rule, "destinationType") === "SERVICE_CIDR_BLOCK";
        const isServiceGateway = c.find(id)?.type === "oci:Core/serviceGateway:ServiceGateway";
        if (service !== isServiceGateway)
          c.refuse(
            "400-InvalidParameter",
            `A service CIDR label and a service gateway go together: ${destinationOf(rule)} and ${id}`,
          );
      }
    },
    outputs: () => ({ state: "AVAILABLE" }),
    inUse,
  }),
  ...more,
});

export const network: readonly Kind[] = [
  vcn,
  subnet,
  internetGateway,
  natGateway,
  serviceGateway,
  drg,
  drgAttachment,
  remotePeering,
  routeTable("RouteTable", {}),
  routeTable("DefaultRouteTable", {
    references: { manageDefaultResourceId: target("Core/vcn:Vcn") },
    id: (c) => c.text("manageDefaultResourceId") ?? "",
    holds: ["manageDefaultResourceId", "routeRules.networkEntityId"],
    naming: false,
    replaces: { manageDefaultResourceId: true, routeRules: false, displayName: false, compartmentId: false },
  }),
];
