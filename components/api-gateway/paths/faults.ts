import type { Fault } from "../../core";
import type { PathGap } from "./spec";

/** A gap as the fault of an input. */
export function gapFault({ kind, routes, from, to, on, what, remedy }: PathGap): Fault {
  const of = routes.length === 0 ? "" : ` (${routes.join("; ")})`;
  const path = `paths: ${from} to ${to}${on === undefined ? "" : ` on ${on}`}${of}`;
  const wanted = kind === "stranger" ? "no way at all" : "a way that works";
  const next = remedy.charAt(0).toUpperCase() + remedy.slice(1);
  return { path, allowed: `${wanted}, but ${what}. ${next}` };
}
