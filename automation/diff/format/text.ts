import type { DiffDocument } from "../model";
import { table } from "../../cli/format/table";
import { SIMULATED } from "../../reports/sections";
import { remarksOn } from "./change-view";
import { columnsOf, headline } from "./summary";
import {
  changesOf,
  differs,
  remarksOf,
  viewOf,
  type ChangeView,
  type PropertyView,
  type StackView,
  type View,
} from "./view";
import * as words from "./words";

const { visible } = words;

/** What a change comes to, for the terminal: all of it, nothing folded, each change said once. */
export function text(document: DiffDocument): string {
  const view = viewOf(document);
  const columns = columnsOf(document);
  const rows = document.environments.map((env) => [
    [visible(env.name), words.ENVIRONMENT_STATUS[env.status]].filter((word) => word !== "").join(", "),
    ...columns.map(({ cell }) => visible(cell(env))),
  ]);
  const { platform, base, head, now, notes } = document;
  const parts = [
    `${SIMULATED}.`,
    `${visible(platform)}: ${headline(document, view)}\n` +
      visible(`base ${words.revisionText(base)}, head ${words.revisionText(head)}, judged as of ${now}`),
    table(["environment", ...columns.map(({ title }) => title.toLowerCase())], rows).trimEnd(),
    section(
      "could not be compared:",
      view.failures.map((said) => {
        const { stack, status, message } = said.value;
        const what = status === "failed" ? "can not be previewed" : "was not compared";
        return `${visible(stack)} ${what}${inside(said.environments, view)}:\n${indented(message)}`;
      }),
    ),
    section(
      "risks:",
      view.risks.map((said) => {
        const { severity, stack, message, advice } = said.value;
        const at = stack === undefined ? "" : ` ${visible(stack)}`;
        return `${severity}${at}${inside(said.environments, view)}:\n${indented(`${message}\n${advice}`)}`;
      }),
    ),
    section(
      "policy:",
      view.findings.map((said) => {
        const { rule, level, change, stack, message } = said.value;
        const place = `${visible(stack)}${words.placeText(said.value, visible)}${inside(said.environments, view)}`;
        return `${change} ${level} ${visible(rule)} at ${place}:\n${indented(message)}`;
      }),
    ),
    section(
      "settings of environments:",
      view.settings.flatMap((setting) => propertyLines(setting, view.environments)),
    ),
    ...view.stacks.flatMap((stack) => (differs(stack) ? [stackText(stack, view)] : [])),
    section("cost:", costLines(view)),
    section("not compared, and notes:", [
      ...view.notCompared.map((said) => `${visible(said.value)}${inside(said.environments, view)}`),
      ...notes.map(visible),
    ]),
    `${SIMULATED}.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** " in dev and prod", or nothing where it is so in all. */
function inside(environments: readonly string[], { environments: all }: View): string {
  return environments.length >= all.length ? "" : ` in ${words.listed(environments.map(visible))}`;
}

const section = (title: string, entries: readonly string[]): string =>
  entries.length === 0 ? "" : `${title}\n${entries.map(indented).join("\n")}`;

/** Lines two columns further in; what is hidden in one is made visible. */
const indented = (lines: string): string =>
  lines
    .split("\n")
    .map((line) => `  ${visible(line)}`)
    .join("\n");

function stackText(stack: StackView, view: View): string {
  const remarks = remarksOf(stack).map(({ value, environments }) => {
    const from = value.from.length === 0 ? "" : ` (${words.listed(value.from.map(visible))})`;
    return value.text + from + inside(environments, view);
  });
  const counts = words.countedActions(changesOf(stack)) || "no resource differs";
  const components = stack.components.map(({ name, changes }) => {
    const lines = changes.map((change) => changeText(change, view)).join("\n");
    return name === "" ? lines : `in ${visible(name)}:\n${indented(lines)}`;
  });
  return section(`${visible(stack.name)}: ${[counts, ...remarks].join("; ")}`, components);
}

function changeText(change: ChangeView, view: View): string {
  const { action, name, type, environments } = change;
  const remarks = remarksOn(change, (names) => words.listed(names.map(visible)));
  const told = remarks.length === 0 ? "" : `: ${remarks.join("; ")}`;
  const head = `${words.ACTION_WORDS[action]} ${visible(name)} ${visible(type)}${inside(environments, view)}${told}`;
  const properties = change.properties.flatMap((property) => propertyLines(property, environments));
  return [head, ...properties.map((line) => `  ${line}`)].join("\n");
}

function propertyLines({ path, said }: PropertyView, all: readonly string[]): string[] {
  return said.flatMap(({ value, environments }) => {
    const where = environments.length >= all.length ? "" : ` [${environments.map(visible).join(", ")}]`;
    return words.signed(value).map(([sign, one]) => `${sign} ${visible(path)}: ${visible(one)}${where}`);
  });
}

function costLines(view: View): string[] {
  const lines = view.costs.map(({ value: { stack, resource, currency, monthly, price }, environments }) => {
    const amount = monthly === null ? "unknown" : `${words.moneyText(monthly, currency)} a month`;
    const source =
      price === undefined
        ? ""
        : ` (${price.what}: ${price.amount} ${currency} per ${price.unit}, ${price.source} of ${price.date}${words.excludedText(price)})`;
    return visible(`${stack} ${resource}: ${amount}${source}`) + inside(environments, view);
  });
  return [...lines, ...view.unpriced.map((type) => `${visible(type)}: unknown, no price is recorded`)];
}
