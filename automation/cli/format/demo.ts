import { changesOf, type RunReport } from "../../deploy/report";
import { shellWord } from "../../../lib/shell";
import { valueText } from "./outputs";
import { policyText, stacksTable } from "./run";
import { table } from "./table";

/** Outputs told of each stack; `causeway outputs` tells all. */
const KEY_OUTPUTS = 2;
const MOST_TEXT = 100;

/** What the demo was given and the commands after it must be given again. */
export interface DemoPlace {
  readonly state: string | undefined;
  readonly platform: string | undefined;
}

/** What a newcomer sees at the end of the demo. */
export function demoText(
  report: RunReport,
  files: Readonly<Record<string, string>>,
  place: DemoPlace,
): string {
  const { totals, seconds, stacks, environment, state } = report;
  const unchanged = changesOf(totals) === 0;
  const done = unchanged
    ? `Nothing changed: all ${totals.held} resources of ${environment} are as the platform says.\n`
    : `${totals.held} resources in ${stacks.length} stacks of ${environment}, in ${seconds.toFixed(1)} s.\n`;
  const written = Object.entries(files).map(([what, file]) => `  ${what.padEnd(10)}${file}\n`);
  return [
    stacksTable(report),
    policyText(report),
    `Key outputs:\n${keyOutputs(report)}`,
    `State and reports:\n  ${"state".padEnd(10)}${state}\n${written.join("")}`,
    `Try next:\n${tryNext(report, place)}`,
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
function tryNext({ environment }: RunReport, { state, platform }: DemoPlace): string {
  const on = platform === undefined ? "" : ` --platform ${shellWord(platform)}`;
  const where = `${on}${state === undefined ? "" : ` --state ${shellWord(state)}`}`;
  const demo = (action: string) => `npm run demo${`${action}${where}` === "" ? "" : ` --${action}${where}`}`;
  const rows = [
    [demo(""), "deploy again: nothing changes"],
    [`npx causeway outputs --env ${environment} --engine embedded${where}`, "outputs of all stacks"],
    [`npx causeway graph --env ${environment}${on}`, "stacks and their dependencies"],
    ...(platform === undefined
      ? [[`npx causeway preview --env prod --engine embedded${where}`, "plan production from nothing"]]
      : []),
    [`npx causeway doctor${where}`, "what this machine lacks for a real deployment"],
    [demo(" destroy"), "delete it again"],
  ];
  const width = Math.max(...rows.map(([command = ""]) => command.length));
  return `${rows.map(([command = "", what = ""]) => `  ${command.padEnd(width)}   ${what}`).join("\n")}\n`;
}
