import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linksIn } from "../../docs/links";
import { root, twoStacks, type Ended } from "./causeway";

const run = promisify(execFile);
const timeout = 600_000;

interface Manifest {
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
/** Another, with the peers of one area only. */
let vaultApp: string;
const vaultPeers = ["@pulumi/policy", "@pulumi/pulumi", "@pulumi/tls"];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-package-"));
  const tarball = await pack(path.join(folder, "package"));
  app = await projectWith(tarball, "app", peers);
  vaultApp = await projectWith(tarball, "vault-app", vaultPeers);
  cpSync(twoStacks, path.join(app, "platform.js"));
}, timeout);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
}, timeout);

/** An empty project in which the package and these of its peers are installed, each in the version of this checkout. */
async function projectWith(tarball: string, name: string, wanted: readonly string[]): Promise<string> {
  const project = path.join(folder, name);
  mkdirSync(project);
  writeFileSync(
    path.join(project, "package.json"),
    JSON.stringify({ name, version: "1.0.0", private: true }),
  );
  const exact = wanted.map((peer) => `${peer}@${manifest.devDependencies[peer]}`);
  const quiet = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...quiet, tarball, ...exact], { cwd: project });
  return project;
}

/** Names of the Pulumi packages in a project's tree, one for each copy. */
function pulumiCopies(project: string): string[] {
  return readdirSync(path.join(project, "node_modules"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)@pulumi\/[^/]+\/package\.json$/.test(file))
    .map(
      (file) =>
        JSON.parse(readFileSync(path.join(project, "node_modules", file), "utf8")) as { name: string },
    )
    .map(({ name }) => name)
    .sort();
}

/** Packs what `npm pack` would, from a copy: other tests read dist/ of this one while they run. */
async function pack(copy: string): Promise<string> {
  for (const file of await packedFiles(root)) cpSync(path.join(root, file), path.join(copy, file));
  const types = ["-p", path.join(root, "tsconfig.types.json"), "--outDir", path.join(copy, "dist")];
  await run(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), ...types]);
  const names = await packedFiles(copy);
  expect(names).toContain("policy/dist/index.js");
  expect(names).toEqual(expect.arrayContaining(["Pulumi.yaml", "program.js", "README.md", "LICENSE"]));
  const strange = /(?<!\.d)\.ts$|\.map$|\.stamp$|^tests|^scripts|^bench/;
  expect(names.filter((name) => strange.test(name))).toEqual([]);
  expect(lostLinks(copy, names)).toEqual([]);
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json"], { cwd: copy });
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  return path.join(copy, packed.filename);
}

async function packedFiles(folderOf: string): Promise<string[]> {
  const args = ["pack", "--dry-run", "--ignore-scripts", "--json"];
  const { stdout } = await run("npm", args, { cwd: folderOf, maxBuffer: 64 * 1024 * 1024 });
  const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  return packed.files.map((file) => file.path);
}

/** What the packed pages link to, or the messages of its code name, that is not packed with them. */
function lostLinks(copy: string, names: readonly string[]): string[] {
  const isThere = (file: string) => names.some((name) => name === file || name.startsWith(`${file}/`));
  return names.flatMap((name) => {
    if (!/^dist\/.*\.js$|\.md$/.test(name)) return [];
    const text = readFileSync(path.join(copy, name), "utf8");
    const linked = name.endsWith(".md")
      ? linksIn(text).map(({ file }) => (file === "" ? name : path.join(path.dirname(name), file)))
      : [...text.matchAll(/\bdocs\/[\w-]+\.md\b/g)].map(([file]) => file);
    return linked
      .filter((file) => !isThere(path.normalize(file).replace(/\/$/, "")))
      .map((file) => `${name} -> ${file}`);
  });
}

function node(script: string, name: string): Promise<{ stdout: string }> {
  writeFileSync(path.join(app, name), script);
  return run(process.execPath, [name], { cwd: app });
}

