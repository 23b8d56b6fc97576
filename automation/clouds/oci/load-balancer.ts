import type { Context, Kind } from "../kind";
import type { Values } from "../../engine/provider";
import type { CloudFunction } from "../provider";
import * as v from "../values";
import type { Entity } from "../world/world";
import { conflict, isPrivate, oci, refuseForeignGroups, target, vcnOf } from "./common";
import { subnetTarget } from "./network";

const SUBNET = "oci:Core/subnet:Subnet";
const BALANCER = "oci:LoadBalancer/loadBalancer:LoadBalancer";
const BACKEND_SET = "oci:LoadBalancer/backendSet:BackendSet";
const RULE_SET = "oci:LoadBalancer/ruleSet:RuleSet";
const LISTENER = "oci:LoadBalancer/listener:Listener";
const balancerTarget = target("LoadBalancer/loadBalancer:LoadBalancer");

const balancer: Kind = oci({
  type: BALANCER,
  simulates:
    "a private one in a private subnet, a public one in a public subnet, groups of the same VCN, bandwidth of the flexible shape",
  ocid: "loadbalancer",
  references: {
    subnetIds: subnetTarget,
    networkSecurityGroupIds: target("Core/networkSecurityGroup:NetworkSecurityGroup"),
  },
  holds: ["subnetIds", "networkSecurityGroupIds"],
  check: (inputs, report) => {
    if (v.text(inputs, "shape") !== "flexible") return;
    const min = v.numeric(inputs, "shapeDetails.minimumBandwidthInMbps");
    const max = v.numeric(inputs, "shapeDetails.maximumBandwidthInMbps");
    if (v.at(inputs, "shapeDetails") === undefined)
      report("shapeDetails", "are needed for the flexible shape");
    // Load Balancing API reference, ShapeDetails.
    if (min !== undefined && min < 10) report("shapeDetails.minimumBandwidthInMbps", "must be at least 10");
    if (max !== undefined && (max > 8000 || max < (min ?? 10)))
      report("shapeDetails.maximumBandwidthInMbps", "must be from the minimum to 8000");
  },
  rules: (c) => {
    const subnet = c.find(c.texts("subnetIds")[0], SUBNET);
    if (c.flag("isPrivate") !== true && isPrivate(subnet))
      c.refuse(
        "400-InvalidParameter",
        `A public load balancer needs a public subnet, and ${subnet?.id ?? ""} is private`,
      );
    refuseForeignGroups(c, c.texts("networkSecurityGroupIds"), vcnOf(subnet));
  },
  outputs: (c) => ({
    state: "ACTIVE",
    ipAddressDetails: [
      { ipAddress: `10.255.${c.derive.bytes("ip", 2).join(".")}`, isPublic: c.flag("isPrivate") !== true },
    ],
  }),
});

/** A part of a balancer is known by its name there. */
const partId = (c: Context, kind: string, name: string): string =>
  `loadBalancers/${c.text("loadBalancerId") ?? ""}/${kind}/${name}`;

const partOf = (c: Context, type: string, name: string | undefined): Entity | undefined =>
  c
    .all(type)
    .find(({ inputs }) => inputs["loadBalancerId"] === c.text("loadBalancerId") && inputs["name"] === name);

function part(kind: Omit<Kind, "id" | "references" | "holds"> & { readonly word: string }): Kind {
  const { word, ...rest } = kind;
  return {
    naming: false,
    id: (c) => partId(c, word, c.text("name") ?? ""),
    references: { loadBalancerId: balancerTarget },
    holds: ["loadBalancerId"],
    claims: (c) => [`oci ${word} ${partId(c, word, c.text("name") ?? "")}`],
    taken: (c) => conflict(`The load balancer has ${c.text("name") ?? ""} already`),
    outputs: () => ({ state: "ACTIVE" }),
    ...rest,
  };
}

const backendSet: Kind = part({
  type: BACKEND_SET,
  word: "backendSets",
  simulates: "one of a name on its balancer, a health check with a path",
  check: (inputs, report) => {
    const protocol = v.text(inputs, "healthChecker.protocol");
    if (protocol === "HTTP" && v.text(inputs, "healthChecker.urlPath") === undefined)
      report("healthChecker.urlPath", "is needed for a health check over HTTP");
  },
});

const backend: Kind = {
  type: "oci:LoadBalancer/backend:Backend",
  simulates: "a backend set of the balancer, one of an address and port in it",
  naming: false,
  id: (c) =>
    partId(
      c,
      `backendSets/${c.text("backendsetName") ?? ""}/backends`,
      `${c.text("ipAddress") ?? ""}:${c.number("port") ?? 0}`,
    ),
  references: { loadBalancerId: balancerTarget },
  holds: ["loadBalancerId"],
  rules: (c) => {
    if (!partOf(c, BACKEND_SET, c.text("backendsetName")))
      c.refuse(
        "404-NotAuthorizedOrNotFound",
        `The load balancer has no backend set ${c.text("backendsetName") ?? ""}`,
      );
  },
  claims: (c) => [
    `oci backend ${["loadBalancerId", "backendsetName", "ipAddress"].map((k) => c.text(k) ?? "").join(" ")} ${c.number("port") ?? 0}`,
  ],
  taken: (c) => conflict(`The backend ${c.text("ipAddress") ?? ""} is in the set already`),
  outputs: (c) => ({ name: `${c.text("ipAddress") ?? ""}:${c.number("port") ?? 0}`, state: "ACTIVE" }),
};

