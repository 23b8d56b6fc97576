import { describe, expect, test } from "vitest";
import {
  PrivateName,
  PrivateZone,
  type PrivateNameArgs,
  type PrivateZoneArgs,
} from "../../../components/oci-platform";
import { NAMING, TAGS, named, recorded } from "../recorded";

const ANSWERS = {
  "oci:Core/getCnvDnsResolverAssociation:getCnvDnsResolverAssociation": { dnsResolverId: "resolver-of-vcn" },
  "oci:Dns/resolverEndpoint:ResolverEndpoint": { listeningAddress: "10.65.5.9" },
};
const make = (more: Partial<PrivateZoneArgs> = {}) =>
  new PrivateZone("names", {
    naming: { ...NAMING, site: "dxb" },
    tags: TAGS,
    compartmentId: "ocid1.compartment.oc1..network",
    vcnId: "ocid1.vcn.oc1..v",
    zone: "dxb.dev.internal.example.org",
    ...more,
  });

describe("PrivateZone", () => {
  test("GW-12 the resolver that came with the network answers from a private view with the zone", async () => {
    const made = await recorded(() => make(), ANSWERS);
    expect(named(made, "names-zone").inputs).toMatchObject({
      name: "dxb.dev.internal.example.org",
      scope: "PRIVATE",
      viewId: "names-view-id",
    });
    expect(named(made, "names-view").inputs).toMatchObject({ scope: "PRIVATE" });
    expect(named(made, "names-resolver").inputs).toMatchObject({
      resolverId: "resolver-of-vcn",
      attachedViews: [{ viewId: "names-view-id" }],
    });
    expect(made.some(({ name }) => name === "names-listener")).toBe(false);
  });

  test("GW-12 resolvers of other networks ask at a listening endpoint, which forwards nothing", async () => {
    let zone: PrivateZone | undefined;
    const made = await recorded(() => {
      zone = make({ listener: { subnetId: "s-endpoints", nsgIds: ["n-endpoints"] } });
    }, ANSWERS);
    expect(named(made, "names-listener").inputs).toMatchObject({
      isListening: true,
      isForwarding: false,
      scope: "PRIVATE",
      subnetId: "s-endpoints",
      nsgIds: ["n-endpoints"],
    });
    expect(await new Promise((known) => zone?.listenerAddress?.apply(known))).toBe("10.65.5.9");
  });

  test.each(["Example.org", "example", "-a.example.org", `${"a".repeat(64)}.example.org`, "*.example.org"])(
    "refuses %s before anything is registered",
    async (zone) => {
      const made = await recorded(() => {
        expect(() => make({ zone })).toThrow(/zone is ".*"; allowed: a domain name in small letters/);
      });
      expect(made).toEqual([]);
    },
  );
});

describe("PrivateName", () => {
  const zone = "dxb.dev.internal.example.org";
  const name = (more: Partial<PrivateNameArgs> = {}) =>
    new PrivateName("orders", {
      naming: { ...NAMING, site: "dxb" },
      tags: TAGS,
      hostname: `orders.${zone}`,
      addresses: ["10.65.4.20"],
      in: { zone, zoneId: "zone-id" },
      ...more,
    });

  test("CO-07 CO-25 a host is called by a record of its private address in the zone that is there", async () => {
    const made = await recorded(() => name({ addresses: ["10.65.4.20", "10.65.4.21"], ttlSeconds: 30 }));
    expect(made.map((one) => one.name)).toEqual(["orders-record"]);
    expect(named(made, "orders-record").inputs).toEqual({
      zoneNameOrId: "zone-id",
      domain: `orders.${zone}`,
      rtype: "A",
      scope: "PRIVATE",
      items: ["10.65.4.20", "10.65.4.21"].map((rdata) => ({
        domain: `orders.${zone}`,
        rtype: "A",
        rdata,
        ttl: 30,
      })),
    });
  });

  test("CO-25 a name that two networks have in common has a zone of its own in the view of each", async () => {
    const made = await recorded(() =>
      name({ hostname: "id.prod.internal.example.org", in: { viewId: "view", compartmentId: "c" } }),
    );
    expect(named(made, "orders-zone").inputs).toMatchObject({
      ...{ name: "id.prod.internal.example.org", scope: "PRIVATE", viewId: "view", compartmentId: "c" },
    });
    expect(named(made, "orders-record").inputs).toMatchObject({ zoneNameOrId: "orders-zone-id" });
  });

  test.each<[title: string, more: Partial<PrivateNameArgs>, said: RegExp]>([
    [
      "a public address",
      { addresses: ["203.0.113.7"] },
      /addresses\[0\] is "203\.0\.113\.7"; allowed: a private/,
    ],
    ["no address", { addresses: [] }, /addresses is 0; allowed: one to ten/],
    ["an address twice", { addresses: ["10.65.4.20", "10.65.4.20"] }, /one to ten, each once/],
    ["no address at all", { addresses: ["10.65.4"] }, /addresses\[0\]/],
    [
      "a name of another zone",
      { hostname: "orders.jed.dev.internal.example.org" },
      /a name in the zone, below dxb/,
    ],
    ["the zone itself", { hostname: zone }, /a name in the zone/],
    ["a name that is none", { hostname: `or ders.${zone}` }, /a domain name in small letters/],
    ["no time at all", { ttlSeconds: 0 }, /ttlSeconds is 0/],
  ])("refuses %s before anything is registered", async (_title, more, said) => {
    const made = await recorded(() => {
      expect(() => name(more)).toThrow(said);
    });
    expect(made).toEqual([]);
  });
});