/** The installed command, in a project. */
function causewayIn(project: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile("npx", ["--no-install", "causeway", ...args], { cwd: project }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
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

  it("makes the platform of docs/own-platform.md, file by file, and deploys and audits it", async () => {
    const text = readFileSync(path.join(root, "docs/own-platform.md"), "utf8");
    const shop = path.join(app, "shop");
    for (const [, name = "", content = ""] of text.matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)) {
      mkdirSync(path.dirname(path.join(shop, name)), { recursive: true });
      writeFileSync(path.join(shop, name), content);
    }
    writeFileSync(path.join(shop, "package.json"), JSON.stringify({ name: "shop", private: true }));
    mkdirSync(path.join(shop, "node_modules"));
    symlinkSync(path.join(root, "node_modules/@types"), path.join(shop, "node_modules/@types"));
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    const compiled = await run(process.execPath, [tsc, "-p", shop]).catch(
      (error: { stdout: string }) => error,
    );
    expect(compiled.stdout).toBe("");
    const [, commands = ""] = /^## 5\. [^]*?^```sh\nnpx tsc\n([^]*?)^```$/m.exec(text) ?? [];
    const said = new Map<string, string>();
    for (const command of commands.trim().split("\n")) {
      const [, verb = "", args = ""] = /^npx causeway (\S+) (.*)$/.exec(command) ?? [];
      const { code, stdout, stderr } = await causewayIn(shop, verb, ...args.split(" "));
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: "" });
      said.set(verb, stdout);
    }
    expect([...said.keys()]).toEqual(["graph", "up", "outputs", "audit", "drift", "destroy"]);
    expect(said.get("up")).toContain("policy: no findings");
    expect(said.get("audit")).toContain("0 refused, 0 advised, 0 waived, ");
    expect(said.get("audit")).toContain("not judged plan-conformance: it was not told environments");
    expect(said.get("audit")).not.toContain("not judged region-from-config");
  });

  it("deploys an area's example with the peers of that area alone", async () => {
    writeFileSync(path.join(vaultApp, "Pulumi.yaml"), "name: vault-app\nmain: main.js\nruntime: nodejs\n");
    writeFileSync(
      path.join(vaultApp, "main.js"),
      `module.exports = require("./node_modules/pulumi-causeway/dist/components/vault/example.js");`,
    );
    writeFileSync(
      path.join(vaultApp, "deploy.mjs"),
      `
      import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
      import { simulatedClouds } from "pulumi-causeway/clouds";
      import { embeddedPulumi } from "pulumi-causeway/engine";
      const clouds = simulatedClouds({ home: "state/clouds" });
      const pulumiCommand = embeddedPulumi({ clouds, home: "state/engine" });
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName: "dev", workDir: process.cwd() },
        { pulumiCommand, envVars: { PULUMI_CONFIG_PASSPHRASE: "open" } },
      );
      const first = await stack.up();
      const second = await stack.up();
      console.log(JSON.stringify([first.summary.resourceChanges, second.summary.resourceChanges]));
      await pulumiCommand.close();
      clouds.close();`,
    );
    const { stdout } = await run(process.execPath, ["deploy.mjs"], { cwd: vaultApp });
    const [first, second] = JSON.parse(stdout) as Record<string, number>[];
    expect(first?.["create"]).toBeGreaterThanOrEqual(4);
    expect(second).toEqual({ same: first?.["create"] });
  });

  it("says which of its peers the reference platform lacks, before anything starts", async () => {
    const lacking = await causewayIn(vaultApp, "demo");
    expect(lacking.code).toBe(2);
    expect(lacking.stderr).toContain(
      "not installed: @pulumi/aws, @pulumi/kubernetes, @pulumi/oci, @pulumi/random.",
    );
    expect(existsSync(path.join(vaultApp, ".causeway"))).toBe(false);
    const doctor = await causewayIn(vaultApp, "doctor", "--engine", "embedded");
    expect(doctor.code).toBe(2);
    expect(doctor.stdout).toMatch(/^failed {3}packages: not installed: @pulumi\/aws, /m);
  });

  it("brings no second copy of any @pulumi package", () => {
    expect(pulumiCopies(app)).toEqual(peers.filter((name) => name.startsWith("@pulumi/")).sort());
    expect(pulumiCopies(vaultApp)).toEqual(vaultPeers);
  });
});
