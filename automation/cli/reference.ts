import { EXIT_CODES } from "../deploy/failure";
import { RUN_SCHEMA } from "../deploy/report";
import type { Command, CommandOption } from "./command";
import { COMMANDS } from "./commands";
import { DOCTOR_SCHEMA } from "./commands/doctor";
import { ERROR_SCHEMA } from "./failure-text";
import { EVENTS_DEAD_LETTERS_SCHEMA, EVENTS_PUBLISH_SCHEMA, EVENTS_REPLAY_SCHEMA } from "./events/schemas";
import { PRICES_SCHEMA } from "../diff/prices";
import { AUDIT_SCHEMA } from "./format/audit";
import { EVENTS_MATCH_SCHEMA } from "./format/events-match";
import { DOCTOR_GATEWAY_SCHEMA } from "./format/gateway-report";
import { GRAPH_SCHEMA } from "./format/graph";
import { OUTPUTS_SCHEMA } from "./format/outputs";
import { PATH_SCHEMA } from "./format/path";
import { PROBE_SCHEMA } from "./format/probe";
import { OPTION } from "./options";

const EXIT_TEXT: readonly (readonly [code: number, meaning: string])[] = [
  [0, "done"],
  [
    EXIT_CODES.failed,
    "a resource, a gate or a check failed; for path: not reachable, only in part, or unknown",
  ],
  [EXIT_CODES.input, "invalid input, or a missing tool"],
  [EXIT_CODES.policy, "refused by policy"],
  [EXIT_CODES.locked, "locked or damaged state"],
  [EXIT_CODES.changes, "changes or drift found where none were expected"],
  [EXIT_CODES.interrupted, "interrupted"],
];

/** Every JSON document that the command writes, and which verbs write it. */
export const SCHEMAS: readonly (readonly [schema: string, of: string])[] = [
  [RUN_SCHEMA, "up, preview, destroy, demo"],
  [OUTPUTS_SCHEMA, "outputs"],
  [GRAPH_SCHEMA, "graph"],
  [PATH_SCHEMA, "path"],
  [AUDIT_SCHEMA, "audit"],
  [PRICES_SCHEMA, "prices, without --json"],
  [PROBE_SCHEMA, "probe api"],
  [EVENTS_MATCH_SCHEMA, "events match"],
  [EVENTS_PUBLISH_SCHEMA, "events publish"],
  [EVENTS_REPLAY_SCHEMA, "events replay"],
  [EVENTS_DEAD_LETTERS_SCHEMA, "events dead-letters"],
  [DOCTOR_SCHEMA, "doctor"],
  [DOCTOR_GATEWAY_SCHEMA, "doctor gateway"],
  [ERROR_SCHEMA, "any command that could not start"],
];

const INTRODUCTION = `# Command reference

Generated from the command tree; to update it, run \`npx vitest run tests/automation/cli/reference.test.ts -u\`.

Most commands have the form \`causeway COMMAND --env NAME [--only STACK...]\`. Run it as \`npx causeway\` in a checkout (after
\`npm run build\`) or where the package is installed.

- **Real by default.** Commands that deploy or read state use the Pulumi CLI and real clouds unless \`--engine embedded\` is
  given. Without the Pulumi CLI they stop and say how to install it; they never switch to the simulation.
- **Always simulated:** \`demo\`, \`diff\` and \`prices\`. No cloud account, no credentials. Runs with \`--engine embedded\` print
  SIMULATED first and last and in every document, keep their state in \`.causeway/embedded\`, and give programs no cloud
  credentials.
- **No telemetry.** Only \`prices\`, \`probe api\` and \`events publish\`, \`replay\` and \`dead-letters\` open network
  connections of their own, to what they are asked for.
- **Colours** follow \`NO_COLOR\` and \`FORCE_COLOR\`. Without a terminal, and with \`TERM=dumb\`, progress is plain lines.`;

const STATE = `## Files

| Folder | Contents |
|---|---|
| \`.causeway/embedded/\` | state of the embedded engine, the simulated clouds, their passphrase (random, mode 0600), reports |
| \`.causeway/*/runs/\` | a record of every run, which \`--resume\` reads; contains no state and no secrets |

\`.causeway\` is created in the nearest parent folder with a package.json or Pulumi.yaml, or where \`--state\` points. With
the Pulumi CLI, state stays in the backend of your \`pulumi login\`; causeway does not change your selected stack, plugins or
login.`;

/** The reference of the command, in Markdown. */
export function cliReference(): string {
  const codes = table(
    ["Exit code", "Meaning"],
    EXIT_TEXT.map(([code, meaning]) => [String(code), meaning]),
  );
  const schemas = table(
    ["Schema", "Written by"],
    SCHEMAS.map(([schema, of]) => [`\`${schema}\``, of]),
  );
  return (
    [
      INTRODUCTION,
      `## Exit codes\n\n${codes}\n\nIf several things fail, the first of 130, 4, 3, 1, 2, 5 that applies is the exit code.`,
      `## JSON\n\n\`--json\` writes one document to standard output and progress to standard error.\n\n${schemas}`,
      STATE,
      ...COMMANDS.map(section),
    ].join("\n\n") + "\n"
  );
}

function section({ name, summary, details, argument, options, examples }: Command): string {
  const usage = argument === undefined ? "" : ` [${argument.choices?.join("|") ?? argument.name}]`;
  const rows = [...options, OPTION.debug].map((option: CommandOption) => [
    `\`${option.flags}\``,
    meaning(option),
  ]);
  return [
    `## causeway ${name}${usage}`,
    `${summary}.${details === undefined ? "" : ` ${details.replaceAll("\n", " ")}`}`,
    table(["Option", "Meaning"], rows),
    ["```sh", ...examples, "```"].join("\n"),
  ].join("\n\n");
}

function meaning({ description, choices, default: fallback, mandatory }: CommandOption): string {
  return [
    description,
    ...(choices === undefined ? [] : [`one of ${choices.map((choice) => `\`${choice}\``).join(", ")}`]),
    ...(fallback === undefined ? [] : [`default \`${fallback}\``]),
    ...(mandatory === true ? ["required"] : []),
  ].join("; ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
