import { escapeHtml } from "./escape";

/** A point of a drawing, from its upper left corner, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line from the right of one box to the left of another, bent so that it leaves and arrives level. */
export function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y} C${middle} ${from.y} ${middle} ${to.y} ${to.x - 6} ${to.y}`;
}

/** The head of arrows; its id is unique in the page. */
export function arrowHead(id: string): string {
  return `<marker id="${id}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>`;
}

/** So many characters as a box has room for; the whole text is the box's title. */
export function fitted(text: string, room: number): string {
  const characters = [...text];
  return escapeHtml(characters.length <= room ? text : `${characters.slice(0, room - 1).join("")}…`);
}
