import type { DiagramNode } from "../../../reports/graph";
import { svg } from "../../../reports/svg";
import { changesOf, differs, remarksOf, type ChangeView, type StackView, type View } from "../view";
import * as words from "../words";
import { code, inside, table } from "./markup";
import type { Places } from "./places";

const NAME = "Stacks, and what changes in each";

/** The stacks as a graph, arrows from what is needed to what needs it, and the same as a table. */
export function stacksPart(view: View, places: Places): string {
  if (view.stacks.length === 0) return "";
  const rows = view.stacks.map((stack) => {
    const id = places.stackId(stack.name);
    const remarks = remarksOf(stack).map(
      ({ value, environments }) => value.text + inside(environments, view.environments),
    );
    return [
      id === undefined ? code(stack.name) : `<a href="#${id}">${code(stack.name)}</a>`,
      words.countedActions(changesOf(stack)) || (isOpen(stack) ? "not known" : "nothing"),
      remarks.join("; "),
      stack.needs.map((need) => code(need)).join(" "),
    ];
  });
  const head = ["Stack", "What changes", "Remarks", "Needs"];
  const nodes = withoutCircles(view.stacks.map((stack) => nodeOf(stack, places)));
  return (
    `<div class="figure" tabindex="0" role="group" aria-label="${NAME}, drawn">${svg(nodes, NAME, "stacks-table")}</div>\n` +
    `<p class="key">Arrows go from what is needed to what needs it; bold ones carry a change into a stack whose own program ` +
    `does not differ. Red: something is deleted or replaced; blue: other changes; dashed: could not be compared.</p>\n` +
    `<details class="table" id="stacks-table"><summary>The same as a table: ${words.plural(view.stacks.length, "stack")}</summary>` +
    `${table({ caption: NAME, head, rows })}</details>`
  );
}

/** Whether somewhere it could not be compared. */
const isOpen = (stack: StackView): boolean =>
  stack.status.some(({ value: { status } }) => status === "failed" || status === "not-compared");

const LOSSES: readonly string[] = ["delete", "replace", "undecided"];

function nodeOf(stack: StackView, places: Places): DiagramNode {
  const changes = changesOf(stack);
  const losses = changes.filter(({ action }) => LOSSES.includes(action)).length;
  const state = isOpen(stack) ? "skipped" : losses > 0 ? "failed" : differs(stack) ? "changed" : "unchanged";
  const counts = words.countedActions(changes) || (isOpen(stack) ? "" : "no resource differs");
  const says = [counts, ...remarksOf(stack).map(({ value }) => value.text)]
    .filter((part) => part !== "")
    .join("; ");
  const id = places.stackId(stack.name);
  const { ripples } = stack;
  return {
    id: words.visible(stack.name),
    group: words.visible(stack.phase),
    needs: stack.needs.map(words.visible),
    note: changes.length === 0 ? (isOpen(stack) ? "not compared" : "no change") : worst(changes),
    state,
    says,
    ...(id === undefined ? {} : { href: `#${id}` }),
    ...(ripples.length === 0 ? {} : { ripples: ripples.map(words.visible) }),
  };
}

/** The most dangerous action and its count, and how much else there is: what a box has room for. */
function worst(changes: readonly ChangeView[]): string {
  const action = words.BY_DANGER.find((one) => changes.some((change) => change.action === one));
  const own = changes.filter((change) => change.action === action);
  const others = changes.length - own.length;
  return `${words.countedActions(own)}${others === 0 ? "" : ` + ${others} other`}`;
}

/** A head says what needs what: needs that lead back to where they come from are not drawn. */
function withoutCircles(nodes: readonly DiagramNode[]): DiagramNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const drawn = new Map<string, DiagramNode>();
  const open = new Set<string>();
  const draw = (node: DiagramNode): void => {
    if (drawn.has(node.id)) return;
    open.add(node.id);
    const needs = node.needs.filter((id) => {
      const need = byId.get(id);
      if (need === undefined || open.has(id)) return false;
      draw(need);
      return true;
    });
    open.delete(node.id);
    const ripples = node.ripples?.filter((id) => needs.includes(id));
    drawn.set(node.id, { ...node, needs, ...(ripples === undefined ? {} : { ripples }) });
  };
  nodes.forEach(draw);
  return [...byId.keys()].flatMap((id) => drawn.get(id) ?? []);
}
