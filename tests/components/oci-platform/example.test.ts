import { afterAll, beforeAll, expect, test } from "vitest";
import { TENANCY, simulatedAccount, type Account } from "../deployed";

interface State {
  readonly urn: string;
  readonly dependencies: readonly string[];
}
const nameOf = (urn: string) => urn.slice(urn.lastIndexOf("::") + 2);

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

test("the example deploys on the simulated cloud, changes nothing the second time, and goes away whole", async () => {
  const shop = await account.stack(
    "shop/dev",
    { module: "components/oci-platform/example.js" },
    {
      "shop:tenancyId": { value: TENANCY },
      "shop:region": { value: "me-dubai-1" },
      "shop:caBundleId": { value: "ocid1.cabundle.oc1.me-dubai-1.shop" },
    },
  );

  const first = await shop.up();
  expect(first.summary.result).toBe("succeeded");
  expect(first.outputs["vcnId"]?.value).toMatch(/^ocid1\.vcn\.oc1\.me-dubai-1\./);
  expect(first.outputs["ordersKeyId"]?.value).toMatch(/^ocid1\.key\.oc1\./);

  const { resources = [] } = (await shop.exportStack()).deployment as { resources?: State[] };
  const table = resources.find(({ urn }) => urn.endsWith("::network-route-table-workers"));
  // A route to a gateway of peers that is not attached yet is refused, and parallel steps would race for it.
  expect(table?.dependencies.map(nameOf)).toContain("network-drg-attachment");

  const second = await shop.up();
  expect(Object.keys(second.summary.resourceChanges ?? {})).toEqual(["same"]);

  await shop.destroy();
  const left = (await shop.exportStack()).deployment as { resources?: State[] };
  expect(left.resources ?? []).toEqual([]);
});
