import type { RunReport } from "../../deploy/report";
import { valueText } from "./outputs";
import { policyText, stacksTable } from "./run";
import { table } from "./table";

/** Outputs told of each stack; `causeway outputs` tells all. */
const KEY_OUTPUTS = 2;
const MOST_TEXT = 100;

/** What a newcomer sees at the end of the demo. */
export function demoText(
  report: RunReport,
  files: Readonly<Record<string, string>>,
  unchanged: boolean,
): string {
  const { totals, seconds, stacks, environment, state } = report;
  const done = unchanged
    ? `Nothing changed: all ${totals.held} resources of ${environment} are as the platform says.\n`
    : `${totals.held} resources in ${stacks.length} stacks of ${environment}, in ${seconds.toFixed(1)} s.\n`;
  const written = Object.entries(files).map(([what, file]) => `  ${what.padEnd(10)}${file}\n`);
  return [
    stacksTable(report),
    policyText(report),
    `Key outputs:\n${keyOutputs(report)}`,
    `State and reports:\n  ${"state".padEnd(10)}${state}\n${written.join("")}`,
    `Try next:\n${tryNext(report)}`,
    done,
  ].join("\n");
}

function keyOutputs({ stacks }: RunReport): string {
  const rows = stacks.flatMap(({ name, outputs }) =>
    Object.entries(outputs)
      .filter(([, value]) => typeof value === "string" && value !== "[secret]" && isShort(value))
      .slice(0, KEY_OUTPUTS)
      .map(([key, value]) => [`  ${name}`, key, valueText(value)]),
  );
  return table(["  stack", "output", "value"], rows);
}

/** Certificates and the like are no key outputs. */
function isShort(text: string): boolean {
  return text.length <= MOST_TEXT && !text.includes("\n");
}

/** Commands that work as they stand, in a checkout. */
function tryNext({ environment }: RunReport): string {
  const rows = [
    ["  npm run demo", "again: nothing changes"],
    [
      `  npx causeway outputs --env ${environment} --engine embedded`,
      "all that stacks promise to each other",
    ],
    [`  npx causeway graph --env ${environment}`, "which stack needs which"],
    ["  npx causeway preview --env prod --engine embedded", "the production platform, planned from nothing"],
    ["  npx causeway doctor", "what is missing for a real account"],
    ["  npm run demo -- destroy", "takes it all down, in the reverse order"],
  ];
  const width = Math.max(...rows.map(([command = ""]) => command.length));
  return `${rows.map(([command = "", what = ""]) => `${command.padEnd(width)}   ${what}`).join("\n")}\n`;
}
