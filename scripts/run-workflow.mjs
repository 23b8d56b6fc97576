// Runs a job of a workflow on this machine, step by step: the scripts as they are, in the shell they get on GitHub, with its
// files for outputs and variables. Of actions, checkout and artifacts are done here; any other is named and left out.
//
//   node scripts/run-workflow.mjs deploy dev-hosted --rehearse [--skip STEP]... [--context FILE] [--folder DIR]
//
// FILE is JSON with the contexts that expressions read: github, vars, secrets, inputs, needs, matrix. --rehearse puts what is
// built here in place of "npm ci" and of what it builds, simulated clouds in place of sessions of real ones. DIR is where the
// job works and keeps its artifacts; the next job of a run may be given the same.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "yaml";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Runs a job; the answer is what became of each step, and its outputs. */
export function runJob({
  job,
  contexts = {},
  folder,
  skip = [],
  env = {},
  repository = root,
  rehearse = false,
  log = () => {},
}) {
  const temp = path.join(folder, "temp");
  const workspace = path.join(folder, "workspace");
  const artifacts = path.join(folder, "artifacts");
  for (const one of [temp, workspace, artifacts]) mkdirSync(one, { recursive: true });
  const outer = env.PATH ?? process.env.PATH;
  const stand = rehearse ? { PATH: `${standIns(path.join(folder, "stand-ins"), artifacts)}:${outer}` } : {};
  const known = { ...contexts, steps: {}, env: { ...job.env }, runner: { temp } };
  const given = {};
  const outcomes = [];
  let failed = false;
  for (const [index, step] of job.steps.entries()) {
    const scope = { ...known, failed };
    if (!truthy(evaluate(step.if ?? "success()", scope, true))) {
      outcomes.push({ name: step.name, outcome: "skipped" });
      continue;
    }
    if (skip.includes(step.name)) {
      log(`left out: ${step.name}`);
      outcomes.push({ name: step.name, outcome: "left out" });
      continue;
    }
    const files = Object.fromEntries(
      ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY"].map((name) => [
        name,
        path.join(temp, `${index}-${name}`),
      ]),
    );
    for (const file of Object.values(files)) writeFileSync(file, "");
    const texts = (map = {}) =>
      Object.fromEntries(Object.entries(map).map(([key, value]) => [key, text(value, scope)]));
    const variables = {
      ...process.env,
      ...texts(job.env),
      ...given,
      ...texts(step.env),
      ...files,
      RUNNER_TEMP: temp,
      GITHUB_WORKSPACE: workspace,
      ...env,
      ...stand,
    };
    log(`== ${step.name}`);
    const done =
      step.run === undefined
        ? action(step, texts(step.with), { workspace, artifacts, repository, log })
        : script(text(step.run, scope), variables, workspace, path.join(temp, `${index}.sh`), log);
    Object.assign(given, pairs(files.GITHUB_ENV));
    if (step.id !== undefined) known.steps[step.id] = { outputs: pairs(files.GITHUB_OUTPUT) };
    outcomes.push({ name: step.name, ...done, summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") });
    if (done.outcome === "failure") failed = true;
  }
  const outputs = Object.fromEntries(
    Object.entries(job.outputs ?? {}).map(([key, value]) => [key, text(value, known)]),
  );
  return { outcomes, outputs, failed, workspace, artifacts };
}

/**
 * Commands in place of npm, node and gh: what is built here is taken for what npm would install and build, causeway is told of
 * the embedded engine, no session of a cloud is opened, and artifacts of another run are those that were kept here.
 */
function standIns(folder, artifacts) {
  mkdirSync(folder, { recursive: true });
  const lines = {
    npm: [
      'case "$*" in',
      '  "ci --ignore-scripts") ln -sfn "$ROOT/node_modules" node_modules ;;',
      '  "run build") ln -sfn "$ROOT/dist" dist ;;',
      // Of causeway diff, which builds the revisions itself.
      '  *) PATH="${PATH#*:}" exec npm "$@" ;;',
      "esac",
    ],
    node: [
      'case "$1 ${2:-}" in',
      '  *"/oci-session.js "*) echo "no session of OCI in a rehearsal" ;;',
      '  *"/cli/main.js diff") exec "$NODE" "$@" ;;',
      '  *"/cli/main.js "*)',
      '    case " $* " in *" --state "*) ;; *) set -- "$@" --state state ;; esac',
      '    exec "$NODE" "$@" --engine embedded ;;',
      '  *) exec "$NODE" "$@" ;;',
      "esac",
    ],
    gh: [
      'case "$1 $2" in',
      '  "run download") shift 3; while [ $# -gt 0 ]; do case "$1" in --name) name="$2" ;; --dir) dir="$2" ;; esac; shift 2; done',
      '    mkdir -p "$dir"; cp -rd "$ARTIFACTS/$name/." "$dir" ;;',
      '  *) echo "not done in a rehearsal: gh $*" ;;',
      "esac",
    ],
  };
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const variables = { ROOT: root, NODE: process.execPath, ARTIFACTS: artifacts };
  const given = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  for (const [name, body] of Object.entries(lines)) {
    writeFileSync(path.join(folder, name), ["#!/usr/bin/env bash", ...given, ...body, ""].join("\n"), {
      mode: 0o755,
    });
  }
  return folder;
}

