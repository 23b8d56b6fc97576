/** What a question is answered with. */
import type { Interval } from "./pieces";

/** A step of the way, in order. */
export interface Hop {
  readonly kind: "place" | "rule" | "policy" | "route" | "gateway" | "door";
  readonly name: string;
  readonly text?: string;
}

/** Something that does not let the connection through. */
export interface Block {
  /**
   * `route`: none, or one that leads astray; `gateway`: what it leads to does not go there; `address`: a public one is
   * missing; `rule`: no rule of a group or list; `acl`: an ordered list refuses; `policy`: network policies refuse;
   * `listener`: nothing listens there.
   */
  readonly kind: "route" | "gateway" | "address" | "rule" | "acl" | "policy" | "listener";
  /** Whether the call or the answer to it is stopped. */
  readonly leg: "request" | "reply";
  /** Name of what stops it, or has no rule for it. */
  readonly at: string;
  /** What is missing or in the way, in a sentence without its end. */
  readonly text: string;
  /** It may let it through: what that depends on is not known. */
  readonly unknown?: boolean;
}

/**
 * `reaches`: from each of its addresses to each of the other's; `partly`: from some or to some; `blocked`: from none;
 * `unknown`: nothing known blocks it, and something not known may.
 */
export type Verdict = "reaches" | "partly" | "blocked" | "unknown";

export interface Answer {
  readonly verdict: Verdict;
  /** The way, where there is one. */
  readonly hops: readonly Hop[];
  /** Everything in the way, each once: for all to be mended at once. */
  readonly blocks: readonly Block[];
  /** Of `partly`: the addresses that get through, and those that they get to. */
  readonly only?: { readonly from: readonly Interval[]; readonly to: readonly Interval[] };
}
