import type { Link } from "../../lib/reachability";

/** One party that reaches another: an arrow of the drawing, a row of its table. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `TCP 443, 8443; UDP 53`. */
  readonly on: string;
  /** The surest of its ports. */
  readonly sure: Link["verdict"];
}

/** How sure it is, in words. */
export const SURE: Readonly<Record<Link["verdict"], string>> = {
  reaches: "yes",
  partly: "in part",
  unknown: "perhaps",
};

/** What the internet is called as a caller. */
export const INTERNET = "internet";
