import { describe, expect, test } from "vitest";
import { VirtualNetwork, type VirtualNetworkArgs } from "../../../components/oci-platform";
import { NAMING, TAGS, recorded } from "../recorded";
import { OCI_ANSWERS } from "./answers";

const base: VirtualNetworkArgs = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  compartmentId: "ocid1.compartment.oc1..network",
  cidr: "10.65.0.0/16",
  subnets: {
    "api-gateway": "10.65.2.0/24",
    "load-balancer-internal": "10.65.1.0/24",
    runners: "10.65.7.0/24",
    workers: "10.65.8.0/22",
    pods: "10.65.32.0/19",
  },
  peers: { aws: "10.64.0.0/16" },
};
const rulesOf = async (args: Partial<VirtualNetworkArgs>) => {
  const made = await recorded(() => new VirtualNetwork("network", { ...base, ...args }), OCI_ANSWERS);
  return made
    .filter(({ name }) => name.startsWith("network-rule-api-gateway-from-") && !name.includes("icmp"))
    .map(({ name, inputs }) => [name.replace("network-rule-api-gateway-from-", ""), inputs["source"]])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));
};
const refused = (args: object) => () => new VirtualNetwork("network", { ...base, ...args });

describe("who may call the API gateway", () => {
  test("GW-09 GW-13 who is named, on 443, and nobody else", async () => {
    expect(await rulesOf({})).toEqual([]);
    expect(await rulesOf({ gatewayClients: ["pods", "runners", "peer:aws"] })).toEqual([
      ["peer-aws-tcp-443", "10.64.0.0/16"],
      ["pods-tcp-443", "network-group-pods-id"],
      ["runners-tcp-443", "network-group-runners-id"],
    ]);
  });

  test("GW-10 a peer of all private addresses is no client", () => {
    for (const range of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "0.0.0.0/0"])
      expect(refused({ cidr: base.cidr, peers: { all: range }, gatewayClients: ["peer:all"] })).toThrow(
        /gatewayClients\[0\] is "peer:all \(.*\)"; allowed: a peer whose range is a network of its own/,
      );
  });

  test("GW-09 the internet, a peer that there is not and a client twice are refused, all at once", () => {
    expect(refused({ gatewayClients: ["internet", "peer:gcp", "pods", "pods"] })).toThrow(
      /gatewayClients\[0\] is "internet"[^]*gatewayClients\[1\] is "peer:gcp"[^]*gatewayClients\[3\]/,
    );
    // @ts-expect-error there is no word for the internet
    const open: VirtualNetworkArgs["gatewayClients"] = ["internet"];
    expect(open).toHaveLength(1);
  });
});