const ruleSet: Kind = part({
  type: RULE_SET,
  word: "ruleSets",
  simulates: "one of a name on its balancer",
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    // Load Balancing API reference, CreateRuleSetDetails.
    if (name !== undefined && !/^[A-Za-z_]\w{0,31}$/.test(name))
      report("name", `"${name}" may have up to 32 letters, digits and underscores`);
  },
});

const listener: Kind = part({
  type: LISTENER,
  word: "listeners",
  simulates:
    "one of a name and one of a port on its balancer, a backend set and rule sets that the balancer has",
  claims: (c) => [
    `oci listeners ${partId(c, "listeners", c.text("name") ?? "")}`,
    `oci listener port ${c.text("loadBalancerId") ?? ""} ${c.number("port") ?? 0}`,
  ],
  rules: (c) => {
    const missing = [
      ...(partOf(c, BACKEND_SET, c.text("defaultBackendSetName"))
        ? []
        : [`backend set ${c.text("defaultBackendSetName") ?? ""}`]),
      ...c.texts("ruleSetNames").flatMap((name) => (partOf(c, RULE_SET, name) ? [] : [`rule set ${name}`])),
    ];
    if (missing.length > 0)
      c.refuse("404-NotAuthorizedOrNotFound", `The load balancer has no ${missing.join(", no ")}`);
  },
});

const FIREWALL_POLICY = "oci:Waf/appFirewallPolicy:AppFirewallPolicy";

const firewallPolicy: Kind = oci({
  type: FIREWALL_POLICY,
  simulates: "rules whose actions the policy has; protections without which it protects nothing",
  ocid: "webappfirewallpolicy",
  check: (inputs, report) => {
    const actions = new Set(v.objects(inputs, "actions").map((action) => v.text(action, "name")));
    for (const module of ["requestProtection", "requestRateLimiting", "requestAccessControl"])
      for (const [i, rule] of v.objects(inputs, `${module}.rules`).entries()) {
        const name = v.text(rule, "actionName");
        if (name !== undefined && !actions.has(name))
          report(`${module}.rules[${String(i)}].actionName`, `"${name}" is no action of the policy`);
        if (module === "requestProtection" && v.objects(rule, "protectionCapabilities").length === 0)
          report(`${module}.rules[${String(i)}].protectionCapabilities`, "needs one capability at least");
      }
  },
  outputs: () => ({ state: "ACTIVE" }),
});

const firewall: Kind = oci({
  type: "oci:Waf/appFirewall:AppFirewall",
  simulates: "a balancer with a listener that ends HTTP, a policy that exists, one firewall a balancer",
  ocid: "webappfirewall",
  references: {
    loadBalancerId: balancerTarget,
    webAppFirewallPolicyId: target("Waf/appFirewallPolicy:AppFirewallPolicy"),
  },
  holds: ["loadBalancerId", "webAppFirewallPolicyId"],
  rules: (c) => {
    const ends = c
      .all(LISTENER)
      .some(
        ({ inputs }) =>
          inputs["loadBalancerId"] === c.text("loadBalancerId") &&
          /^HTTP2?$|^GRPC$/.test(v.text(inputs, "protocol") ?? ""),
      );
    if (!ends)
      c.refuse(
        "400-InvalidParameter",
        "A web application firewall needs a load balancer with an HTTP listener",
      );
  },
  claims: (c) => [`oci firewall ${c.text("loadBalancerId") ?? ""}`],
  taken: () => conflict("The load balancer has a web application firewall already"),
  outputs: () => ({ state: "ACTIVE" }),
});

/** Made-up capabilities: which ones there are, and in which version, the service alone says. */
const capabilities = [
  { key: "941000", version: 2, groupTags: ["Recommended"] },
  { key: "942000", version: 3, groupTags: ["Recommended", "PCI"] },
  { key: "943000", version: 1, groupTags: ["PCI"] },
];

/** `oci:Waf/getProtectionCapabilities:getProtectionCapabilities`. */
export const protectionCapabilities: CloudFunction = (c): Values => {
  const groups = c.texts("groupTags");
  const items = capabilities
    .filter(({ groupTags }) => groups.length === 0 || groupTags.some((tag) => groups.includes(tag)))
    .map((capability) => ({
      ...capability,
      type: "REQUEST_PROTECTION_CAPABILITY",
      displayName: capability.key,
      description: "simulated",
      isLatestVersion: true,
      collaborativeActionThreshold: 0,
      collaborativeWeights: [],
    }));
  return { id: c.site.region, protectionCapabilityCollections: [{ items }] };
};

export const loadBalancer: readonly Kind[] = [
  balancer,
  backendSet,
  backend,
  ruleSet,
  listener,
  firewallPolicy,
  firewall,
];
