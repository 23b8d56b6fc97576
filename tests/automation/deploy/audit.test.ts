import path from "node:path";
import { expect, it } from "vitest";
import { packConfig } from "../../../automation/deploy/audit";
import { definePlatform } from "../../../stacks/define/platform";

it("an audit takes a rule's level as CrossGuard does, alone or with what else the rule is told", async () => {
  const config = { "cmk-required": "disabled", "region-from-config": { regions: ["us-east-1"] } };
  const platform = definePlatform({
    name: "shop",
    stacks: [],
    environments: { dev: { name: "dev" } },
    policies: () => [{ path: path.resolve(__dirname, "../../../policy"), config }],
  });
  expect(await packConfig(platform, "dev", {})).toEqual({
    "cmk-required": { enforcementLevel: "disabled" },
    "region-from-config": { regions: ["us-east-1"] },
  });
});
