import { escapeHtml } from "../../../reports/escape";
import { changesOf, type View } from "../view";
import * as words from "../words";
import { plain } from "./markup";
import type { Places } from "./places";

/** What narrows the list of changes. It is there for who runs the script; without it, all changes are in the page. */
export function filterPart(view: View, places: Places): string {
  const changes = places.stacks.flatMap(changesOf);
  const kinds = words.BY_DANGER.flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    if (count === 0) return [];
    return [
      `<label><input type="checkbox" name="kind" value="${action}" checked> ${words.ACTION_WORDS[action]} ` +
        `<span class="soft">${count}</span></label>`,
    ];
  });
  const stacks = places.stacks.map(({ name }): [string, string] => [places.stackId(name) ?? "", name]);
  const environments = view.environments.map((name, index): [string, string] => [String(index), name]);
  const risks: [string, string][] = [
    ["high", "high risk or refused"],
    ["any", "any risk or new finding"],
  ];
  return `<form id="filter" role="search" aria-label="Changes" hidden>
<p class="fields"><label class="grow">Search <input type="search" name="text" autocomplete="off" spellcheck="false" placeholder="name, type, property, value"></label>
${select("stack", "Stack", "all", stacks)}
${select("in", "Environment", "all", environments)}
${select("risk", "Risk", "with or without", risks)}</p>
<fieldset><legend>Kind</legend>${kinds.join("\n")}</fieldset>
<p class="buttons"><button type="reset">Show all</button> <button type="button" id="unfold">Unfold</button> <button type="button" id="fold">Fold</button></p>
</form>
<p id="count" role="status">${words.plural(changes.length, "change")}</p>`;
}

function select(name: string, label: string, all: string, options: readonly (readonly [string, string])[]) {
  const items = options.map(
    ([value, text]) => `<option value="${escapeHtml(value)}">${plain(text) || "(empty)"}</option>`,
  );
  return `<label>${label} <select name="${name}"><option value="">${all}</option>${items.join("")}</select></label>`;
}
