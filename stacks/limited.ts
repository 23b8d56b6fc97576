import { InputError } from "../components/core";
import { systemToday } from "../lib/today";
import type { Account } from "./config";

/** Days that an exception may last from today on: what is needed for longer is a setting of the environment. */
const LONGEST_DAYS = 31;

/** An exception that holds up to a day, as a `causeway:` key of this form says it. */
export interface Limited {
  /** What it is of. */
  readonly subject: string;
  /** Why, empty where none was asked for. */
  readonly reason: string;
}

/** `SUBJECT until YYYY-MM-DD`, and where it needs one, `: REASON`. */
export const LIMITED = /^(?<subject>\S+) until (?<end>\d{4}-\d{2}-\d{2})(: (?<reason>.*\S))?$/;

/**
 * The exception of a `causeway:` key while it holds; undefined for none, and for one whose last day has passed.
 * @throws {InputError} when its last day is none of the calendar, or too far off.
 */
export function limited(account: Account, key: keyof Account): Limited | undefined {
  const { subject = "", end = "", reason = "" } = LIMITED.exec(account[key])?.groups ?? {};
  if (subject === "") return undefined;
  const today = systemToday();
  const days = (Date.parse(end) - Date.parse(today)) / 86_400_000;
  // Dates that roll over, 2026-02-30, are none.
  const isDay = !Number.isNaN(days) && new Date(end).toISOString().startsWith(end);
  if (isDay && days <= LONGEST_DAYS) return end < today ? undefined : { subject, reason };
  throw new InputError("configuration", [
    { path: `causeway:${key}`, given: end, allowed: `a day at most ${LONGEST_DAYS} days from ${today}` },
  ]);
}
