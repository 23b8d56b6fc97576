import { describe, expect, it } from "vitest";
import { checkSelection, type ListedStack } from "../../../automation/deploy/preflight";
import { select } from "../../../automation/deploy/selection";
import { defineContract, definePlatform, defineStack, v, type Contract } from "../../../stacks/define";

const contract = (stack: string) => defineContract({ stack, version: 1, fields: { id: v.string() } });
const contracts = { base: contract("base"), middle: contract("middle"), top: contract("top") };
const stack = (name: keyof typeof contracts, needs: Record<string, Contract>) =>
  defineStack({ name, phase: "network", needs, outputs: contracts[name], program: () => ({ id: name }) });
const platform = definePlatform({
  name: "p",
  stacks: [
    stack("base", {}),
    stack("middle", { base: contracts.base }),
    stack("top", { middle: contracts.middle }),
  ],
  environments: { dev: { name: "dev" } },
});

const check = (verb: "up" | "preview" | "destroy", only: string[], listed: readonly ListedStack[]) =>
  checkSelection(verb, select(platform, "dev", only), () => Promise.resolve(listed));

describe("a selection", () => {
  it("is refused an up while something it needs is not up", async () => {
    await expect(check("up", ["top"], [])).rejects.toThrow("--only: needed and not deployed: middle.");
    await expect(check("up", ["top"], [{ name: "dev-middle", resourceCount: 0 }])).rejects.toThrow("middle");
    await expect(
      check("preview", ["middle", "top"], [{ name: "prod-base", resourceCount: 9 }]),
    ).rejects.toThrow("base");
    await expect(check("up", ["top"], [{ name: "dev-middle", resourceCount: 3 }])).resolves.toBeUndefined();
    await expect(check("up", ["top"], [{ name: "organization/p/dev-middle" }])).resolves.toBeUndefined();
  });

  it("is refused a destroy while something that stays needs it", async () => {
    const listed = [{ name: "dev-middle", resourceCount: 3 }];
    await expect(check("destroy", ["base"], listed)).rejects.toThrow(
      "--only: still deployed and dependent on what would be destroyed: middle.",
    );
    await expect(check("destroy", ["base", "middle"], listed)).resolves.toBeUndefined();
    await expect(check("destroy", ["base"], [])).resolves.toBeUndefined();
  });

  it("of everything asks the backend nothing", async () => {
    const asked = checkSelection("up", select(platform, "dev"), () => Promise.reject(new Error("asked")));
    await expect(asked).resolves.toBeUndefined();
  });
});
