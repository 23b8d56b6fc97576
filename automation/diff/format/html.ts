import type { DiffDocument } from "../model";
import { page } from "../../reports/page";
import { SIMULATED } from "../../reports/sections";
import { stackSection } from "./page/changes";
import { stacksPart } from "./page/diagram";
import { filterPart } from "./page/filter";
import { plain, code } from "./page/markup";
import * as parts from "./page/parts";
import { placesOf, type Places } from "./page/places";
import { SCRIPT } from "./page/script";
import { styleOf } from "./page/style";
import { headline } from "./summary";
import { changesOf, viewOf, type View } from "./view";
import { isPartial, revisionText, shortened, visible } from "./words";

/** With more changes than these, what is off the screen is not laid out before it is scrolled to. */
const MANY = 300;

/** So many characters of the platform's name are in the heading. */
const NAME = 120;

interface Part {
  readonly id: string;
  readonly title: string;
  /** Markup; nothing where there is nothing to say. */
  readonly content: string;
}

/**
 * All of a change as a page that needs nothing but itself: what matters first, then each resource with what it was and what
 * it will be, said once for all environments in which it is the same. It can be searched and filtered, is whole without its
 * script, and has nothing in it that a change could run: whatever comes from the change is text.
 */
export function html(document: DiffDocument): string {
  const view = viewOf(document);
  const places = placesOf(document, view);
  const all: Part[] = [
    { id: "summary", title: "Summary", content: parts.summary(document) },
    { id: "failures", title: "Could not be compared", content: parts.failures(view) },
    { id: "risks", title: "Risks", content: parts.risks(view, places) },
    { id: "policy", title: "Policy", content: parts.findings(view, places) },
    { id: "settings", title: "Settings of environments", content: parts.settings(view) },
    { id: "stacks", title: "Stacks", content: stacksPart(view, places) },
    {
      id: "changes",
      title: "Changes",
      content: changes(view, places, !document.environments.some(isPartial)),
    },
    { id: "cost", title: "Cost", content: parts.costs(view) },
    { id: "remarks", title: "What this comparison leaves out", content: parts.remarks(document, view) },
  ];
  const told = all.filter(({ content }) => content !== "");
  const { platform, base, head, now } = document;
  const title = `${shortened(visible(platform), NAME)}: ${headline(document, view)}`;
  const mark = `<p class="banner">${SIMULATED}</p>`;
  const body = [
    `<a class="skip" href="#changes">Skip to the changes</a>`,
    `<header>\n${mark}\n<h1>${plain(title)}</h1>`,
    `<p>Base ${code(revisionText(base))}, head ${code(revisionText(head))}, judged as of ${code(now)}.</p>`,
    `<nav aria-label="Parts"><ul>${told.map(({ id, title: name }) => `<li><a href="#${id}">${name}</a></li>`).join("")}</ul></nav>`,
    `</header>\n<main>`,
    ...told.map(
      ({ id, title: name, content }) =>
        `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${name}</h2>\n${content}\n</section>`,
    ),
    `</main>\n<footer>${mark}</footer>`,
  ];
  return page({ title, body: body.join("\n"), style: styleOf(view.environments.length), script: SCRIPT });
}

function changes(view: View, places: Places, isWhole: boolean): string {
  if (places.stacks.length === 0)
    return `<p>No resource differs${isWhole ? "" : " in what could be compared"}.</p>`;
  const stacks = places.stacks.map((stack) => stackSection(stack, view, places)).join("\n");
  const isLong = places.stacks.flatMap(changesOf).length > MANY;
  return `${filterPart(view, places)}\n<div${isLong ? ' class="many"' : ""}>\n${stacks}\n</div>`;
}
