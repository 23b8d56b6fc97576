import { describe, expect, test } from "vitest";
import { ImageRegistry, type ImageRegistryArgs } from "../../../components/oci-platform";
import { NAMING, TAGS, named, recorded } from "../recorded";

const REPOSITORY = "oci:Artifacts/containerRepository:ContainerRepository";
const base: ImageRegistryArgs = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  compartmentId: "ocid1.compartment.oc1..platform",
  region: "me-dubai-1",
  images: ["payments", "shop/cart"],
};

describe("ImageRegistry", () => {
  test("OP-56 repositories are private, under the environment, and let no tag be moved; signatures are beside them", async () => {
    let paths: unknown;
    const resources = await recorded(
      () => {
        new ImageRegistry("images", base).paths.apply((known) => (paths = known));
      },
      { [REPOSITORY]: { namespace: "axtenancy" } },
    );
    const made = resources.map(({ inputs: { displayName, isPublic, isImmutable } }) => [
      displayName,
      isPublic,
      isImmutable,
    ]);
    expect(made).toEqual([
      ["dev/payments", false, true],
      ["dev/payments-signatures", false, false],
      ["dev/shop/cart", false, true],
      ["dev/shop/cart-signatures", false, false],
    ]);
    expect(named(resources, "images-repository-shop-cart").inputs).toMatchObject({
      compartmentId: base.compartmentId,
      definedTags: { "causeway.Environment": "dev" },
    });
    const host = "ocir.me-dubai-1.oci.oraclecloud.com";
    expect(paths).toEqual({
      payments: `${host}/axtenancy/dev/payments`,
      "shop/cart": `${host}/axtenancy/dev/shop/cart`,
    });
  });

  test("OP-56 a name that the registry does not take, a clash with signatures and a repetition are refused together", async () => {
    const images = ["Payments", "cart-signatures", "cart", "cart", "/x", "a".repeat(101)];
    const resources = await recorded(() => {
      expect(() => new ImageRegistry("images", { ...base, images })).toThrow(
        /5 invalid inputs[^]*images\[0\] is "Payments"[^]*images\[1\][^]*images\[3\] is "cart"; allowed: each image once[^]*images\[4\][^]*images\[5\]/,
      );
      expect(() => new ImageRegistry("images", { ...base, images: [] })).toThrow(/one image at least/);
    });
    expect(resources).toEqual([]);
  });
});
