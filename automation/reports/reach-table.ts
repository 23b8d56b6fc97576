import { SURE, type Arrow } from "./arrow";
import type { Cell, Section } from "./sections";

const STATES: Readonly<Record<Arrow["sure"], NonNullable<Cell["state"]>>> = {
  reaches: "done",
  partly: "skipped",
  unknown: "unchanged",
};

/** Arrows as rows. */
export function reachTable(arrows: readonly Arrow[]): Extract<Section, { kind: "table" }> {
  return {
    kind: "table",
    heading: "Who reaches whom",
    head: ["From", "To", "On", "Sure"],
    numbers: [],
    rows: arrows.map(({ from, to, on, sure }) => [
      { text: from, code: true },
      { text: to, code: true },
      { text: on },
      { text: SURE[sure], state: STATES[sure] },
    ]),
  };
}
