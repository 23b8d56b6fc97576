import { expect, test } from "vitest";
import { recordExercised } from "./exercised";
import { compartment, textOf } from "./harness";

// Changes in place that the cloud refuses.

test("a VCN keeps a block for as long as a subnet is in it", async () => {
  const { cloud, make, compartmentId } = await compartment();
  const vcn = await make("Core/vcn:Vcn", "v", {
    compartmentId,
    cidrBlocks: ["10.65.0.0/16", "10.66.0.0/16"],
  });
  const inside = await make("Core/subnet:Subnet", "s", {
    compartmentId,
    vcnId: vcn.id,
    cidrBlock: "10.66.1.0/24",
  });
  const without = { ...vcn.inputs, cidrBlocks: ["10.65.0.0/16"] };
  await expect(cloud.update(vcn, without)).rejects.toThrow(
    /409-Conflict: The CIDR to be removed is in use by/,
  );
  await cloud.delete(inside);
  await cloud.update(vcn, without);
});

test("versioning that was on is suspended, never disabled", async () => {
  const { cloud, make, compartmentId } = await compartment();
  const namespace = textOf(await cloud.invoke("oci:ObjectStorage/getNamespace:getNamespace"), "namespace");
  const bucket = { compartmentId, name: "b", namespace, versioning: "Enabled" };
  const made = await make("ObjectStorage/bucket:Bucket", "b", bucket);
  await expect(cloud.update(made, { ...bucket, versioning: "Disabled" })).rejects.toThrow(
    /400-InvalidParameter: .*from Enabled to Disabled/,
  );
  await cloud.update(made, { ...bucket, versioning: "Suspended" });
});

recordExercised("oci.updates");
