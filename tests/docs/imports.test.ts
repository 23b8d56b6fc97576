import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(__dirname, "../..");

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && !["dist", "node_modules"].includes(entry.name)) yield* sources(file);
    else if (entry.name.endsWith(".ts")) yield file;
  }
}

/** Imports of the project's own files, types included, by file. What is loaded when it is needed is left out of `at once`. */
function importsOf(file: string, written: RegExp): string[] {
  return [...readFileSync(path.join(root, file), "utf8").matchAll(written)].flatMap(([, given = ""]) => {
    const target = path.join(path.dirname(file), given.replace(/\.js$/, ""));
    return (
      [`${target}.ts`, path.join(target, "index.ts")].find((one) => existsSync(path.join(root, one))) ?? []
    );
  });
}
const AT_ONCE = /\bfrom "(\.[^"]+)"/g;
const EVER = /(?:\bfrom |\bimport\()"(\.[^"]+)"/g;

const files = ["lib", "components", "stacks", "automation", "policy"].flatMap((folder) => [
  ...sources(folder),
]);

/** What each room must not know of; docs/architecture.md, "Imports go one way". */
const APART: Readonly<Record<string, RegExp>> = {
  "lib/": /^(?!lib\/)/,
  "components/": /^(stacks|automation|policy)\//,
  "components/core/": /^components\/(?!core\/)/,
  "stacks/": /^automation\//,
  "policy/": /^(lib|components|stacks|automation)\//,
  "automation/engine/": /^(components|stacks|policy)\/|^automation\/(?!engine\/)/,
  "automation/clouds/": /^(components|stacks|policy)\/|^automation\/(?!clouds\/|engine\/)/,
  "automation/deploy/": /^automation\/(cli|reports)\//,
  "automation/reports/": /^automation\/cli\//,
};

describe("imports between the project's files", () => {
  test("are found: a room's own, one of a neighbour, and what is loaded later", () => {
    expect(files.length).toBeGreaterThan(300);
    expect(importsOf("automation/cli/run.ts", EVER)).toContain("automation/deploy/deploy.ts");
    expect(importsOf("stacks/graph.ts", AT_ONCE)).not.toContain("stacks/eks.ts");
    expect(importsOf("stacks/graph.ts", EVER)).toContain("stacks/eks.ts");
  });

  test.each(Object.entries(APART))("of %s know nothing of what stands on it or beside it", (room, others) => {
    const strangers = files
      .filter((file) => file.startsWith(room))
      .flatMap((file) =>
        importsOf(file, EVER)
          .filter((one) => others.test(one))
          .map((one) => `${file} -> ${one}`),
      );
    expect(strangers).toEqual([]);
  });

  test("bring no rule into a stack's program: what configures the pack is loaded by the deployer", () => {
    const loaded = files
      .filter((file) => file.startsWith("stacks/"))
      .flatMap((file) => importsOf(file, /^(?:import|export) (?!type\b)[^;]*? from "(\.[^"]+)"/gm));
    expect(loaded).toContain("stacks/graph.ts");
    expect(loaded.filter((file) => file.startsWith("policy/"))).toEqual([]);
  });

  test("go in no circle, not even for types", () => {
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]): void => {
      if (state.get(file) === "open") circles.push([...way.slice(way.indexOf(file)), file].join(" -> "));
      if (state.has(file)) return;
      state.set(file, "open");
      for (const next of importsOf(file, AT_ONCE)) visit(next, [...way, file]);
      state.set(file, "done");
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});

test("the engine names no type of resource but Pulumi's own", () => {
  const CLOUDS = /\b(aws|oci|kubernetes|random|tls):[\w./-]+:[A-Z]\w*|@pulumi\/(?!pulumi\b|policy\b)[\w-]+/g;
  const named = files
    .filter((file) => file.startsWith("automation/engine/"))
    .flatMap((file) => {
      const code = readFileSync(path.join(root, file), "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
      return code.match(CLOUDS) ?? [];
    });
  expect(named).toEqual([]);
});
