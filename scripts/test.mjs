// npm test: type-check, lint, format, every test, and one summary. Ends with `N passed, N failed, N skipped`.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildDist } from "./build.mjs";
import { fetchParts } from "./parts.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const results = path.join(root, ".cache", "vitest.json");
const bin = (name) => path.join(root, "node_modules", ".bin", name);

/** Runs a tool; its output is shown only when it fails, or as it comes with `live`. */
function run(title, command, args, { live = false } = {}) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: live ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    const done = (passed) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      if (!live)
        process.stdout.write(
          `${passed ? "ok    " : "FAILED"} ${title} (${seconds} s)\n${passed ? "" : output}`,
        );
      resolve({ title, passed, seconds });
    };
    child.on("error", (error) => {
      output += `${error.message}\n`;
      done(false);
    });
    child.on("close", (code) => done(code === 0));
  });
}

/** What the test run wrote, or undefined when it died before. */
function report() {
  try {
    return JSON.parse(readFileSync(results, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

mkdirSync(path.dirname(results), { recursive: true });
rmSync(results, { force: true });
// Only CI fetches parts unasked; elsewhere a suite whose part is missing says so.
if (process.env.CI === "true") fetchParts();
await buildDist();
const checks = [
  ...(await Promise.all([
    run("type-check", bin("tsc"), ["-p", "tsconfig.json"]),
    run("lint", bin("eslint"), ["--cache", "--cache-location", ".cache/eslint", "."]),
  ])),
  await run("format", bin("prettier"), ["--check", "--log-level", "warn", "."]),
];
const filters = process.argv.slice(2);
const tests = await run(
  "tests",
  bin("vitest"),
  ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${results}`, ...filters],
  { live: true },
);

const outcome = report();
const failedChecks = checks.filter((check) => !check.passed);
const all = (outcome?.testResults ?? []).flatMap((file) =>
  file.assertionResults.map((t) => ({ ...t, file: file.name })),
);
const brokenFiles = (outcome?.testResults ?? []).filter(
  (file) => file.status === "failed" && file.assertionResults.length === 0,
);
const passed = all.filter((t) => t.status === "passed").length;
const failed = all.filter((t) => t.status === "failed");
const skipped = all.filter((t) => t.status !== "passed" && t.status !== "failed");

console.log("\nSummary");
for (const check of checks)
  console.log(`  ${check.passed ? "ok    " : "FAILED"} ${check.title} (${check.seconds} s)`);
console.log(
  `  ${tests.passed ? "ok    " : "FAILED"} ${all.length} tests in ${outcome?.testResults.length ?? 0} files (${tests.seconds} s)`,
);
for (const test of failed) console.log(`  FAILED ${path.relative(root, test.file)}: ${test.fullName}`);
for (const file of brokenFiles)
  console.log(`  FAILED ${path.relative(root, file.name)}: ${file.message.split("\n", 1)[0]}`);
const reasons = new Map();
for (const test of skipped) {
  const reason =
    /not run[:(][^)]*\)?/.exec(test.fullName)?.[0] ??
    /not run \([^)]*\)/.exec(test.fullName)?.[0] ??
    path.relative(root, test.file);
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
for (const [reason, count] of reasons) console.log(`  skipped ${count}: ${reason}`);
// A run that died or ran nothing is a failure of its own, whatever it counted.
const died =
  outcome === undefined ||
  (all.length === 0 && filters.length === 0) ||
  (!tests.passed && failed.length + brokenFiles.length === 0);
const failures = failed.length + brokenFiles.length + failedChecks.length + (died ? 1 : 0);
if (died) console.log("  FAILED the test run ended before its report, or an error outside any test");
console.log(
  `\n${passed + checks.length - failedChecks.length} passed, ${failures} failed, ${skipped.length} skipped`,
);
process.exitCode = failures > 0 ? 1 : 0;
