import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PACKAGES } from "../../components/eventing/runtime/installed";

const root = path.resolve(__dirname, "../..");
const run = promisify(execFile);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;

/** A handler as a user writes it: an event of his own, published and consumed. */
const HANDLER = `
import * as v from "valibot";
import { defineEvent } from "pulumi-causeway/eventing/events";
import { createConsumer, createEventIds, createObserve, createPublisher, outgoing, systemClock } from "pulumi-causeway/eventing/runtime";

const parcelShipped = defineEvent({
  type: "Parcel Shipped", service: "warehouse", version: "1.0", description: "A parcel has left.",
  detail: v.object({ parcelId: v.string() }), consumers: { mail: { needs: ["parcelId"] } }, sample: { parcelId: "P-17" },
});
const observe = createObserve({ service: "mail", namespace: "Acme/Events" });
const sent = [];
const bus = { send: async ({ input }) => { sent.push(...input.Entries); return { Entries: [{ EventId: "1" }] }; } };
const publisher = createPublisher({ bus, busName: "acme", maxBytes: 262144, clock: systemClock, random: () => 0, observe });
const metadata = { ...parcelShipped.sample.metadata, eventId: createEventIds(systemClock)() };
const event = outgoing(parcelShipped, { parcelId: "P-1", metadata }, { sourcePrefix: "com.acme", maxBytes: 262144 });
const [{ outcome }] = await publisher.publish([event]);

const consume = createConsumer({
  name: "mail", events: [parcelShipped], about: ({ parcelId }) => ({ parcelId }), observe,
  idempotency: { once: async (key, context, work) => ({ kind: "processed", result: await work() }) },
  handle: async ({ detail }) => ({ status: "told " + detail.parcelId }),
});
const envelope = {
  version: "0", id: "7bf73129-1428-4cd3-a780-95db273d1602", account: "123456789012", time: "2026-11-02T09:30:00Z",
  region: "us-east-1", resources: [], "detail-type": sent[0].DetailType, source: sent[0].Source, detail: JSON.parse(sent[0].Detail),
};
const { status } = await consume(envelope, {});
`;

describe("the handler runtime, as it is packed", () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "causeway-packed-")));
  const installed = path.join(folder, "node_modules");
  const own = path.join(installed, "pulumi-causeway");

  /** A package of the project's own dependencies, as npm would put it there. */
  const install = (name: string): void => {
    mkdirSync(path.dirname(path.join(installed, name)), { recursive: true });
    symlinkSync(path.join(root, "node_modules", name), path.join(installed, name));
  };
  const node = async (file: string): Promise<{ output: string; error: string }> => {
    try {
      const { stdout } = await run(process.execPath, [path.join(folder, file)], { cwd: folder });
      return { output: stdout, error: "" };
    } catch (error) {
      return { output: "", error: (error as { stderr: string }).stderr };
    }
  };

  beforeAll(() => {
    const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const [{ files } = { files: [] }] = JSON.parse(listed) as { files: { path: string }[] }[];
    const wanted = /^(package\.json|dist\/(lib|components)\/.*\.js)$/;
    for (const file of files.map((one) => one.path).filter((one) => wanted.test(one)))
      cpSync(path.join(root, file), path.join(own, file));
    for (const name of Object.keys(manifest.dependencies)) install(name);
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("says which packages are missing, all of them, and how to install them", async () => {
    writeFileSync(path.join(folder, "bare.mjs"), `await import("pulumi-causeway/eventing/runtime");`);
    const { error } = await node("bare.mjs");
    expect(error).toContain(
      `pulumi-causeway/eventing/runtime needs packages that are not installed: ${PACKAGES.join(", ")}. Install them: npm install ${PACKAGES.join(" ")}`,
    );
  });

  test("runs where neither Pulumi nor a cloud's SDK for it is installed, imported and required", async () => {
    for (const name of PACKAGES) install(name);
    const loaded = `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
require("pulumi-causeway/eventing/runtime");
const modules = Object.keys(require.cache);
console.log("RESULT " + JSON.stringify({ outcome, status, pulumi: modules.filter((one) => one.includes("@pulumi")), count: modules.length }));
`;
    writeFileSync(path.join(folder, "handler.mjs"), HANDLER + loaded);
    const { output, error } = await node("handler.mjs");
    expect(error).toBe("");
    const [, result = "{}"] = /RESULT (.*)/.exec(output) ?? [];
    const { count, ...rest } = JSON.parse(result) as { count: number };
    expect(rest).toEqual({ outcome: "published", status: "told P-1", pulumi: [] });
    expect(count).toBeGreaterThan(10);
    expect(readdirSync(installed)).not.toContain("@pulumi");
  }, 30_000);

  test("is part of a bundle that runs alone", async () => {
    writeFileSync(
      path.join(folder, "bundled.mjs"),
      `${HANDLER}\nconsole.log("RESULT " + outcome + ", " + status);`,
    );
    const outfile = path.join(folder, "alone", "index.mjs");
    await build({
      entryPoints: [path.join(folder, "bundled.mjs")],
      bundle: true,
      minify: true,
      platform: "node",
      target: "node22",
      format: "esm",
      outfile,
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      logLevel: "error",
    });
    rmSync(installed, { recursive: true });
    const { output, error } = await node("alone/index.mjs");
    expect(error).toBe("");
    expect(output).toContain("RESULT published, told P-1");
  }, 30_000);

  test("knows nothing of Pulumi in its types either", () => {
    const seen = new Set<string>();
    const strangers: string[] = [];
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, given = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import) "([^"]+)"/g)) {
        const target = path.join(path.dirname(file), given);
        if (given.startsWith("@pulumi/")) strangers.push(`${path.relative(root, file)} -> ${given}`);
        else if (given.startsWith("."))
          visit(existsSync(`${target}.ts`) ? `${target}.ts` : path.join(target, "index.ts"));
      }
    };
    for (const part of ["events", "runtime"]) visit(path.join(root, "components/eventing", part, "index.ts"));
    expect(seen.size).toBeGreaterThan(50);
    expect(strangers).toEqual([]);
  });

  test("what it imports is what it asks for: optional peers, no older than what it is tested with", () => {
    const sources = (folderOf: string): string[] =>
      readdirSync(folderOf, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.name.endsWith(".ts"))
        .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
    const text = sources(path.join(root, "components/eventing/runtime"))
      .concat(sources(path.join(root, "components/eventing/events")))
      .join("\n");
    const imported = [...text.matchAll(/from "((?:@[\w-]+\/)?[\w-]+)(?:\/[\w-]+)?"/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !name.startsWith("node") && !(name in manifest.dependencies));
    // Those of clients that the entry point does not have, and types alone.
    const others = ["@aws-sdk/client-lambda", "@aws-sdk/client-sfn", "@aws-sdk/client-sns", "aws-lambda"];
    expect([...new Set(imported)].sort()).toEqual([...PACKAGES, ...others].sort());
    for (const name of PACKAGES) {
      expect(manifest.peerDependenciesMeta[name], name).toEqual({ optional: true });
      expect(manifest.peerDependencies[name], name).toBe(`^${manifest.devDependencies[name] ?? ""}`);
    }
  });
});
