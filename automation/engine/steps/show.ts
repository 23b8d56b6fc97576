import { Secret } from "../values";
import type { Property } from "../values";

/** A value in a message: never a secret, and not at length. */
export function show(value: Property | undefined): string {
  if (value instanceof Secret) return "[secret]";
  if (value === undefined) return "{}";
  if (typeof value === "string") return `{${short(value)}}`;
  return `{${short(typeof value === "symbol" ? "<unknown>" : JSON.stringify(value, hide))}}`;
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function hide(_key: string, value: unknown): unknown {
  if (value instanceof Secret) return "[secret]";
  return typeof value === "symbol" ? "<unknown>" : value;
}
