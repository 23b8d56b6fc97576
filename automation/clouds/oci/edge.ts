import ipaddr from "ipaddr.js";
import type { Kind } from "../kind";
import * as v from "../values";
import { conflict, oci, target } from "./common";

/** RFC 1035: labels of up to 63 characters, 253 in all. */
const domainName = /^(?=.{1,253}\.?$)(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*\.?$/i;

const monitor: Kind = oci({
  type: "oci:HealthChecks/httpMonitor:HttpMonitor",
  simulates: "protocol, intervals, a timeout within the interval, ports",
  ocid: "healthcheckshttpmonitor",
  global: true,
  check: (inputs, report) => {
    const protocol = v.text(inputs, "protocol");
    if (protocol !== undefined && !["HTTP", "HTTPS"].includes(protocol))
      report("protocol", `"${protocol}" must be HTTP or HTTPS`);
    // Health Checks API reference, CreateHttpMonitorDetails.
    const [interval, timeout] = [
      v.numeric(inputs, "intervalInSeconds"),
      v.numeric(inputs, "timeoutInSeconds"),
    ];
    if (interval !== undefined && ![10, 30, 60].includes(interval))
      report("intervalInSeconds", "must be 10, 30 or 60");
    if (timeout !== undefined && ![10, 20, 30, 60].includes(timeout))
      report("timeoutInSeconds", "must be 10, 20, 30 or 60");
    if (interval !== undefined && timeout !== undefined && timeout > interval)
      report("timeoutInSeconds", "must not be above intervalInSeconds");
    const port = v.numeric(inputs, "port");
    if (port !== undefined && (port < 1 || port > 65535)) report("port", `${String(port)} is not a port`);
    if (v.isArray(inputs["targets"]) && inputs["targets"].length === 0)
      report("targets", "a monitor needs a target");
  },
  outputs: (c) => ({
    resultsUrl: "",
    method: c.text("method") ?? "HEAD",
    path: c.text("path") ?? "/",
    homeRegion: c.site.region,
  }),
});

const ATTACHMENT = "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment";

const zone: Kind = oci({
  type: "oci:Dns/zone:Zone",
  simulates:
    "the name, one of it in the tenancy for public zones; its records and attached policies go with it",
  ocid: "dns-zone",
  global: true,
  references: { viewId: target("Dns/view:View") },
  holds: ["viewId"],
  naming: { property: "name" },
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    if (name !== undefined && !domainName.test(name)) report("name", `"${name}" is not a domain name`);
    const type = v.text(inputs, "zoneType");
    if (type !== undefined && !["PRIMARY", "SECONDARY"].includes(type))
      report("zoneType", `"${type}" must be PRIMARY or SECONDARY`);
    if (v.text(inputs, "scope") === "PRIVATE" && inputs["viewId"] === undefined)
      report("viewId", "a private zone needs the view that it is in");
  },
  claims: (c) => (c.text("scope") === "PRIVATE" ? [] : [`oci zone ${(c.text("name") ?? "").toLowerCase()}`]),
  taken: (c) => conflict(`The zone ${c.text("name") ?? ""} already exists`),
  // DNS API reference, DeleteZone; DNS guide, "Deleting a DNS Zone" (read 2026-11-26).
  takesAlong: (c, e) => [
    ...c.all("oci:Dns/rrset:Rrset").filter((one) => one.inputs["zoneNameOrId"] === e.id),
    ...c.all(ATTACHMENT).filter((one) => one.inputs["zoneId"] === e.id),
  ],
  outputs: (c) => ({
    state: "ACTIVE",
    scope: c.text("scope") ?? "GLOBAL",
    serial: 1,
    version: "1",
    nameservers: [1, 2, 3, 4].map((i) => ({
      hostname: `ns${String(i)}.p${String(c.derive.below("ns", 240))}.dns.oraclecloud.net.`,
    })),
    isProtected: false,
  }),
});

/** Traffic Management guide, "Policy types". */
const templates = ["FAILOVER", "LOAD_BALANCE", "ROUTE_BY_GEO", "ROUTE_BY_ASN", "ROUTE_BY_IP", "CUSTOM"];
const ruleTypes = ["FILTER", "HEALTH", "WEIGHTED", "PRIORITY", "LIMIT"];