function script(source, env, cwd, file, log) {
  writeFileSync(file, source);
  const shell = ["--noprofile", "--norc", "-eo", "pipefail", file];
  const { status, stdout, stderr } = spawnSync("bash", shell, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  log(`${stdout}${stderr}`.trimEnd());
  return { outcome: status === 0 ? "success" : "failure", stdout, stderr };
}

function action({ uses }, given, { workspace, artifacts, repository, log }) {
  const name = uses.split("@")[0];
  const at = path.join(workspace, given.path ?? "");
  if (name === "actions/checkout") {
    const git = (...args) => spawnSync("git", args, { encoding: "utf8" });
    const source = given.repository === undefined ? repository : path.join(repository, given.repository);
    // As on a runner of one's own: what a job before left beside the tracked files stays.
    const again = existsSync(path.join(at, ".git"));
    const cloned = again
      ? git("-C", at, "fetch", "--quiet", source, "HEAD")
      : git("clone", "--quiet", source, at);
    if (again) git("-C", at, "reset", "--quiet", "--hard", "FETCH_HEAD");
    const moved = given.ref === undefined ? cloned : git("-C", at, "checkout", "--quiet", given.ref);
    log(`${cloned.stderr}${moved.stderr}`.trimEnd());
    return { outcome: cloned.status === 0 && moved.status === 0 ? "success" : "failure" };
  }
  if (name === "actions/upload-artifact") {
    rmSync(path.join(artifacts, given.name), { recursive: true, force: true });
    for (const file of given.path.split("\n").filter((one) => existsSync(path.join(workspace, one)))) {
      const source = path.join(workspace, file);
      const target = path.join(artifacts, given.name);
      cpSync(source, statSync(source).isDirectory() ? target : path.join(target, file), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    return { outcome: "success" };
  }
  if (name === "actions/download-artifact") {
    const source = path.join(artifacts, given.name);
    if (!existsSync(source)) return { outcome: "failure" };
    cpSync(source, at, { recursive: true });
    return { outcome: "success" };
  }
  log(`not done here: ${name}`);
  return { outcome: "not done here" };
}

function pairs(file) {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.includes("="));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** A text with its expressions filled in. */
function text(value, scope) {
  return String(value).replace(/\$\{\{(.*?)\}\}/gs, (_, expression) =>
    String(evaluate(expression, scope) ?? ""),
  );
}

const truthy = (value) => value !== undefined && value !== false && value !== "" && value !== 0;

/**
 * GitHub's expressions as far as the workflows use them: paths, texts, comparison, and, or, not, brackets, toJSON, the functions
 * of state. `condition`: a condition that asks for no state holds only while nothing has failed.
 */
export function evaluate(expression, scope, condition = false) {
  const source = expression.replace(/^\s*\$\{\{|\}\}\s*$/g, "");
  const tokens = source.match(/'(?:[^']|'')*'|[\w.-]+|==|!=|&&|\|\||[!()]/g) ?? [];
  let at = 0;
  const take = (token) => tokens[at] === token && ++at > 0;
  const state = {
    always: () => true,
    success: () => !scope.failed,
    failure: () => scope.failed === true,
    cancelled: () => false,
  };
  function value() {
    if (take("!")) return !truthy(value());
    if (take("(")) return bracketed();
    const token = tokens[at++] ?? "";
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (token === "toJSON" && take("(")) return JSON.stringify(bracketed(), null, 2);
    if (tokens[at] === "(" && Object.hasOwn(state, token)) {
      at += 2;
      return state[token]();
    }
    return token.split(".").reduce((from, key) => from?.[key], scope);
  }
  function bracketed() {
    const inner = either();
    if (!take(")")) throw new Error(`no end of brackets in ${expression}`);
    return inner;
  }
  function compared() {
    const left = value();
    if (take("==")) return left === value();
    if (take("!=")) return left !== value();
    return left;
  }
  function both() {
    let left = compared();
    while (take("&&")) {
      const right = compared();
      left = truthy(left) ? right : left;
    }
    return left;
  }
  function either() {
    let left = both();
    while (take("||")) {
      const right = both();
      left = truthy(left) ? left : right;
    }
    return left;
  }
  const result = either();
  if (at !== tokens.length) throw new Error(`can not read the expression ${expression}`);
  const asksForState = /\b(always|success|failure|cancelled)\(\)/.test(source);
  return condition && !asksForState && scope.failed ? false : result;
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      skip: { type: "string", multiple: true },
      context: { type: "string" },
      folder: { type: "string" },
      rehearse: { type: "boolean", default: false },
    },
  });
  const [name, id] = positionals;
  const file = path.join(root, ".github", "workflows", `${name}.yml`);
  if (name === undefined || !existsSync(file))
    throw new Error(`no workflow ${name ?? ""}: ${file} is not there`);
  const { jobs } = parse(readFileSync(file, "utf8"));
  const job = jobs[id];
  if (job === undefined)
    throw new Error(`no job ${id ?? ""} in ${name}; there are ${Object.keys(jobs).join(", ")}`);
  const contexts = values.context === undefined ? {} : JSON.parse(readFileSync(values.context, "utf8"));
  const folder = path.resolve(values.folder ?? mkdtempSync(path.join(os.tmpdir(), `workflow-${name}-`)));
  const { skip = [], rehearse } = values;
  const { outcomes, failed } = runJob({ job, contexts, folder, skip, rehearse, log: console.log });
  console.log(`\n${folder}`);
  for (const one of outcomes) console.log(`${one.outcome.padEnd(14)} ${one.name}`);
  process.exitCode = failed ? 1 : 0;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
