import { columns, directNeeds, type DiagramNode } from "./graph";
import { escapeHtml } from "./escape";

const BOX = { width: 168, height: 48 };
const GAP = { x: 64, y: 20 };
const MARGIN = 16;

interface Place {
  readonly x: number;
  readonly y: number;
}

function places(layout: readonly (readonly DiagramNode[])[]): Map<string, Place> {
  const tallest = Math.max(...layout.map((column) => column.length));
  const step = BOX.height + GAP.y;
  return new Map(
    layout.flatMap((column, x) =>
      column.map((node, row): [string, Place] => [
        node.id,
        { x: MARGIN + x * (BOX.width + GAP.x), y: MARGIN + ((tallest - column.length) / 2 + row) * step },
      ]),
    ),
  );
}

function edge(from: Place, to: Place): string {
  const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  const middle = (x1 + x2) / 2;
  return `<path class="edge" d="M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2 - 6} ${y2}" marker-end="url(#arrow)"/>`;
}

function box(node: DiagramNode, { x, y }: Place): string {
  const state = node.state ?? "done";
  const note =
    node.note === undefined
      ? ""
      : `<text class="note" x="${x + 12}" y="${y + 37}">${escapeHtml(node.note)}</text>`;
  return [
    `<g class="node ${state}"><title>${escapeHtml(`${node.id}: ${node.note ?? node.group}, ${state}`)}</title>`,
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>`,
    `<text class="name" x="${x + 12}" y="${y + 21}">${escapeHtml(node.id)}</text>${note}</g>`,
  ].join("");
}

/** The graph as a picture, drawn here: no browser, no script, no font to fetch. Colours follow the page's own. */
export function svg(nodes: readonly DiagramNode[], title: string): string {
  const layout = columns(nodes);
  const at = places(layout);
  const width = 2 * MARGIN + layout.length * BOX.width + (layout.length - 1) * GAP.x;
  const height = Math.max(...[...at.values()].map((place) => place.y)) + BOX.height + MARGIN;
  const edges = nodes.flatMap((node) =>
    directNeeds(node, nodes).flatMap((id) => {
      const [from, to] = [at.get(id), at.get(node.id)];
      return from && to ? [edge(from, to)] : [];
    }),
  );
  const boxes = nodes.flatMap((node) => {
    const place = at.get(node.id);
    return place ? [box(node, place)] : [];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escapeHtml(title)}">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>`,
    ...edges,
    ...boxes,
    "</svg>",
  ].join("\n");
}
