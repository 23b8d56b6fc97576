import type { PropertyView, View } from "../view";
import { code, differing, inside, plain } from "./markup";

/**
 * Properties with what they were and what they will be. A row that does not hold in all of the change's environments says
 * in which it does, and carries their numbers, so that the page can leave out the others'.
 */
export function propertyTable(
  caption: string,
  properties: readonly PropertyView[],
  view: View,
  of: readonly string[],
): string {
  const rows = properties.flatMap(({ path, forcesReplacement, said }) =>
    said.map(({ value: { kind, before, after }, environments }) => {
      const partly = environments.length < of.length;
      const numbers = environments.map((name) => view.environments.indexOf(name)).join(" ");
      const [was, is] =
        kind === "update" && before !== undefined && after !== undefined
          ? differing(before, after)
          : [before, after].map((one) => (one === undefined ? undefined : code(one)));
      const forced = forcesReplacement ? ` <span class="forces">forces the replacement</span>` : "";
      return (
        `<tr${partly ? ` data-in="${numbers}"` : ""}><th scope="row">${code(path)}${forced}${inside(environments, of)}</th>` +
        `<td class="was">${kind === "add" ? NONE : (was ?? UNKNOWN)}</td>` +
        `<td class="is">${kind === "delete" ? NONE : (is ?? UNKNOWN)}</td></tr>`
      );
    }),
  );
  return (
    `<table class="properties"><caption class="unseen">${plain(caption)}</caption>` +
    `<thead><tr><th scope="col">Property</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table>`
  );
}

const NONE = '<span class="soft">none</span>';
const UNKNOWN = '<span class="soft">(not known)</span>';
