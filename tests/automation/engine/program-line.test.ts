import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StackFrame, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import { SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { buildSync } from "esbuild";
import { lineOf, programFrame } from "../../../automation/engine/program-line";
import { isWithin } from "../../../lib/within";
import { temporaryFolder } from "./support/project";

function trace(...places: readonly (string | undefined)[]): StackTrace {
  const frames = places.map((place) => {
    const frame = new StackFrame();
    const [file, line, column] = place?.split("|") ?? [];
    if (file === undefined) return frame;
    const position = new SourcePosition();
    position.setUri(pathToFileURL(file).href);
    position.setLine(Number(line));
    position.setColumn(Number(column));
    frame.setPc(position);
    return frame;
  });
  const all = new StackTrace();
  all.setFramesList(frames);
  return all;
}

describe("the line of a program that a resource is written on", () => {
  it("is the innermost one that is neither a package's nor the components' own door", () => {
    const found = programFrame(
      trace(
        undefined,
        "/shop/node_modules/@pulumi/aws/s3/bucket.js|10|5",
        "/shop/dist/components/core/component.js|20|5",
        "/shop/dist/components/data/store.js|30|7",
        "/shop/dist/stacks/data.js|40|9",
      ),
    );
    expect(found).toEqual({ file: "/shop/dist/components/data/store.js", line: 30, column: 7 });
  });

  it("is unknown where libraries alone, or nobody, made it", () => {
    expect(programFrame(trace("/shop/node_modules/@pulumi/eks/cluster.js|1|1"))).toBeUndefined();
    expect(programFrame(undefined)).toBeUndefined();
  });

  it("is nowhere in what is no file's address", () => {
    const odd = trace("/shop/a.js|1|1");
    odd.getFramesList()[0]?.getPc()?.setUri("file://elsewhere%2f/a.js");
    expect(programFrame(odd)).toBeUndefined();
  });

  it("is told of files in given folders alone, and as it ran where a map leads out of them or can not be read", () => {
    const root = temporaryFolder("apart");
    const own = path.join(root, "own");
    mkdirSync(own);
    writeFileSync(path.join(root, "secret.ts"), "");
    const mapped = (name: string, map: string) => {
      const file = path.join(own, name);
      writeFileSync(`${file}.map`, map);
      return { file, line: 1, column: 1 };
    };
    const map = (source: string) =>
      JSON.stringify({ version: 3, sources: [source], names: [], mappings: "AAAA" });
    const folderOf = (file: string) => (isWithin(file, own) ? own : undefined);
    expect(lineOf(mapped("in.js", map("in.ts")), folderOf)).toBe("in.ts:1");
    // As if what was built had been moved.
    expect(lineOf(mapped("out.js", map("../secret.ts")), folderOf)).toBe("secret.ts:1");
    expect(lineOf(mapped("far.js", map("a/../../../secret.ts")), folderOf)).toBe("far.js:1");
    expect(lineOf(mapped("bad.js", "{"), folderOf)).toBe("bad.js:1");
    expect(lineOf({ file: `${own}-other/a.js`, line: 1, column: 1 }, folderOf)).toBeUndefined();
  });

  it("is that of the source where there is a map, from the folder of the package, and never an absolute path", () => {
    const root = temporaryFolder("mapped");
    mkdirSync(path.join(root, "stacks"));
    writeFileSync(path.join(root, "package.json"), "{}");
    const source = path.join(root, "stacks", "data.ts");
    writeFileSync(
      source,
      "interface A {\n  b: string;\n}\n\n\nexport const a: A = make();\ndeclare function make(): A;\n",
    );
    const out = path.join(root, "dist", "stacks", "data.js");
    buildSync({
      entryPoints: [source],
      outfile: out,
      format: "cjs",
      sourcemap: "external",
      sourcesContent: false,
    });
    const text = buildSync({ entryPoints: [source], write: false, format: "cjs" }).outputFiles[0]?.text ?? "";
    const line = text.split("\n").findIndex((one) => one.includes("make()")) + 1;
    expect(line).not.toBe(6);
    expect(lineOf({ file: out, line, column: 11 })).toBe("stacks/data.ts:6");
    expect(lineOf({ file: path.join(root, "stacks", "plain.js"), line: 3, column: 1 })).toBe(
      "stacks/plain.js:3",
    );
  });
});
