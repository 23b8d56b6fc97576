import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { NAME_KINDS } from "../../components/core";
import { SCHEMAS } from "../../automation/cli/reference";
import { EXIT_CODES } from "../../automation/deploy/failure";
import { CONFIG_KEYS } from "../../stacks/config";
import { PHASES } from "../../stacks/define";
import { platform } from "../../stacks/reference";

const root = path.resolve(__dirname, "../..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  name: string;
  private: boolean;
  bin: Record<string, string>;
  exports: Record<string, unknown>;
};

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(full);
    else if (entry.name.endsWith(".ts")) yield full;
  }
}

/** Every component type, as the constructors give it to the base class. */
function componentTypes(): string[] {
  return [...sources(path.join(root, "components"))]
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/super\(\s*"([a-z-]+)",\s*"(\w+)"/g)])
    .map(([, area, cls]) => `causeway:${area}:${cls}`)
    .sort();
}

/** Environment variables that the sources read or set, by name. */
function environmentVariables(): string[] {
  const files = ["stacks", "automation", "components"].flatMap((folder) => [
    ...sources(path.join(root, folder)),
  ]);
  const names = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bCAUSEWAY_[A-Z_]+\b/g)].map(([name]) => name),
  );
  return [...new Set(names)].sort();
}

const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");
const code = (text: string) => `\`${text}\``;

function document(): string {
  const stacks = platform.stacks.map(({ name, phase, wave, needs, outputs }) => [
    code(name),
    wave === undefined ? phase : `${phase}, wave ${wave}`,
    Object.values(needs)
      .map((need) => code(need.stack))
      .join(", ") || "–",
    String(outputs.version),
    outputs.fields.map((field) => code(field) + (outputs.secrets.has(field) ? " (secret)" : "")).join(", "),
  ]);
  return `# Contracts

What users and their state depend on. A change here is a breaking change: it needs a new version, an alias or a migration.
Generated from the code by \`npm run docs\`; a test fails when the two differ.

## Names

- Package ${code(manifest.name)} (${manifest.private ? "`private: true` until its owner publishes it" : "public"}), command ${Object.keys(manifest.bin).map(code).join(", ")}.
- Subpaths: ${Object.keys(manifest.exports).map(code).join(", ")}. There is no \`"."\`: Pulumi's SDK would run it as the program.
- Pulumi project ${code(platform.name)}; stacks ${code("<env>-<stack>")} for the environments ${Object.keys(platform.environments).map(code).join(", ")}.
- Phases, the order of deployment, backwards that of destruction: ${PHASES.map(code).join(", ")}.
- State root of the embedded engine: ${code(".causeway/")}, ignored by git.
- Logical names are role words, never an organisation, environment, site or data. A rename needs an alias in ${code("stacks/aliases.ts")}.

## Exit codes

${tableOf(["Code", "Meaning"], [["0", "done"], ...Object.entries(EXIT_CODES).map(([kind, exit]) => [String(exit), kind])])}

## Stacks and their outputs

Every stack also gives ${code("contract")}, ${code("<stack>/<version>")}, which consumers check first.

${tableOf(["Stack", "Phase", "Needs", "Version", "Outputs"], stacks)}

## Configuration keys

${tableOf(
  ["Key", "Type", "Default", "Secret", "What", "Allowed"],
  CONFIG_KEYS.map((key) => [
    code(`causeway:${key.key}`),
    key.type,
    "default" in key ? code(key.default) : "none: required",
    key.secret ? "yes" : "no",
    key.description,
    key.allowed,
  ]),
)}

## Environment variables

${environmentVariables()
  .map((name) => `- ${code(name)}`)
  .join("\n")}

## JSON documents

What \`--json\` writes to standard output.

${tableOf(
  ["Schema", "Written by"],
  SCHEMAS.map(([schema, of]) => [code(schema), of]),
)}

## Component types

${componentTypes()
  .map((type) => `- ${code(type)}`)
  .join("\n")}

## Physical names

${code("<org>-<env>-<site>-<area>-<role>[-<n>]")}, shortened with a hash of the whole to the kind's limit. \`fixed\`: exactly this,
since others address it by name; \`prefix\`: the provider adds a suffix; \`display\`: a label.

${tableOf(
  ["Kind", "Form", "Most characters", "Alphabet", "Source"],
  Object.entries(NAME_KINDS).map(([kind, { form, max, alphabet, source }]) => [
    code(kind),
    form,
    String(max),
    alphabet,
    source,
  ]),
)}
`;
}

describe("docs/contracts.md", () => {
  test("says what the code keeps", async () => {
    await expect(document()).toMatchFileSnapshot(path.join(root, "docs/contracts.md"));
  });
});
