/** The changes themselves, by stack and component: a line each, what else there is to say of one folded below it. */
import { remarksOn } from "../change-view";
import { changesOf, remarksOf, type ChangeView, type StackView, type View } from "../view";
import * as words from "../words";
import { badge, code, inside, lines } from "./markup";
import { propertyTable } from "./properties";
import type { Places } from "./places";

export function stackSection(stack: StackView, view: View, places: Places): string {
  const id = places.stackId(stack.name) ?? "";
  const counts = words.countedActions(changesOf(stack)) || "no resource differs";
  const components = stack.components.map(({ name, changes }) => {
    const heading = name === "" ? "" : `<h4>In ${code(name)}</h4>\n`;
    return `<div class="component">${heading}${changeList(changes, view, places)}</div>`;
  });
  return (
    `<section class="stack" id="${id}">\n<h3>${code(stack.name)} ` +
    `<span class="counts">${counts}</span></h3>\n${why(stack, view, places)}${components.join("\n")}\n</section>`
  );
}

/** Why a stack differs where its own program does not, and which stacks it is that reach it. */
function why(stack: StackView, view: View, places: Places): string {
  const remarks = remarksOf(stack).map(({ value, environments }) => {
    const from = value.from.map((name) => `<a href="#${places.stackId(name) ?? ""}">${code(name)}</a>`);
    return `${words.capital(value.text)}${from.length === 0 ? "" : ` (${words.listed(from)})`}${inside(environments, view.environments)}.`;
  });
  return remarks.length === 0 ? "" : `<p class="why">${remarks.join(" ")}</p>\n`;
}

function changeList(changes: readonly ChangeView[], view: View, places: Places): string {
  const list = (own: readonly ChangeView[]) =>
    own.length === 0
      ? ""
      : `<ul class="changes">\n${own.map((one) => changeItem(one, view, places)).join("\n")}\n</ul>`;
  const noise = changes.filter((change) => change.isNoise);
  // A single one takes no less room in a fold of its own.
  if (noise.length < 2) return list(changes);
  const fold = `<details class="noise"><summary>${words.noiseText(noise.length)}</summary>\n`;
  return `${list(changes.filter((change) => !change.isNoise))}${fold}${list(noise)}</details>`;
}

function changeItem(change: ChangeView, view: View, places: Places): string {
  const { action, name, type } = change;
  const risks = places.risksOf(change);
  const findings = places.findingsOf(change);
  const isGrave =
    risks.some(({ value }) => value.severity === "high") ||
    findings.some(({ value }) => value.level === "mandatory");
  const risk = isGrave ? "high" : risks.length + findings.length > 0 ? "any" : "none";
  const attributes = [
    ...[`class="change ${action}"`, `id="${places.idOf(change)}"`, `data-kind="${action}"`],
    `data-in="${change.environments.map((one) => view.environments.indexOf(one)).join(" ")}"`,
    `data-risk="${risk}"`,
  ];
  const line =
    `${badge(action, words.ACTION_WORDS[action])} <span class="what">${code(name, "name")} ${code(type, "type")}` +
    `${inside(change.environments, view.environments)}${isGrave ? ` ${badge("high", "high risk")}` : ""}</span>` +
    remarksText(change);
  const where = (environments: readonly string[]) => inside(environments, change.environments);
  const more = [
    ...risks.map(
      ({ value: { severity, message }, environments }) =>
        `<p>${badge(severity, severity)}${where(environments)} ${lines(message)}</p>`,
    ),
    ...findings.map(
      ({ value, environments }) =>
        `<p>${badge(value.level === "mandatory" ? "high" : "medium", value.level)}${where(environments)} ` +
        `${code(value.rule)}${words.placeText(value, code)}: ${lines(value.message)}</p>`,
    ),
    ...(change.takesDown.length > SHOWN
      ? [`<p>Takes down:</p><ul>${change.takesDown.map((one) => `<li>${code(one)}</li>`).join("")}</ul>`]
      : []),
    ...(change.properties.length > 0
      ? [propertyTable(`Properties of ${name}`, change.properties, view, change.environments)]
      : []),
  ];
  const inner =
    more.length === 0
      ? `<div class="line">${line}</div>`
      : `<details><summary>${line}</summary><div class="more">${more.join("")}</div></details>`;
  return `<li ${attributes.join(" ")}>${inner}</li>`;
}

/** So many names stand in a line; all of them below it. */
const SHOWN = 3;

function remarksText(change: ChangeView): string {
  const some = (names: readonly string[]) => words.some(names, code, SHOWN);
  const remarks = remarksOn(change, some, some);
  return remarks.length === 0 ? "" : `<span class="told">: ${remarks.join("; ")}</span>`;
}
