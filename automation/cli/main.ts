#!/usr/bin/env node
import { readFileSync } from "node:fs";
import Module from "node:module";
import path from "node:path";
import { packageRoot } from "../../stacks/package-root";
import { loadPartsLate } from "../engine/late-modules";
import type { ModuleLoader } from "../engine/late-modules";
import { unfit } from "./fit";

const FAILED = 1;
const BAD_INPUT = 2;

let ended = false;
let unwritten = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", ({ code = "error" }: NodeJS.ErrnoException) => {
    // A reader that goes away, as `| head` does, is no failure: the run goes on and its exit code stays true. Nor does a full
    // disk or a closed terminal end a run amid its steps, but what was to be read is lost then.
    if (code === "EPIPE" || unwritten) return;
    unwritten = true;
    if (stream === process.stdout) {
      process.stderr.write(`causeway: standard output can not be written (${code})\n`);
    }
  });
}
process.on("exit", (code) => {
  if (code !== 0) return;
  // A platform that calls process.exit when it is loaded, or a promise that nothing settles, is no success.
  if (!ended) process.stderr.write("causeway: something ended the process before the command was done\n");
  if (!ended || unwritten) process.exitCode = FAILED;
});

async function main(): Promise<number> {
  const reason = unfit(process.platform, process.versions.node);
  if (reason !== undefined) {
    process.stderr.write(`causeway: ${reason}\n`);
    return BAD_INPUT;
  }
  loadPartsLate(Module as unknown as ModuleLoader);
  // Loaded only now, so that an old Node gets the message and not a syntax error.
  const { runCli } = await import("./program.js");
  const manifest = readFileSync(path.join(packageRoot, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const { stdin, stdout, stderr, env } = process;
  return await runCli(process.argv.slice(2), version, { stdin, stdout, stderr, env, cwd: process.cwd() });
}

main().then(
  (code) => {
    ended = true;
    process.exitCode = code;
  },
  (error: unknown) => {
    ended = true;
    process.stderr.write(`causeway: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = FAILED;
  },
);
