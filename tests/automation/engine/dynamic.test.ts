import { describe, expect, it } from "vitest";
import { engineFailure } from "../../../automation/engine";
import { failureOf, resourcesOf, testProject } from "./support/project";

/** Writes down its process and environment instead of reaching anything. */
const PROGRAM = `
const provider = {
  async create(inputs) {
    const names = Object.keys(process.env).filter((name) => /PASSPHRASE|AWS_|OCI_/.test(name));
    return { id: "made", outs: { pid: process.pid, names, length: inputs.key.length } };
  },
};
class Made extends pulumi.dynamic.Resource {
  constructor(name, props) { super(provider, name, { pid: undefined, names: undefined, length: undefined, ...props }); }
}
const made = new Made("made", { key: new pulumi.Config().requireSecret("key") });
exports.pid = made.pid;
exports.names = made.names;
exports.length = made.length;`;

describe("a dynamic provider", { timeout: 60_000 }, () => {
  it("is refused where the engine is not told to run it, and nothing of it runs", async () => {
    const stack = await testProject(PROGRAM).stack();
    await stack.setConfig("key", { value: "canary-1", secret: true });
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure?.exitCode).toBe(2);
    expect(failure?.message).toContain("give embeddedPulumi the option dynamicProviders");
    expect((await resourcesOf(stack)).filter(({ type }) => type.includes("dynamic"))).toEqual([]);
  });

  it("runs in a process that is told no passphrase and ends with the operation, its secrets sealed", async () => {
    const stack = await testProject(PROGRAM, { dynamicProviders: true }).stack();
    await stack.setConfig("key", { value: "canary-1", secret: true });
    const { outputs } = await stack.up();
    expect(outputs["names"]?.value).toEqual([]);
    expect(outputs["length"]?.value).toBe(8);
    expect(() => process.kill(outputs["pid"]?.value as number, 0)).toThrow("ESRCH");
    // The export is in clear; what marks a secret is around it.
    const made = (await resourcesOf(stack)).find(({ id }) => id === "made");
    expect(JSON.stringify(made?.inputs?.["key"])).toContain("plaintext");
  });
});