const answers: NonNullable<Kind["check"]> = (inputs, report) => {
  for (const [i, answer] of v.objects(inputs, "answers").entries()) {
    const at = `answers[${String(i)}]`;
    const [type, data] = [v.text(answer, "rtype"), v.text(answer, "rdata") ?? ""];
    if (type !== undefined && !["A", "AAAA", "CNAME"].includes(type))
      report(`${at}.rtype`, `"${type}" must be A, AAAA or CNAME`);
    if (data === "") continue;
    if (type === "A" && !ipaddr.IPv4.isValidFourPartDecimal(data))
      report(`${at}.rdata`, `"${data}" is not an IPv4 address`);
    if (type === "AAAA" && !ipaddr.IPv6.isValid(data))
      report(`${at}.rdata`, `"${data}" is not an IPv6 address`);
    if (type === "CNAME" && !domainName.test(data)) report(`${at}.rdata`, `"${data}" is not a domain name`);
  }
};

const POLICY = "oci:Dns/steeringPolicy:SteeringPolicy";
const steering: Kind = oci({
  type: POLICY,
  simulates:
    "its template and rules, answers of their type, a health check that exists where there is a health rule",
  ocid: "dnspolicy",
  global: true,
  references: { healthCheckMonitorId: target("HealthChecks/httpMonitor:HttpMonitor") },
  holds: ["healthCheckMonitorId"],
  check: (inputs, report, site) => {
    const template = v.text(inputs, "template");
    if (template !== undefined && !templates.includes(template))
      report("template", `"${template}" is not one of ${templates.join(", ")}`);
    answers(inputs, report, site);
    const rules = v.objects(inputs, "rules");
    for (const [i, rule] of rules.entries()) {
      const type = v.text(rule, "ruleType");
      if (type !== undefined && !ruleTypes.includes(type))
        report(`rules[${String(i)}].ruleType`, `"${type}" is not one of ${ruleTypes.join(", ")}`);
    }
    if (rules.some((r) => v.text(r, "ruleType") === "HEALTH") && inputs["healthCheckMonitorId"] === undefined)
      report("healthCheckMonitorId", "a health rule needs a health check");
    const ttl = v.numeric(inputs, "ttl");
    // DNS API reference, CreateSteeringPolicyDetails: up to a week.
    if (ttl !== undefined && (ttl < 1 || ttl > 604_800)) report("ttl", "must be from 1 to 604800");
  },
  outputs: (c) => ({ state: "ACTIVE", ttl: c.number("ttl") ?? 30 }),
});

const attachment: Kind = oci({
  inCompartment: false,
  holds: ["steeringPolicyId", "zoneId"],
  type: ATTACHMENT,
  simulates: "a policy and a zone that exist, a domain in the zone, one policy to a domain",
  ocid: "dnspolicyattachment",
  global: true,
  references: {
    steeringPolicyId: target("Dns/steeringPolicy:SteeringPolicy"),
    zoneId: target("Dns/zone:Zone"),
  },
  rules: (c) => {
    const name = v.text(c.find(c.text("zoneId"), "oci:Dns/zone:Zone")?.outputs, "name") ?? "";
    const domain = c.text("domainName") ?? "";
    if (domain !== name && !domain.endsWith(`.${name}`))
      c.refuse("400-InvalidParameter", `The domain ${domain} is not in the zone ${name}`);
  },
  claims: (c) => [`oci steering ${c.text("zoneId") ?? ""} ${(c.text("domainName") ?? "").toLowerCase()}`],
  taken: (c) => conflict(`A steering policy is attached to ${c.text("domainName") ?? ""} already`),
  outputs: (c) => ({
    state: "ACTIVE",
    compartmentId: v.text(c.find(c.text("steeringPolicyId"), POLICY)?.outputs, "compartmentId") ?? "",
    rtypes: [
      ...new Set(
        v
          .objects(c.find(c.text("steeringPolicyId"), POLICY)?.inputs, "answers")
          .flatMap((a) => v.text(a, "rtype") ?? []),
      ),
    ],
  }),
});

export const edge: readonly Kind[] = [monitor, zone, steering, attachment];
