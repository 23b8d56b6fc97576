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
    "a resource or a gate failed; of path: the one does not reach the other, or not in full",
  ],
  [EXIT_CODES.input, "bad input, or a tool that is missing"],
  [EXIT_CODES.policy, "refused by policy"],
  [EXIT_CODES.locked, "locked or damaged state"],
  [EXIT_CODES.changes, "changes found where none were expected"],
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
  [ERROR_SCHEMA, "any command that could not begin"],
];

const INTRODUCTION = `# The causeway command

Generated from the command tree; \`npx vitest run tests/automation/cli/reference.test.ts -u\` writes it anew.

\`causeway VERB --env NAME [--only STACK...]\`. Every verb but \`demo\` works on the Pulumi CLI and real clouds unless
\`--engine embedded\` is given, and stops with the way to install the CLI where there is none: nothing is simulated unasked.
An embedded run says SIMULATED in its first and last line and in every document, keeps its state below \`.causeway/embedded\`
and gives programs no cloud credentials. There is no telemetry.`;

const STATE = `## What is kept where

| Folder | What |
|---|---|
| \`.causeway/embedded/\` | the embedded engine's states, the simulated clouds, the passphrase (random, mode 0600), reports |
| \`.causeway/*/runs/\` | a journal of every run, which \`--resume\` reads; it holds no state and no secret |

\`.causeway\` is made in the nearest folder with a package.json or Pulumi.yaml, or where \`--state\` says. On the real engine
state stays in the backend that \`pulumi login\` chose; your selected stack, plugins and login stay as they are.`;

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
      `## Exit codes\n\n${codes}\n\nOf several failures the gravest gives the code: 130, 4, 3, 1, 2, 5 in this order.`,
      `## JSON\n\n\`--json\` writes one document to standard output, and progress to standard error.\n\n${schemas}`,
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
