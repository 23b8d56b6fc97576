import { describe, expect, test } from "vitest";
import { PrivateZone, type PrivateZoneArgs } from "../../../components/oci-platform";
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
