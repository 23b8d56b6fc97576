import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, twoStacks } from "./causeway";

const run = promisify(execFile);
const timeout = 600_000;

interface Manifest {
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const subpaths = Object.keys(manifest.exports).map((key) => `pulumi-causeway${key.slice(1)}`);
const modules = subpaths.filter((name) => !name.endsWith(".json"));
const peers = Object.keys(manifest.peerDependencies);

let folder: string;
/** A project of somebody else's, with the packed package and its peers installed. */
let app: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-package-"));
  app = path.join(folder, "app");
  const tarball = await pack(path.join(folder, "package"));
  mkdirSync(app);
  writeFileSync(
    path.join(app, "package.json"),
    JSON.stringify({ name: "app", version: "1.0.0", private: true }),
  );
  const exact = peers.map((name) => `${name}@${manifest.devDependencies[name]}`);
  const quiet = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...quiet, tarball, ...exact], { cwd: app });
  cpSync(twoStacks, path.join(app, "platform.js"));
}, timeout);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
}, timeout);

/** Packs what `npm pack` would, from a copy: other tests read dist/ of this one while they run. */
async function pack(copy: string): Promise<string> {
  mkdirSync(copy);
  for (const entry of ["package.json", ...manifest.files.filter((name) => !name.startsWith("!"))]) {
    cpSync(path.join(root, entry), path.join(copy, entry), { recursive: true });
  }
  const types = ["-p", path.join(root, "tsconfig.types.json"), "--outDir", path.join(copy, "dist")];
  await run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), ...types]);
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json"], { cwd: copy });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const names = packed.files.map((file) => file.path);
  expect(names).toContain("policy/dist/index.js");
  expect(names).toContain("Pulumi.yaml");
  expect(names.filter((name) => /(?<!\.d)\.ts$|\.stamp$|^tests|^scripts/.test(name))).toEqual([]);
  return path.join(copy, packed.filename);
}

function node(script: string, name: string): Promise<{ stdout: string }> {
  writeFileSync(path.join(app, name), script);
  return run(process.execPath, [name], { cwd: app });
}

describe("the packed package", { timeout }, () => {
  it("is built, with types, before it is packed", () => {
    expect(manifest.scripts["prepack"]).toBe("node scripts/build.mjs --force && npm run build:types");
  });

  it("has a subpath for every component area, and no root that Pulumi would run as the program", () => {
    const areas = readdirSync(path.join(root, "components")).filter((area) =>
      existsSync(path.join(root, "components", area, "index.ts")),
    );
    expect(subpaths).toEqual(expect.arrayContaining(areas.map((area) => `pulumi-causeway/${area}`)));
    expect(Object.keys(manifest.exports)).not.toContain(".");
  });

  it("answers to require and to import by every subpath, with the same names", async () => {
    const script = `
      import { createRequire } from "node:module";
      const require = createRequire(import.meta.url);
      const found = {};
      for (const name of ${JSON.stringify(modules)}) {
        const imported = await import(name);
        found[name] = [Object.keys(require(name)).sort(), Object.keys(imported).filter((key) => key !== "default" && key !== "module.exports").sort()];
      }
      console.log(JSON.stringify(found));`;
    const { stdout } = await node(script, "subpaths.mjs");
    const found = JSON.parse(stdout) as Record<string, [string[], string[]]>;
    for (const [name, [required, imported]] of Object.entries(found)) {
      expect(required.length, name).toBeGreaterThan(0);
      expect(imported, name).toEqual(required);
    }
  });

  it("has types for every subpath that a strict TypeScript project takes", async () => {
    const lines = modules.map((name, index) => `import * as m${index} from "${name}"; void m${index};`);
    writeFileSync(path.join(app, "types.ts"), `${lines.join("\n")}\nexport {};\n`);
    const compilerOptions = { strict: true, module: "nodenext", noEmit: true, skipLibCheck: true, types: [] };
    writeFileSync(path.join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["types.ts"] }));
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", app]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe("");
  });

  it("deploys a platform of two foreign stacks on the embedded engine", async () => {
    const args = [
      "causeway",
      "up",
      "--engine",
      "embedded",
      "--platform",
      "./platform.js",
      "--env",
      "dev",
      "--json",
    ];
    const { stdout } = await run("npx", ["--no-install", ...args], { cwd: app });
    expect(JSON.parse(stdout)).toMatchObject({
      simulated: true,
      platform: "two-stacks",
      result: "succeeded",
      totals: { created: 5 },
    });
    expect(readFileSync(path.join(app, ".causeway", ".gitignore"), "utf8")).toBe("*\n");
  });

  it("brings no second copy of any @pulumi package", () => {
    const packages = readdirSync(path.join(app, "node_modules"), { recursive: true, encoding: "utf8" })
      .filter((file) => /(^|\/)@pulumi\/[^/]+\/package\.json$/.test(file))
      .map(
        (file) =>
          (JSON.parse(readFileSync(path.join(app, "node_modules", file), "utf8")) as { name: string }).name,
      );
    expect(packages.sort()).toEqual([...peers].sort());
  });
});
