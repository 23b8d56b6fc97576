/** The parts of the page before and after its changes: what is counted, failures, risks, findings, settings, cost. */
import type { DiffDocument, Finding, Risk } from "../../model";
import { columnsOf } from "../summary";
import { refuses, resourcesOf, type CostView, type Said, type View } from "../view";
import * as words from "../words";
import { badge, code, inside, lines, link, plain, table } from "./markup";
import { propertyTable } from "./properties";
import type { Places } from "./places";

export function summary(document: DiffDocument): string {
  const columns = columnsOf(document);
  return table({
    caption: "What changes, by environment",
    head: ["Environment", ...columns.map(({ title }) => title)],
    numbers: columns.map((_, index) => index + 1),
    rows: document.environments.map((env) => {
      const remark = words.ENVIRONMENT_STATUS[env.status];
      return [
        code(env.name) + (remark === "" ? "" : ` (${remark})`),
        ...columns.map(({ cell }) => plain(cell(env))),
      ];
    }),
  });
}

const list = (entries: readonly string[], kind = "entries"): string =>
  entries.length === 0
    ? ""
    : `<ul class="${kind}">\n${entries.map((one) => `<li>${one}</li>`).join("\n")}\n</ul>`;

export const failures = (view: View): string =>
  list(
    view.failures.map(({ value: { stack, status, message }, environments }) => {
      const what = status === "failed" ? "can not be previewed" : "was not compared";
      return `${code(stack)} ${what}${inside(environments, view.environments)}:<p class="message">${lines(message)}</p>`;
    }),
    "entries failures",
  );

export const risks = (view: View, places: Places): string =>
  list(view.risks.map((said) => risk(said, view, places)));

function risk({ value, environments }: Said<Risk>, view: View, places: Places): string {
  const at = value.stack === undefined ? "" : ` ${toStack(value.stack, places)}`;
  return (
    `${badge(value.severity, value.severity)}${at}${inside(environments, view.environments)}` +
    `<p>${lines(value.message)}${toChanges(resourcesOf(value), places)}</p><p class="advice">${lines(value.advice)}</p>`
  );
}

/** What a deployment would be refused for first; what is mended or waived is folded. */
export function findings(view: View, places: Places): string {
  const item = (said: Said<Finding>) => finding(said, view, places);
  const fresh = view.findings.filter(({ value }) => value.change === "new");
  const rest = view.findings.filter(({ value }) => value.change !== "new");
  if (rest.length === 0) return list(fresh.map(item));
  const count = (["waived", "fixed"] as const).flatMap((change) => {
    const own = rest.filter(({ value }) => value.change === change).length;
    return own === 0 ? [] : [`${own} ${change}`];
  });
  const fold = `<details><summary>${words.plural(rest.length, "other finding")}: ${count.join(", ")}</summary>`;
  return `${list(fresh.map(item))}${fold}${list(rest.map(item))}</details>`;
}

function finding({ value, environments }: Said<Finding>, view: View, places: Places): string {
  const kind = refuses(value) ? "high" : value.change === "new" ? "medium" : "calm";
  return (
    `${badge(kind, `${value.change}, ${value.level}`)} ${code(value.rule)} at ${toStack(value.stack, places)}` +
    `${words.placeText(value, code)}${inside(environments, view.environments)}` +
    `<p>${lines(value.message)}${toChange(value.urn, places)}</p>`
  );
}

function toStack(name: string, places: Places): string {
  const id = places.stackId(name);
  return id === undefined ? code(name) : `<a href="#${id}">${code(name)}</a>`;
}

/** Of several resources each by its name. */
function toChanges(urns: readonly string[], places: Places): string {
  if (urns.length < 2) return toChange(urns[0], places);
  const links = urns.flatMap((urn) => {
    const id = places.changeId(urn);
    return id === undefined ? [] : [`<a href="#${id}">${code(urn.split("::").at(-1) ?? "")}</a>`];
  });
  return links.length === 0 ? "" : ` Show what changes: ${words.listed(links)}`;
}

function toChange(urn: string | undefined, places: Places): string {
  const id = places.changeId(urn);
  return id === undefined ? "" : ` <a href="#${id}">Show what changes</a>`;
}

export const settings = (view: View): string =>
  view.settings.length === 0
    ? ""
    : propertyTable("Settings of environments", view.settings, view, view.environments);

export function costs(view: View): string {
  const rows = view.costs.map(({ value, environments }) =>
    costRow(value, inside(environments, view.environments)),
  );
  const unpriced = list(view.unpriced.map((type) => `${code(type)}: unknown, no price is recorded`));
  if (rows.length === 0) return unpriced;
  const head = ["Resource", "Stack", "A month", "Price", "Source"];
  return table({ caption: "Cost", head, numbers: [2], rows }) + unpriced;
}

function costRow({ stack, resource, currency, monthly, price }: CostView, where: string): string[] {
  return [
    code(resource) + where,
    code(stack),
    plain(monthly === null ? "unknown" : words.moneyText(monthly, currency)),
    price === undefined ? "" : plain(`${price.what}: ${price.amount} ${currency} per ${price.unit}`),
    price === undefined
      ? ""
      : `${link("source", price.source)} of ${plain(price.date + words.excludedText(price))}`,
  ];
}

export const remarks = (document: DiffDocument, view: View): string =>
  list(
    [
      ...view.notCompared.map(
        ({ value, environments }) => lines(value) + inside(environments, view.environments),
      ),
      ...document.notes.map(lines),
    ],
    "remarks",
  );
