import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { oci, openClouds, textOf, type Driver, type Made } from "./harness";
import { recordExercised } from "./exercised";

const t = (name: string) => `oci:Core/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export async function compartment(cloud: Driver, name = "network"): Promise<string> {
  return (
    await cloud.create("oci:Identity/compartment:Compartment", name, {
      name,
      description: name,
      enableDelete: true,
    })
  ).id;
}

const vcn = (cloud: Driver, compartmentId: string, name = "vcn", more: Values = {}): Promise<Made> =>
  cloud.create(t("Vcn"), name, { compartmentId, cidrBlocks: ["10.65.0.0/16"], dnsLabel: "vcn", ...more });

const subnet = (
  cloud: Driver,
  owner: Made,
  name: string,
  cidrBlock: string,
  more: Values = {},
): Promise<Made> =>
  cloud.create(t("Subnet"), name, {
    compartmentId: textOf(owner.inputs, "compartmentId"),
    vcnId: owner.id,
    cidrBlock,
    ...more,
  });

async function world() {
  const clouds = openClouds();
  const cloud = await oci(clouds);
  const compartmentId = await compartment(cloud);
  return { clouds, cloud, compartmentId, owner: await vcn(cloud, compartmentId) };
}

describe("VCN and subnets", () => {
  test("OCIDs have the cloud's form", async () => {
    const { owner, compartmentId } = await world();
    expect(owner.id).toMatch(/^ocid1\.vcn\.oc1\.me-dubai-1\.[a-z2-7]{60}$/);
    expect(compartmentId).toMatch(/^ocid1\.compartment\.oc1\.\.[a-z2-7]{60}$/);
    expect(owner.outputs).toMatchObject({ state: "AVAILABLE", vcnDomainName: "vcn.oraclevcn.com" });
  });

  test("a compartment that is none is refused", async () => {
    const { cloud } = await world();
    const made = `ocid1.compartment.oc1..${"a".repeat(60)}`;
    await expect(vcn(cloud, made, "v")).rejects.toThrow(`404-NotAuthorizedOrNotFound`);
  });

  test("a subnet is accepted exactly when it lies in the VCN and overlaps no other", async () => {
    const block = fc.record({
      third: fc.nat(255),
      prefix: fc.integer({ min: 20, max: 28 }),
      second: fc.constantFrom(64, 65, 65, 65, 66),
    });
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 8 }), async (blocks) => {
        const { cloud, owner } = await world();
        const taken: { first: number; last: number }[] = [];
        for (const [i, b] of blocks.entries()) {
          const size = 2 ** (32 - b.prefix);
          const first = Math.floor((b.third * 256) / size) * size;
          const text = `10.${String(b.second)}.${String(Math.floor(first / 256))}.${String(first % 256)}/${String(b.prefix)}`;
          const attempt = subnet(cloud, owner, String(i), text);
          const last = first + size - 1;
          if (b.second !== 65) await expect(attempt).rejects.toThrow(/not in a CIDR of the VCN/);
          else if (taken.some((o) => first <= o.last && o.first <= last))
            await expect(attempt).rejects.toThrow(/overlaps with this CIDR/);
          else {
            await attempt;
            taken.push({ first, last });
            accepted++;
          }
        }
      }),
      { numRuns: 30, seed: 11 },
    );
    expect(accepted).toBeGreaterThan(30);
  });

  test("DNS labels: form, one of a label in a VCN, none without the VCN's", async () => {
    const { cloud, owner, compartmentId } = await world();
    await expect(subnet(cloud, owner, "a", "10.65.0.0/24", { dnsLabel: "a-b" })).rejects.toThrow(
      /up to 15 letters and digits/,
    );
    await expect(subnet(cloud, owner, "a", "10.65.0.0/24", { dnsLabel: "a".repeat(16) })).rejects.toThrow(
      /15/,
    );
    const made = await subnet(cloud, owner, "a", "10.65.0.0/24", { dnsLabel: "app" });
    expect(made.outputs["subnetDomainName"]).toBe("app.vcn.oraclevcn.com");
    await expect(subnet(cloud, owner, "b", "10.65.1.0/24", { dnsLabel: "APP" })).rejects.toThrow(
      /409-Conflict: DnsLabel app/,
    );
    const silent = await cloud.create(t("Vcn"), "silent", { compartmentId, cidrBlocks: ["10.66.0.0/16"] });
    await expect(subnet(cloud, silent, "c", "10.66.0.0/24", { dnsLabel: "c" })).rejects.toThrow(
      /has no DNS label/,
    );
  });

  test("the two flags against the internet exclude each other; domains are the region's", async () => {
    const { cloud, owner } = await world();
    await expect(
      subnet(cloud, owner, "a", "10.65.0.0/24", {
        prohibitInternetIngress: true,
        prohibitPublicIpOnVnic: true,
      }),
    ).rejects.toThrow(/only one of/);
    await expect(
      subnet(cloud, owner, "a", "10.65.0.0/24", { availabilityDomain: "x:ME-DUBAI-1-AD-2" }),
    ).rejects.toThrow(/availabilityDomain: .*ME-DUBAI-1-AD-1$/);
  });

  test("a subnet grows and shrinks, but goes nowhere else", async () => {
    const { cloud, owner } = await world();
    const made = await subnet(cloud, owner, "a", "10.65.2.0/24");
    const larger = await cloud.update(made, { ...made.inputs, cidrBlock: "10.65.2.0/23" });
    expect(larger.outputs["cidrBlock"]).toBe("10.65.2.0/23");
    await expect(cloud.update(larger, { ...larger.inputs, cidrBlock: "10.65.4.0/23" })).rejects.toThrow(
      "400-InvalidParameter: The old CIDR 10.65.2.0/23 and the new one 10.65.4.0/23 must use the same network address",
    );
  });

  test("route table and security lists are the VCN's own; what a subnet uses stays", async () => {
    const { cloud, owner, compartmentId } = await world();
    const other = await vcn(cloud, compartmentId, "other", { cidrBlocks: ["10.66.0.0/16"] });
    const foreign = await cloud.create(t("RouteTable"), "f", { compartmentId, vcnId: other.id });
    await expect(subnet(cloud, owner, "a", "10.65.0.0/24", { routeTableId: foreign.id })).rejects.toThrow(
      /is not in the VCN/,
    );
    const own = await cloud.create(t("RouteTable"), "o", { compartmentId, vcnId: owner.id });
    const made = await subnet(cloud, owner, "a", "10.65.0.0/24", { routeTableId: own.id });
    await subnet(cloud, owner, "d", "10.65.1.0/24", {
      routeTableId: textOf(owner.outputs, "defaultRouteTableId"),
    });
    await expect(cloud.delete(own)).rejects.toThrow(/409-Conflict.*ocid1\.subnet/);
    await expect(cloud.delete(owner)).rejects.toThrow(/409-Conflict/);
    expect(await cloud.diff(made, { ...made.inputs, dnsLabel: "x" })).toMatchObject({
      replaces: ["dnsLabel"],
    });
    expect(await cloud.diff(made, { ...made.inputs, displayName: "x" })).toMatchObject({
      changes: "some",
      replaces: [],
    });
  });

  test("a VCN's blocks have a size and do not overlap", async () => {
    const { cloud, compartmentId } = await world();
    const make = (cidrBlocks: string[]) => cloud.create(t("Vcn"), "x", { compartmentId, cidrBlocks });
    await expect(make(["10.0.0.0/15"])).rejects.toThrow(/from \/16 to \/30/);
    await expect(make(["10.0.0.0/16", "10.0.1.0/24"])).rejects.toThrow(/overlap/);
    await expect(cloud.create(t("Vcn"), "x", { compartmentId })).rejects.toThrow(/needs a block/);
  });
});

describe("gateways and routes", () => {
  test("a VCN has one of each gateway", async () => {
    const { cloud, owner, compartmentId } = await world();
    for (const kind of ["InternetGateway", "NatGateway"]) {
      await cloud.create(t(kind), "a", { compartmentId, vcnId: owner.id });
      await expect(cloud.create(t(kind), "b", { compartmentId, vcnId: owner.id })).rejects.toThrow(
        /400-LimitExceeded/,
      );
    }
  });

  test("service gateways and their labels", async () => {
    const { cloud, owner, compartmentId } = await world();
    const found = (
      await cloud.invoke("oci:Core/getServices:getServices", {
        filters: [{ name: "name", values: ["All .* Services In Oracle Services Network"], regex: true }],
      })
    )["services"] as { id: string; cidrBlock: string }[];
    expect(found.map((s) => s.cidrBlock)).toEqual(["all-dxb-services-in-oracle-services-network"]);
    const make = (name: string, serviceId: string) =>
      cloud.create(t("ServiceGateway"), name, { compartmentId, vcnId: owner.id, services: [{ serviceId }] });
    await expect(make("x", "ocid1.service.oc1.me-jeddah-1.a")).rejects.toThrow(/not a service of me-dubai-1/);
    const gateway = await make("s", found[0]?.id ?? "");
    const route = (name: string, destination: string, destinationType: string, networkEntityId: string) =>
      cloud.create(t("RouteTable"), name, {
        compartmentId,
        vcnId: owner.id,
        routeRules: [{ destination, destinationType, networkEntityId }],
      });
    await route("ok", found[0]?.cidrBlock ?? "", "SERVICE_CIDR_BLOCK", gateway.id);
    await expect(route("a", "0.0.0.0/0", "CIDR_BLOCK", gateway.id)).rejects.toThrow(/go together/);
    await expect(
      route("b", "all-jed-services-in-oracle-services-network", "SERVICE_CIDR_BLOCK", gateway.id),
    ).rejects.toThrow(/is not one of oci-dxb-objectstorage/);
  });

  test("routes lead to things in the VCN, a DRG only when it is attached", async () => {
    const { cloud, owner, compartmentId } = await world();
    const other = await vcn(cloud, compartmentId, "other", { cidrBlocks: ["10.66.0.0/16"] });
    const nat = await cloud.create(t("NatGateway"), "n", { compartmentId, vcnId: other.id });
    const drg = await cloud.create(t("Drg"), "d", { compartmentId });
    const route = (name: string, networkEntityId: string, destination = "0.0.0.0/0") =>
      cloud.create(t("RouteTable"), name, {
        compartmentId,
        vcnId: owner.id,
        routeRules: [{ destination, networkEntityId }],
      });
    await expect(route("a", nat.id)).rejects.toThrow(/not in the VCN/);
    await expect(route("b", drg.id)).rejects.toThrow(/not attached to the VCN/);
    await cloud.create(t("DrgAttachment"), "t", {
      drgId: drg.id,
      networkDetails: { type: "VCN", id: owner.id },
    });
    await route("c", drg.id);
    await expect(route("e", drg.id, "10.0.0.1/8")).rejects.toThrow(/not an IP block/);
    await expect(
      cloud.create(t("DrgAttachment"), "u", { drgId: drg.id, networkDetails: { type: "VCN", id: owner.id } }),
    ).rejects.toThrow(/409-Conflict.*attached to a DRG already/);
    await expect(cloud.delete(drg)).rejects.toThrow(/409-Conflict/);
  });

  test("remote peering connects two regions, each once", async () => {
    const { clouds, cloud, compartmentId } = await world();
    const jeddah = await oci(clouds, "me-jeddah-1");
    const drg = async (c: Driver) => (await c.create(t("Drg"), "d", { compartmentId })).id;
    const peering = (c: Driver, name: string, drgId: string, more: Values = {}) =>
      c.create(t("RemotePeeringConnection"), name, { compartmentId, drgId, ...more });
    const [here, there] = [await drg(cloud), await drg(jeddah)];
    const first = await peering(cloud, "dxb", here);
    expect(first.outputs["peeringStatus"]).toBe("NEW");
    await expect(peering(jeddah, "a", there, { peerId: first.id })).rejects.toThrow(/together or not at all/);
    await expect(
      peering(jeddah, "b", there, { peerId: first.id, peerRegionName: "me-abudhabi-1" }),
    ).rejects.toThrow(/not in me-abudhabi-1/);
    const second = await peering(jeddah, "jed", there, { peerId: first.id, peerRegionName: "me-dubai-1" });
    expect(second.outputs["peeringStatus"]).toBe("PEERED");
    await expect(
      peering(jeddah, "c", there, { peerId: first.id, peerRegionName: "me-dubai-1" }),
    ).rejects.toThrow(/peered with/);
  });
});

describe("security groups and lists", () => {
  const setUp = async () => {
    const w = await world();
    const group = async (name: string, vcnId: string) =>
      (await w.cloud.create(t("NetworkSecurityGroup"), name, { compartmentId: w.compartmentId, vcnId })).id;
    const own = await group("own", w.owner.id);
    const other = await vcn(w.cloud, w.compartmentId, "other", { cidrBlocks: ["10.66.0.0/16"] });
    const rule = (name: string, more: Values) =>
      w.cloud.create(t("NetworkSecurityGroupSecurityRule"), name, {
        networkSecurityGroupId: own,
        direction: "INGRESS",
        protocol: "6",
        source: "10.65.0.0/16",
        sourceType: "CIDR_BLOCK",
        ...more,
      });
    return { ...w, own, group, foreign: await group("foreign", other.id), rule };
  };
  const ports = (min: number, max: number) => ({ tcpOptions: { destinationPortRange: { min, max } } });

  test("protocol, options, direction and ends go together", async () => {
    const { rule, own, foreign } = await setUp();
    await rule("ok", ports(443, 443));
    await expect(rule("a", { protocol: "tcp" })).rejects.toThrow(/"tcp" must be "all" or the number/);
    await expect(rule("b", { protocol: "17", ...ports(1, 2) })).rejects.toThrow(
      /tcpOptions: goes with protocol 6/,
    );
    await expect(rule("c", ports(0, 70000))).rejects.toThrow(/70000 is not a port/);
    await expect(rule("d", ports(5, 4))).rejects.toThrow(/min must not be above max/);
    await expect(rule("e", { direction: "EGRESS" })).rejects.toThrow(/destination: is needed/);
    await expect(rule("f", { source: "10.65.0.1/16" })).rejects.toThrow(/not an IP block/);
    await rule("g", { source: own, sourceType: "NETWORK_SECURITY_GROUP" });
    await expect(rule("h", { source: foreign, sourceType: "NETWORK_SECURITY_GROUP" })).rejects.toThrow(
      /not in the VCN/,
    );
    await rule("i", {
      direction: "EGRESS",
      source: undefined as never,
      sourceType: undefined as never,
      destination: "all-dxb-services-in-oracle-services-network",
      destinationType: "SERVICE_CIDR_BLOCK",
      ...ports(443, 443),
    });
  });

  test("a group has at most 120 rules", async () => {
    const { rule } = await setUp();
    for (let i = 0; i < 120; i++) await rule(`r${String(i)}`, ports(1000 + i, 1000 + i));
    await expect(rule("more", ports(1, 1))).rejects.toThrow(/400-LimitExceeded/);
  });

  test("the default list is taken over by the id that came with the VCN", async () => {
    const { cloud, owner } = await setUp();
    const id = textOf(owner.outputs, "defaultSecurityListId");
    const make = (name: string, more: Values) =>
      cloud.create(t("DefaultSecurityList"), name, { manageDefaultResourceId: id, ...more });
    const made = await make("d", {});
    expect(made.id).toBe(id);
    expect(made.outputs["ingressSecurityRules"]).toEqual([]);
    await expect(
      make("e", { ingressSecurityRules: [{ protocol: "6", source: "anywhere" }] }),
    ).rejects.toThrow(/ingressSecurityRules\[0\]\.source: "anywhere" is not an IP block/);
    await expect(
      cloud.create(t("DefaultSecurityList"), "f", { manageDefaultResourceId: `${id.slice(0, -1)}x` }),
    ).rejects.toThrow(/404-NotAuthorizedOrNotFound/);
  });
});

recordExercised("oci.network");
