import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layoutOf } from "../../../automation/deploy/layout";
import { loadPlatform } from "../../../automation/deploy/load-platform";
import { projectFolder } from "../../../automation/deploy/project";

let folder: string;
const write = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
};

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-platform-"));
  const object = `{ name: "p", stacks: [], environments: {}, policies: () => [] }`;
  write("named.cjs", `exports.platform = ${object};`);
  write("default.mjs", `export default ${object};`);
  write("default.cjs", `module.exports = ${object};`);
  write("other.mjs", "export const plattform = 1;");
  write("broken.cjs", "const {");
  write("typed.ts", "export {};");
  write("throwing.cjs", 'const path = require("node:path");\npath.join(5);\n');
  write("odd.cjs", "throw { code: 7 };");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("loading a platform", () => {
  it("keeps what a throwing module threw as the cause, for --debug", async () => {
    const error: unknown = await loadPlatform("throwing.cjs", folder).catch((reason: unknown) => reason);
    const { cause } = error as Error;
    expect((cause as Error).stack).toMatch(/throwing\.cjs:2:6\)?(\n|$)/);
    expect((error as Error).message).not.toMatch(/^\s+at /m);
  });

  it.each(["named.cjs", "default.mjs", "default.cjs"])("takes what %s exports", async (name) => {
    const { platform, module, project } = await loadPlatform(name, folder);
    expect(platform.name).toBe("p");
    expect(module).toBe(path.join(folder, name));
    expect(project).toBeUndefined();
  });

  it("takes the reference platform when none is given", async () => {
    const { platform, project } = await loadPlatform(undefined, folder);
    expect(platform.name).toBe("causeway");
    expect(project).toBe(path.resolve(__dirname, "../../.."));
  });

  it("says to install the SDK where a platform finds none", async () => {
    const loaded = await loadPlatform("named.cjs", folder);
    const layout = layoutOf(path.join(folder, "state"), folder, "embedded");
    expect(() => projectFolder(loaded, { simulated: true }, layout)).toThrow(
      `${loaded.module} finds its packages. Install it there: npm install @pulumi/pulumi`,
    );
  });

  it("finds the Pulumi.yaml above a compiled module, in its package and of its name alone", async () => {
    const project = path.join(folder, "project");
    mkdirSync(path.join(project, "dist", "deep"), { recursive: true });
    cpSync(path.join(folder, "named.cjs"), path.join(project, "dist", "deep", "named.cjs"));
    const found = async () => (await loadPlatform("project/dist/deep/named.cjs", folder)).project;
    const above = (name: string) => {
      writeFileSync(path.join(project, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
    };
    above("another");
    expect(await found()).toBeUndefined();
    above("p");
    expect(await found()).toBe(project);
    writeFileSync(path.join(project, "dist", "package.json"), "{}");
    expect(await found()).toBeUndefined();
  });

  it("finds the platform's own Pulumi.yaml", async () => {
    write("Pulumi.yaml", "name: p\nruntime: nodejs\n");
    expect((await loadPlatform("named.cjs", folder)).project).toBe(folder);
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    const file = JSON.stringify(path.join(folder, "Pulumi.yaml")).slice(1, -1);
    await expect(loadPlatform("named.cjs", folder)).rejects.toThrow(
      `name is "p"; allowed: "shop", the name in ${file}`,
    );
    rmSync(path.join(folder, "Pulumi.yaml"));
  });

  it.each([
    ["nowhere.js", "there is nothing at"],
    ["other.mjs", "it exports plattform"],
    ["broken.cjs", "loading it failed"],
    ["throwing.cjs", "throwing.cjs:2:6)"],
    ["odd.cjs", "loading it failed: { code: 7 }"],
    ["typed.ts", "compile"],
    [".", "whose package.json names one as main"],
  ])("refuses %s and says why", async (name, reason) => {
    await expect(loadPlatform(name, folder)).rejects.toThrow(
      expect.objectContaining({ name: "InputError", message: expect.stringContaining(reason) as string }),
    );
  });
});
