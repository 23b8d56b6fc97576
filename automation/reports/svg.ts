import { arrowHead, curve, fitted, type Point } from "./drawing";
import { escapeHtml } from "./escape";
import { columns, directNeeds, type DiagramNode } from "./graph";

const BOX = { width: 168, height: 48 };
const GAP = { x: 64, y: 20 };
const MARGIN = 16;
/** Characters that a box has room for, in its name's type and in its note's. */
const ROOM = { name: 18, note: 25 };

function places(layout: readonly (readonly DiagramNode[])[]): Map<string, Point> {
  const tallest = Math.max(...layout.map((column) => column.length));
  const step = BOX.height + GAP.y;
  return new Map(
    layout.flatMap((column, x) =>
      column.map((node, row): [string, Point] => [
        node.id,
        { x: MARGIN + x * (BOX.width + GAP.x), y: MARGIN + ((tallest - column.length) / 2 + row) * step },
      ]),
    ),
  );
}

function edge(from: Point, to: Point, ripples: boolean): string {
  const half = BOX.height / 2;
  const way = curve({ x: from.x + BOX.width, y: from.y + half }, { x: to.x, y: to.y + half });
  return `<path class="edge${ripples ? " ripple" : ""}" d="${way}" marker-end="url(#arrow${ripples ? "-ripple" : ""})"/>`;
}

function box(node: DiagramNode, { x, y }: Point): string {
  const state = node.state ?? "done";
  const note =
    node.note === undefined
      ? ""
      : `<text class="note" x="${x + 12}" y="${y + 37}">${fitted(node.note, ROOM.note)}</text>`;
  const says = `${node.id}: ${node.says ?? `${node.note ?? node.group}, ${state}`}`;
  const drawn = [
    `<g class="node ${state}"><title>${escapeHtml(says)}</title>`,
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>`,
    `<text class="name" x="${x + 12}" y="${y + 21}">${fitted(node.id, ROOM.name)}</text>${note}</g>`,
  ].join("");
  if (node.href === undefined) return drawn;
  return `<a href="${escapeHtml(node.href)}">${drawn}</a>`;
}

/**
 * The graph as a picture, drawn here: no browser, no script, no font to fetch. Colours follow the page's own. It is one
 * picture to a screen reader, or a group of links where a node leads somewhere.
 *
 * @param describedBy id of an element that says the same in words. @default none
 */
export function svg(nodes: readonly DiagramNode[], title: string, describedBy?: string): string {
  const layout = columns(nodes);
  const at = places(layout);
  const width = 2 * MARGIN + layout.length * BOX.width + (layout.length - 1) * GAP.x;
  const height = Math.max(...[...at.values()].map((place) => place.y)) + BOX.height + MARGIN;
  const edges = nodes.flatMap((node) => {
    const ripples = new Set(node.ripples);
    return [...new Set([...directNeeds(node, nodes), ...ripples])].flatMap((id) => {
      const [from, to] = [at.get(id), at.get(node.id)];
      return from && to ? [edge(from, to, ripples.has(id))] : [];
    });
  });
  const boxes = layout.flat().flatMap((node) => {
    const place = at.get(node.id);
    return place ? [box(node, place)] : [];
  });
  const role = nodes.some(({ href }) => href !== undefined) ? "group" : "img";
  const described = describedBy === undefined ? "" : ` aria-describedby="${escapeHtml(describedBy)}"`;
  const heads = [
    arrowHead("arrow"),
    ...(nodes.some((node) => node.ripples) ? [arrowHead("arrow-ripple")] : []),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="${role}" aria-label="${escapeHtml(title)}"${described}>`,
    `<defs>${heads.join("")}</defs>`,
    ...edges,
    ...boxes,
    "</svg>",
  ].join("\n");
}
