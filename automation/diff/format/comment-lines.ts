/** The parts of the comment that are lists of lines: environments, failures, risks, findings, settings, cost, limits. */
import type { DiffDocument, EnvironmentDiff } from "../model";
import { code, element, link, paragraphs, sentence } from "./escape";
import type { Piece } from "./fit";
import { columnsOf } from "./summary";
import { refuses, type PropertyView, type Said, type View } from "./view";
import * as words from "./words";

/** What a list is of, and what one and many of its lines are called where they are counted. */
export const KINDS = {
  environments: ["environment", "environments"],
  failures: ["stack that could not be compared", "stacks that could not be compared"],
  risks: ["risk", "risks"],
  refusals: ["mandatory finding", "mandatory findings"],
  findings: ["other finding", "other findings"],
  settings: ["setting", "settings"],
  costs: ["price", "prices"],
  remarks: ["remark", "remarks"],
} as const;
export type Kind = keyof typeof KINDS;

export interface Line extends Piece {
  readonly of: { readonly kind: Kind; readonly text: string };
}

const line = (kind: Kind, rank: number, text: string): Line => ({ of: { kind, text }, rank });

/** " in `dev` and `prod`", or nothing where it is so in all. */
export function inEnvironments(environments: readonly string[], all: readonly string[]): string {
  return environments.length >= all.length ? "" : ` in ${words.listed(environments.map(code))}`;
}

export function linesOf(document: DiffDocument, view: View): Line[] {
  const where = ({ environments }: Said<unknown>) => inEnvironments(environments, view.environments);
  const columns = columnsOf(document);
  return [
    ...document.environments.map((env) =>
      line("environments", 0, row([nameCell(env), ...columns.map(({ cell }) => sentence(cell(env)))])),
    ),
    ...view.failures.map((said) => {
      const { stack, status, message } = said.value;
      const what = status === "failed" ? "can not be previewed" : "was not compared";
      return line("failures", 1, `${code(stack)} ${what}${where(said)}: ${paragraphs(message)}`);
    }),
    ...view.risks.map((said) => {
      const { severity, stack, message, advice } = said.value;
      const at = stack === undefined ? "" : ` ${code(stack)}`;
      const text = `**${severity}**${at}${where(said)}: ${paragraphs(message)} ${paragraphs(advice)}`;
      return line("risks", severity === "high" ? 2 : 4, text);
    }),
    ...view.findings.map((said) => {
      const { rule, level, change, stack, message } = said.value;
      const at = `${code(stack)}${words.placeText(said.value, code)}${where(said)}`;
      const text = `${change}, ${level}: ${code(rule)} at ${at}: ${paragraphs(message)}`;
      return refuses(said.value) ? line("refusals", 3, text) : line("findings", 16, text);
    }),
    ...view.settings.map((setting) => line("settings", 15, settingText(setting, view.environments))),
    ...view.costs.map((said) => line("costs", 17, costLine(said.value) + where(said))),
    ...(view.unpriced.length === 0 ? [] : [line("costs", 17, unpricedText(view.unpriced))]),
    ...view.notCompared.map((said) =>
      line("remarks", 5, `Not compared${where(said)}: ${paragraphs(said.value)}`),
    ),
    ...document.notes.map((note) => line("remarks", 5, `Note: ${paragraphs(note)}`)),
  ];
}

const unpricedText = (types: readonly string[]): string =>
  `unknown, as no price is recorded: ${types.map(code).join(", ")}`;

function settingText({ path, said }: PropertyView, all: readonly string[]): string {
  const variants = said.map(({ value: { before, after }, environments }) => {
    const change = [before, after].map((one) => (one === undefined ? "none" : code(one))).join(" → ");
    return `${change}${inEnvironments(environments, all)}`;
  });
  return `${code(path)}: ${variants.join("; ")}`;
}

function costLine({ stack, resource, currency, monthly, price }: View["costs"][number]["value"]): string {
  const amount = monthly === null ? "unknown" : `${words.moneyText(monthly, currency)} a month`;
  const source =
    price === undefined
      ? ""
      : ` (${sentence(price.what)}: ${price.amount} ${sentence(currency)} per ${sentence(price.unit)}, ` +
        `${link("source", price.source)} of ${sentence(price.date)}${sentence(words.excludedText(price))})`;
  return `${code(stack)} ${code(resource)}: ${sentence(amount)}${source}`;
}

function nameCell({ name, status }: EnvironmentDiff): string {
  const remark = words.ENVIRONMENT_STATUS[status];
  return element(name) + (remark === "" ? "" : ` (${remark})`);
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** Head of the table of environments. */
export function tableHead(document: DiffDocument): string {
  const titles = ["Environment", ...columnsOf(document).map(({ title }) => title)];
  return [row(titles), row(titles.map((_, index) => (index === 0 ? "---" : "---:")))].join("\n");
}
