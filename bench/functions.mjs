// Function code as it is deployed: how large each bundle is, and how long it takes to load in a process of its own.
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { context, heading, root, writeResult } from "./result.mjs";
import { median, spread, table } from "./stats.mjs";

/** The aims of docs/requirements/01.md. */
const AIM_KB = 500;
const AIM_MS = 150;

const bundles = path.join(root, "dist", "functions");

/** What a function finds in its environment, with values that lead nowhere. */
function environment(name) {
  const { functions } = createRequire(import.meta.url)(
    path.join(root, "dist/components/eventing/functions/manifest.js"),
  );
  const variables = { ...functions[name]?.environment, ...functions[name]?.optional };
  const arn = (service, what) => `arn:aws:${service}:us-east-1:111111111111:${what}`;
  const values = {
    text: "262144",
    "queue-url": "https://sqs.us-east-1.amazonaws.com/111111111111/queue",
    topic: arn("sns", "topic"),
    function: arn("lambda", "function:function"),
    "state-machine": arn("states", "stateMachine:machine"),
  };
  return {
    PATH: process.env.PATH,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_LAMBDA_FUNCTION_NAME: name,
    ...Object.fromEntries(Object.entries(variables).map(([key, kind]) => [key, values[kind] ?? "a-name"])),
  };
}

export async function run({ runs, out }) {
  const from = context("functions", runs);
  const load = path.join(root, "bench", "functions", "load.mjs");
  const results = readdirSync(bundles).map((name) => {
    const bundle = path.join(bundles, name, "index.mjs");
    const loadMs = Array.from({ length: runs }, () =>
      Number(execFileSync(process.execPath, [load, bundle], { env: environment(name), encoding: "utf8" })),
    );
    return { name, kb: statSync(bundle).size / 1000, loadMs };
  });
  const rows = results.map(({ name, kb, loadMs }) => [name, kb.toFixed(0), spread(loadMs, 0)]);
  const missed = results.filter(({ kb, loadMs }) => kb >= AIM_KB || median(loadMs) >= AIM_MS);
  console.log(`${heading(from)}\n\n${table(["function", "bundle kB", "load ms"], rows)}\n`);
  console.log(
    missed.length === 0
      ? `met    every bundle under ${AIM_KB} kB, loaded in under ${AIM_MS} ms`
      : `MISSED under ${AIM_KB} kB and ${AIM_MS} ms: ${missed.map(({ name }) => name).join(", ")}`,
  );
  console.log(`\nwritten to ${writeResult("functions", { ...from, results }, out)}`);
}
