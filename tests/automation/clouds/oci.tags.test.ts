import { expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { recordExercised } from "./exercised";
import { compartment } from "./harness";

async function world() {
  const ground = await compartment();
  const vcn = (definedTags: Values, name = "v") =>
    ground.make("Core/vcn:Vcn", name, {
      compartmentId: ground.compartmentId,
      cidrBlocks: ["10.65.0.0/16"],
      definedTags,
    });
  return { ...ground, vcn };
}

test("defined tags of a known namespace are defined, with one of the values that there are", async () => {
  const { cloud, make, compartmentId, vcn } = await world();
  await cloud.delete(await vcn({ "causeway.Owner": "a" }));
  const space = await make("Identity/tagNamespace:TagNamespace", "n", {
    compartmentId,
    name: "causeway",
    description: "d",
  });
  const key = (name: string, more: Values = {}) =>
    make("Identity/tag:Tag", name, { tagNamespaceId: space.id, name, description: name, ...more });
  await key("Team");
  await key("Class", { validator: { validatorType: "ENUM", values: ["public", "internal"] } });
  await expect(vcn({ "causeway.Owner": "a" })).rejects.toThrow(
    /not authorized or not found: 'causeway\.Owner'/,
  );
  await expect(vcn({ "causeway.Class": "secret" })).rejects.toThrow(
    /400-InvalidParameter: The value of causeway\.Class must be one of public, internal/,
  );
  const made = await vcn({ "Causeway.team": "a", "causeway.Class": "public" });
  await expect(
    cloud.update(made, { ...made.inputs, definedTags: { "causeway.Class": "secret" } }),
  ).rejects.toThrow(/must be one of/);
  await vcn({ "Oracle-Tags.CreatedBy": "somebody" }, "w");
});

test("types without a behaviour of their own heed their tags too", async () => {
  const { make, compartmentId } = await world();
  await make("Identity/tagNamespace:TagNamespace", "n", {
    compartmentId,
    name: "causeway",
    description: "d",
  });
  await expect(
    make("Core/dhcpOptions:DhcpOptions", "d", {
      compartmentId,
      vcnId: "vcn",
      options: [],
      definedTags: { "causeway.Team": "a" },
    }),
  ).rejects.toThrow(/not authorized or not found: 'causeway\.Team'/);
});

test("groups are the tenancy's", async () => {
  const { make, compartmentId } = await world();
  const inside = { compartmentId, name: "g", description: "d" };
  await expect(make("Identity/group:Group", "g", inside)).rejects.toThrow(
    /Group can only be created in the tenancy compartment/,
  );
  await expect(
    make("Identity/dynamicGroup:DynamicGroup", "g", { ...inside, matchingRule: "resource.type = 'fnfunc'" }),
  ).rejects.toThrow(/400-InvalidParameter: Dynamic group can only be created in the tenancy compartment/);
});

recordExercised("oci.tags");
