import { isBlock } from "../cidr";
import type { Kind, Report, Site } from "../kind";
import * as v from "../values";
import { oci, refuseForeignGroups, serviceLabels, target, vcnOf } from "./common";
import { vcnTarget } from "./network";
import { regionKey } from "./regions";

const GROUP = "oci:Core/networkSecurityGroup:NetworkSecurityGroup";
const groupTarget = target("Core/networkSecurityGroup:NetworkSecurityGroup");

/** Options belong to a protocol by its number (IANA): ICMP 1, TCP 6, UDP 17, ICMPv6 58. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  tcpOptions: ["6"],
  udpOptions: ["17"],
  icmpOptions: ["1", "58"],
};

function checkProtocol(rule: v.ObjectValue, at: (key: string) => string, report: Report): void {
  const protocol = v.text(rule, "protocol");
  if (
    protocol !== undefined &&
    protocol !== "all" &&
    !(/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255)
  )
    report(at("protocol"), `"${protocol}" must be "all" or the number of a protocol, such as "6" for TCP`);
  for (const [options, protocols] of Object.entries(optionsOf)) {
    if (rule[options] === undefined) continue;
    if (protocol !== undefined && !protocols.includes(protocol))
      report(at(options), `goes with protocol ${protocols.join(" or ")}, not "${protocol}"`);
    checkPorts(rule, options, at, report);
  }
}

/** Ranges are nested in rules of groups (`destinationPortRange`), direct in those of lists (`min`, `max`). */
function checkPorts(rule: v.ObjectValue, options: string, at: (key: string) => string, report: Report): void {
  const ranges = ["destinationPortRange", "sourcePortRange"].flatMap((key) =>
    v.at(rule, `${options}.${key}`) === undefined ? [] : [`${options}.${key}`],
  );
  if (v.at(rule, `${options}.min`) !== undefined) ranges.push(options);
  for (const path of ranges) {
    const [min, max] = [v.numeric(rule, `${path}.min`), v.numeric(rule, `${path}.max`)];
    for (const port of [min, max])
      if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65535))
        report(at(path), `${String(port)} is not a port from 1 to 65535`);
    if (min !== undefined && max !== undefined && min > max) report(at(path), "min must not be above max");
  }
}

function checkEnd(
  rule: v.ObjectValue,
  end: "source" | "destination",
  at: (key: string) => string,
  report: Report,
  site: Site,
): void {
  const value = v.text(rule, end);
  const type = v.text(rule, `${end}Type`) ?? "CIDR_BLOCK";
  if (value === undefined) return;
  if (type === "CIDR_BLOCK" && !isBlock(value)) report(at(end), `"${value}" is not an IP block`);
  if (type === "SERVICE_CIDR_BLOCK") {
    const labels = serviceLabels(regionKey(site.region)).map((s) => s.label);
    if (!labels.includes(value)) report(at(end), `"${value}" is not one of ${labels.join(", ")}`);
  }
  if (type === "NETWORK_SECURITY_GROUP" && !value.startsWith("ocid1.networksecuritygroup."))
    report(at(end), "must be the OCID of a network security group");
}

const group: Kind = oci({
  type: GROUP,
  simulates: "a VCN that exists; not deleted while something is in it, its rules go with it",
  ocid: "networksecuritygroup",
  references: { vcnId: vcnTarget },
  holds: ["vcnId"],
  // VCN API reference, DeleteNetworkSecurityGroup (read 2026-11-26): no VNIC may be in it. A rule of another group that names
  // it stays, and is no longer valid (SecurityRule, `isValid`).
  takesAlong: (c, e) => c.all(RULE).filter((one) => one.inputs["networkSecurityGroupId"] === e.id),
  outputs: () => ({ state: "AVAILABLE" }),
});

/** Networking guide, "Service limits": security rules in a network security group. */
const rulesPerGroup = 120;

const RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const rule: Kind = {
  type: RULE,
  simulates:
    "protocol and options that go together, a source or a destination by its direction, groups of the same VCN, at most 120 rules",
  references: { networkSecurityGroupId: groupTarget },
  replaces: { networkSecurityGroupId: true, direction: false },
  check: (inputs, report, site) => {
    const at = (key: string): string => key;
    checkProtocol(inputs, at, report);
    const direction = v.text(inputs, "direction");
    if (direction === undefined) return;
    if (direction !== "INGRESS" && direction !== "EGRESS")
      report("direction", `"${direction}" must be INGRESS or EGRESS`);
    const [end, other] =
      direction === "EGRESS" ? (["destination", "source"] as const) : (["source", "destination"] as const);
    if (inputs[end] === undefined) report(end, `is needed in a rule of direction ${direction}`);
    if (inputs[end] !== undefined && inputs[`${end}Type`] === undefined)
      report(`${end}Type`, `is needed beside ${end}`);
    if (inputs[other] !== undefined) report(other, `may not be given in a rule of direction ${direction}`);
    checkEnd(inputs, end, at, report, site);
  },
  rules: (c) => {
    const own = c.find(c.text("networkSecurityGroupId"), GROUP);
    const named = [c.text("source"), c.text("destination")].filter(
      (t): t is string => t?.startsWith("ocid1.networksecuritygroup.") === true,
    );
    refuseForeignGroups(c, named, vcnOf(own));
    const others = c.others(RULE).filter((e) => e.inputs["networkSecurityGroupId"] === own?.id);
    if (others.length >= rulesPerGroup)
      c.refuse(
        "400-LimitExceeded",
        `The network security group ${own?.id ?? ""} has ${String(rulesPerGroup)} rules already`,
      );
  },
  id: (c) => c.derive.hex("id", 6).toUpperCase(),
  outputs: (c) => ({ isValid: true, stateless: c.flag("stateless") ?? false }),
};

const listRules = (inputs: v.ObjectValue, report: Report, site: Site): void => {
  for (const [key, end] of [
    ["ingressSecurityRules", "source"],
    ["egressSecurityRules", "destination"],
  ] as const)
    for (const [i, entry] of v.objects(inputs, key).entries()) {
      const at = (k: string): string => `${key}[${String(i)}].${k}`;
      checkProtocol(entry, at, report);
      checkEnd(entry, end, at, report, site);
    }
};

const list = (name: string, more: Partial<Kind>): Kind => ({
  ...oci({
    type: `oci:Core/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
    simulates: "protocol and options that go together, blocks",
    ocid: "securitylist",
    references: { vcnId: vcnTarget },
    holds: ["vcnId"],
    check: listRules,
    replaces: { ingressSecurityRules: false, egressSecurityRules: false },
    outputs: () => ({ state: "AVAILABLE" }),
  }),
  ...more,
});

export const security: readonly Kind[] = [
  group,
  rule,
  list("SecurityList", {}),
  list("DefaultSecurityList", {
    simulates: "takes over the list that came with the VCN; its deletion leaves the list",
    references: { manageDefaultResourceId: target("Core/vcn:Vcn") },
    id: (c) => c.text("manageDefaultResourceId") ?? "",
    holds: ["manageDefaultResourceId"],
    naming: false,
    replaces: {
      manageDefaultResourceId: true,
      ingressSecurityRules: false,
      egressSecurityRules: false,
      displayName: false,
      compartmentId: false,
    },
    outputs: (c) => ({
      state: "AVAILABLE",
      ingressSecurityRules: c.value("ingressSecurityRules") ?? [],
      egressSecurityRules: c.value("egressSecurityRules") ?? [],
    }),
  }),
];
