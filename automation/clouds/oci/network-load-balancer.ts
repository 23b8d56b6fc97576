import type { Context, Kind } from "../kind";
import * as v from "../values";
import { conflict, isPrivate, oci, refuseForeignGroups, target, vcnOf } from "./common";
import { subnetTarget } from "./network";

const type = (cls: string) => `oci:NetworkLoadBalancer/${cls.charAt(0).toLowerCase()}${cls.slice(1)}:${cls}`;
const BACKEND_SET = type("BackendSet");

const balancer: Kind = oci({
  type: type("NetworkLoadBalancer"),
  simulates: "a private one in a private subnet, a public one in a public subnet, groups of the same VCN",
  ocid: "networkloadbalancer",
  references: {
    subnetId: subnetTarget,
    networkSecurityGroupIds: target("Core/networkSecurityGroup:NetworkSecurityGroup"),
  },
  holds: ["subnetId", "networkSecurityGroupIds"],
  rules: (c) => {
    const subnet = c.find(c.text("subnetId"), "oci:Core/subnet:Subnet");
    if (c.flag("isPrivate") !== true && isPrivate(subnet))
      c.refuse(
        "400-InvalidParameter",
        `A public network load balancer needs a public subnet, and ${subnet?.id ?? ""} is private`,
      );
    refuseForeignGroups(c, c.texts("networkSecurityGroupIds"), vcnOf(subnet));
  },
  outputs: (c) => ({
    state: "ACTIVE",
    ipAddresses: [
      { ipAddress: `10.255.${c.derive.bytes("ip", 2).join(".")}`, isPublic: c.flag("isPrivate") !== true },
    ],
  }),
});

const partId = (c: Context, words: string): string =>
  `networkLoadBalancers/${c.text("networkLoadBalancerId") ?? ""}/${words}`;

const hasSet = (c: Context, name: string | undefined): boolean =>
  c
    .all(BACKEND_SET)
    .some(
      ({ inputs }) =>
        inputs["networkLoadBalancerId"] === c.text("networkLoadBalancerId") && inputs["name"] === name,
    );

function refuseWithoutSet(c: Context, name: string | undefined): void {
  if (!hasSet(c, name))
    c.refuse("404-NotAuthorizedOrNotFound", `The network load balancer has no backend set ${name ?? ""}`);
}

const part = {
  naming: false,
  references: {
    networkLoadBalancerId: target("NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer"),
  },
  holds: ["networkLoadBalancerId"],
} as const;

const backendSet: Kind = {
  ...part,
  type: BACKEND_SET,
  simulates: "one of a name on its balancer, its policy, a health check with a path over HTTP",
  id: (c) => partId(c, `backendSets/${c.text("name") ?? ""}`),
  check: (inputs, report) => {
    const policy = v.text(inputs, "policy");
    // Network Load Balancing API reference, NetworkLoadBalancingPolicy.
    if (policy !== undefined && !["TWO_TUPLE", "THREE_TUPLE", "FIVE_TUPLE"].includes(policy))
      report("policy", `"${policy}" must be TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE`);
    const protocol = v.text(inputs, "healthChecker.protocol") ?? "";
    if (protocol.startsWith("HTTP") && v.text(inputs, "healthChecker.urlPath") === undefined)
      report("healthChecker.urlPath", "is needed for a health check over HTTP");
  },
  claims: (c) => [`oci ${partId(c, `backendSets/${c.text("name") ?? ""}`)}`],
  taken: (c) => conflict(`The network load balancer has ${c.text("name") ?? ""} already`),
};

const backendId = (c: Context): string =>
  partId(
    c,
    `backendSets/${c.text("backendSetName") ?? ""}/backends/${c.text("ipAddress") ?? c.text("targetId") ?? ""}:${String(c.number("port") ?? 0)}`,
  );

const backend: Kind = {
  ...part,
  type: type("Backend"),
  simulates: "a backend set of the balancer, one of an address and port in it",
  id: backendId,
  rules: (c) => refuseWithoutSet(c, c.text("backendSetName")),
  claims: (c) => [`oci ${backendId(c)}`],
  taken: (c) => conflict(`The backend ${c.text("ipAddress") ?? ""} is in the set already`),
};

const listener: Kind = {
  ...part,
  type: type("Listener"),
  simulates: "one of a name and one of a port on its balancer, a backend set that the balancer has",
  id: (c) => partId(c, `listeners/${c.text("name") ?? ""}`),
  check: (inputs, report) => {
    const protocol = v.text(inputs, "protocol");
    // Network Load Balancing API reference, ListenerProtocols.
    if (protocol !== undefined && !["ANY", "TCP", "UDP", "TCP_AND_UDP", "L3IP"].includes(protocol))
      report("protocol", `"${protocol}" must be ANY, TCP, UDP, TCP_AND_UDP or L3IP`);
  },
  rules: (c) => refuseWithoutSet(c, c.text("defaultBackendSetName")),
  claims: (c) => [
    `oci ${partId(c, `listeners/${c.text("name") ?? ""}`)}`,
    `oci ${partId(c, `ports/${String(c.number("port") ?? 0)}`)}`,
  ],
  taken: (c) => conflict(`The network load balancer listens on ${String(c.number("port") ?? 0)} already`),
};

export const networkLoadBalancer: readonly Kind[] = [balancer, backendSet, backend, listener];
