// npm test: type-check, lint, format, every test, and one summary. Ends with `N passed, N failed, N skipped`.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildDist } from "./build.mjs";
import { fetchParts, installPackages, partPath } from "./parts.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const cache = path.join(root, ".cache");
const bin = (name) => path.join(root, "node_modules", ".bin", name);
const inCi = process.env.CI === "true";

/** Node versions beside the running one, with the tests that have to pass on them. */
const OTHER_NODES = ["node22", "node24"];
const ON_EVERY_NODE = ["tests/automation/engine/first-light.test.ts", "tests/automation/cli/demo.test.ts"];

/** Runs a tool; its output is shown only when it fails, or as it comes with `live`. */
function run(title, command, args, { live = false } = {}) {
  const started = performance.now();
  return new Promise((resolve) => {
    const stdio = live ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd: root, stdio });
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

/** Starts each when the one before it has ended. */
function inTurn(...starts) {
  let last = Promise.resolve();
  return starts.map((start) => (last = last.then(start)));
}

/** What a test run wrote, or undefined when it died before. */
function reportOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** One run of tests on one Node, told as lists of tests and of failures. */
async function runTests(title, node, filters, live) {
  const file = path.join(cache, `${title.replaceAll(" ", "-")}.json`);
  rmSync(file, { force: true });
  const vitest = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`, ...filters];
  const outcome = await run(title, node, args, { live });
  const files = reportOf(file)?.testResults ?? [];
  const tests = files.flatMap((one) => one.assertionResults.map((test) => ({ ...test, file: one.name })));
  const failures = [
    ...tests
      .filter((test) => test.status === "failed")
      .map((test) => `${path.relative(root, test.file)}: ${test.fullName}`),
    ...files
      .filter(
        (one) => one.status === "failed" && !one.assertionResults.some((test) => test.status === "failed"),
      )
      .map((one) => `${path.relative(root, one.name)}: ${one.message.split("\n", 1)[0]}`),
  ];
  // A run that died, or met an error outside any test, has failed whatever it counted.
  if (!outcome.passed && failures.length === 0)
    failures.push(`${title}: ended before its report, or by an error outside any test`);
  if (outcome.passed && tests.length === 0) failures.push(`${title}: ran no test`);
  return {
    ...outcome,
    files: files.length,
    passedTests: tests.filter((test) => test.status === "passed").length,
    skippedTests: tests.filter((test) => test.status !== "passed" && test.status !== "failed"),
    failures,
  };
}

mkdirSync(cache, { recursive: true });
// Only CI fetches parts and installs packages unasked; elsewhere a suite whose part is missing says so.
if (inCi) {
  fetchParts();
  installPackages();
}
await buildDist();
const filters = process.argv.slice(2);
// Linting takes as long as the two others one after the other: two at once, and no core waits.
const [lint, typeCheck, format] = await Promise.all([
  run("lint", bin("eslint"), ["--cache", "--cache-location", path.join(cache, "eslint"), "."]),
  ...inTurn(
    () => run("type-check", bin("tsc"), ["-p", "tsconfig.json"]),
    () => run("format", bin("prettier"), ["--check", "--log-level", "warn", "."]),
  ),
]);
const checks = [typeCheck, lint, format];
const suites = [await runTests("tests", process.execPath, filters, true)];
const missing = [];
for (const name of filters.length > 0 ? [] : OTHER_NODES) {
  const node = partPath(name);
  if (node !== undefined && existsSync(node))
    suites.push(await runTests(`tests on ${name}`, node, ON_EVERY_NODE, false));
  else missing.push(name);
}

console.log("\nSummary");
for (const check of checks)
  console.log(`  ${check.passed ? "ok    " : "FAILED"} ${check.title} (${check.seconds} s)`);
for (const suite of suites) {
  const ok = suite.failures.length === 0;
  const count = suite.passedTests + suite.skippedTests.length;
  console.log(
    `  ${ok ? "ok    " : "FAILED"} ${suite.title}: ${count} in ${suite.files} files (${suite.seconds} s)`,
  );
}
const failures = suites.flatMap((suite) => suite.failures);
for (const name of missing) {
  console.log(`  ${inCi ? "FAILED" : "skipped"} tests on ${name}: not run: npm run parts`);
  if (inCi) failures.push(`tests on ${name}: not run`);
}
for (const failure of failures) console.log(`  FAILED ${failure}`);
const skipped = suites.flatMap((suite) => suite.skippedTests);
const reasons = new Map();
for (const test of skipped) {
  const reason =
    /not run(: npm run parts| \([^)]*\))/.exec(test.fullName)?.[0] ?? path.relative(root, test.file);
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
for (const [reason, count] of reasons) console.log(`  skipped ${count}: ${reason}`);

const failedChecks = checks.filter((check) => !check.passed).length;
const passed = suites.reduce((sum, suite) => sum + suite.passedTests, 0) + checks.length - failedChecks;
const failed = failures.length + failedChecks;
console.log(`\n${passed} passed, ${failed} failed, ${skipped.length + (inCi ? 0 : missing.length)} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
