import { expect, test } from "vitest";
import { recordExercised } from "./exercised";
import { compartment, textOf, type Made } from "./harness";

async function world() {
  const { cloud, make, compartmentId } = await compartment();
  const vcn = await make("Core/vcn:Vcn", "v", {
    compartmentId,
    cidrBlocks: ["10.65.0.0/16"],
  });
  const gone = async (made: Made): Promise<boolean> => (await cloud.read(made)) === undefined;
  return { cloud, make, compartmentId, vcn, gone };
}

test("a security group with a gateway in it stays, else takes its rules along; those of others stay", async () => {
  const { cloud, make, compartmentId, vcn, gone } = await world();
  const group = (name: string) =>
    make("Core/networkSecurityGroup:NetworkSecurityGroup", name, { compartmentId, vcnId: vcn.id });
  const [one, two] = [await group("one"), await group("two")];
  const rule = (name: string, networkSecurityGroupId: string, source: string) =>
    make("Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule", name, {
      networkSecurityGroupId,
      direction: "INGRESS",
      protocol: "6",
      source,
      sourceType: "NETWORK_SECURITY_GROUP",
    });
  const [own, foreign] = [await rule("own", one.id, two.id), await rule("foreign", two.id, one.id)];
  const subnet = await make("Core/subnet:Subnet", "s", {
    compartmentId,
    vcnId: vcn.id,
    cidrBlock: "10.65.1.0/24",
    prohibitPublicIpOnVnic: true,
  });
  const gateway = await make("ApiGateway/gateway:Gateway", "g", {
    compartmentId,
    endpointType: "PRIVATE",
    subnetId: subnet.id,
    networkSecurityGroupIds: [one.id],
  });
  await expect(cloud.delete(one)).rejects.toThrow(/409-Conflict.*apigateway/);
  await cloud.delete(gateway);
  await cloud.delete(one);
  expect([await gone(own), await gone(foreign)]).toEqual([true, false]);
});

test("a zone goes with its records, a vault with its keys", async () => {
  const { cloud, make, compartmentId, gone } = await world();
  const zone = await make("Dns/zone:Zone", "z", { compartmentId, name: "example.com", zoneType: "PRIMARY" });
  const records = await make("Dns/rrset:Rrset", "r", {
    zoneNameOrId: zone.id,
    domain: "www.example.com",
    rtype: "A",
    items: [{ domain: "www.example.com", rtype: "A", rdata: "192.0.2.1", ttl: 60 }],
  });
  await cloud.delete(zone);
  const vault = await make("Kms/vault:Vault", "v", { compartmentId, displayName: "v", vaultType: "DEFAULT" });
  const key = await make("Kms/key:Key", "k", {
    compartmentId,
    displayName: "k",
    managementEndpoint: textOf(vault.outputs, "managementEndpoint"),
    keyShape: { algorithm: "AES", length: 32 },
  });
  await cloud.delete(vault);
  expect([await gone(records), await gone(key)]).toEqual([true, true]);
});

recordExercised("oci.deletion");
