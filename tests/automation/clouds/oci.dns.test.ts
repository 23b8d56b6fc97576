import { expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { recordExercised } from "./exercised";
import { oci, openClouds, textOf, type Made } from "./harness";
import { testRefusals, type Case } from "./refusals";

interface Ground {
  readonly make: (type: string, name: string, inputs: Values) => Promise<Made>;
  readonly compartmentId: string;
  readonly vcnId: string;
  /** The resolver that came with the VCN, and the one that was configured. */
  readonly resolverOfVcn: string;
  readonly subnetId: string;
  readonly foreignSubnet: string;
  readonly foreignGroup: string;
  readonly viewId: string;
  readonly zoneId: string;
}

async function ground(): Promise<Ground> {
  const clouds = openClouds();
  const cloud = await oci(clouds);
  const make: Ground["make"] = (type, name, inputs) => cloud.create(type, name, inputs);
  const idOf = async (...given: Parameters<Ground["make"]>) => (await make(...given)).id;
  const compartmentId = await idOf("oci:Identity/compartment:Compartment", "all", {
    name: "all",
    description: "all",
  });
  const vcn = (name: string, cidr: string) =>
    idOf("oci:Core/vcn:Vcn", name, { compartmentId, cidrBlocks: [cidr] });
  const [vcnId, foreign] = [await vcn("v", "10.65.0.0/16"), await vcn("w", "10.66.0.0/16")];
  const subnet = (name: string, of: string, cidrBlock: string) =>
    idOf("oci:Core/subnet:Subnet", name, {
      compartmentId,
      vcnId: of,
      cidrBlock,
      prohibitPublicIpOnVnic: true,
    });
  const viewId = await idOf("oci:Dns/view:View", "base", { compartmentId, scope: "PRIVATE" });
  const association = "oci:Core/getCnvDnsResolverAssociation:getCnvDnsResolverAssociation";
  return {
    make,
    compartmentId,
    vcnId,
    resolverOfVcn: textOf(await cloud.invoke(association, { vcnId }), "dnsResolverId"),
    subnetId: await subnet("s", vcnId, "10.65.5.0/24"),
    foreignSubnet: await subnet("f", foreign, "10.66.5.0/24"),
    foreignGroup: await idOf("oci:Core/networkSecurityGroup:NetworkSecurityGroup", "g", {
      compartmentId,
      vcnId: foreign,
    }),
    viewId,
    zoneId: await idOf("oci:Dns/zone:Zone", "base", {
      compartmentId,
      name: "dxb.internal.example.org",
      zoneType: "PRIMARY",
      scope: "PRIVATE",
      viewId,
    }),
  };
}

const MISSING_VIEW = "ocid1.dnsview.oc1.me-dubai-1.none";

const cases: readonly Case<Ground>[] = [
  {
    type: "oci:Dns/view:View",
    good: ({ compartmentId }) => ({ compartmentId, displayName: "internal", scope: "PRIVATE" }),
    mistakes: [[() => ({ compartmentId: "ocid1.compartment.oc1..none" }), /ocid1\.compartment/]],
  },
  {
    type: "oci:Dns/resolver:Resolver",
    good: ({ resolverOfVcn, viewId }) => ({
      resolverId: resolverOfVcn,
      scope: "PRIVATE",
      attachedViews: [{ viewId }],
    }),
    mistakes: [
      [() => ({ resolverId: "ocid1.dnsresolver.oc1.me-dubai-1.none" }), /ocid1\.dnsresolver/],
      [() => ({ attachedViews: [{ viewId: MISSING_VIEW }] }), /ocid1\.dnsview/],
      [({ viewId }) => ({ attachedViews: Array.from({ length: 11 }, () => ({ viewId })) }), /ten at most/],
    ],
  },
  {
    type: "oci:Dns/rrset:Rrset",
    good: ({ zoneId }) => ({
      zoneNameOrId: zoneId,
      domain: "api.dxb.internal.example.org",
      rtype: "A",
      scope: "PRIVATE",
      items: [{ domain: "api.dxb.internal.example.org", rtype: "A", rdata: "10.65.2.15", ttl: 60 }],
    }),
    mistakes: [
      [() => ({ domain: "api.internal.example.org" }), /is not in the zone dxb\.internal/],
      [() => ({ domain: "api.notdxb.internal.example.org" }), /is not in the zone/],
      [
        () => ({ items: [{ domain: "x", rtype: "A", rdata: "api.example.org", ttl: 60 }] }),
        /is not an IPv4 address/,
      ],
    ],
    twice: /has records of type A already/,
  },
];

testRefusals(ground, cases);

test("oci:Dns/resolverEndpoint:ResolverEndpoint", async () => {
  const g = await ground();
  const resolver = await g.make("oci:Dns/resolver:Resolver", "r", {
    resolverId: g.resolverOfVcn,
    scope: "PRIVATE",
    attachedViews: [{ viewId: g.viewId }],
  });
  const endpoint = (changes: Values = {}) =>
    g.make("oci:Dns/resolverEndpoint:ResolverEndpoint", "e", {
      resolverId: resolver.id,
      name: "listener",
      scope: "PRIVATE",
      isListening: true,
      isForwarding: false,
      subnetId: g.subnetId,
      nsgIds: [],
      ...changes,
    });
  await expect(endpoint({ name: "a-listener" })).rejects.toThrow(/letters, digits and underscores/);
  await expect(endpoint({ isForwarding: true })).rejects.toThrow(/either listens or forwards/);
  await expect(endpoint({ subnetId: g.foreignSubnet })).rejects.toThrow(/is not in the resolver's VCN/);
  await expect(endpoint({ nsgIds: [g.foreignGroup] })).rejects.toThrow(/is not in the VCN/);
  const made = await endpoint();
  expect(textOf(made.outputs, "listeningAddress")).toMatch(/^10\.65\.5\.\d+$/);
  await expect(endpoint()).rejects.toThrow(/has an endpoint listener already/);
});

recordExercised("oci.dns");
