// Writes .github/workflows from the models of automation/workflows and the stacks of the reference platform; a test compares.
// `--print` writes to standard output instead.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { buildDist } from "./build.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const folder = path.join(root, ".github");
const MADE_BY = "Made by scripts/workflows.mjs from automation/workflows; do not edit.";

await buildDist();
const load = createRequire(import.meta.url);
const workflows = load(path.join(root, "dist", "automation", "workflows"));
const { platform } = load(path.join(root, "dist", "stacks", "reference.js"));
const { version } = load("@pulumi/pulumi/package.json");

const names = ["dev", "staging", "prod"];
const args = {
  environments: names.map((name) => ({ name, stacks: workflows.stackGroups(platform, name) })),
  pulumi: version,
};
const files = {
  checks: workflows.checks,
  "pull-request-diff": workflows.pullRequestDiff,
  "pull-request-comment": workflows.pullRequestComment,
  deploy: workflows.deployment(args),
  drift: workflows.nightlyDrift(args),
  audit: workflows.policyAudit(args),
  drill: workflows.drill({}),
};

const texts = Object.fromEntries(
  Object.entries(files).map(([name, workflow]) => [
    `workflows/${name}.yml`,
    workflows.workflowText(workflow, MADE_BY),
  ]),
);
const labels = names.map((name) => `    - causeway-${name}\n`).join("");
texts["actionlint.yaml"] = `# ${MADE_BY}\nself-hosted-runner:\n  labels:\n${labels}`;

mkdirSync(path.join(folder, "workflows"), { recursive: true });
for (const [name, unformatted] of Object.entries(texts)) {
  const file = path.join(folder, name);
  const text = await format(unformatted, {
    ...(await resolveConfig(file)),
    parser: "yaml",
  });
  if (process.argv.includes("--print")) process.stdout.write(`--- ${name}\n${text}`);
  else writeFileSync(file, text);
}
