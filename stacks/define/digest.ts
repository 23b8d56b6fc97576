import { byText } from "../../lib/by-text";
import { createHmac } from "node:crypto";

/**
 * What stands for a secret among planned outputs: the same for the same value and key, and of no use without the key, which
 * is made for one run.
 */
export function digestOf(key: string, value: unknown): string {
  return createHmac("sha256", key)
    .update(JSON.stringify(sorted(value)) ?? "")
    .digest("base64url");
}

/** The value with the keys of its objects in order: an engine may keep them in another than a program gave them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => byText(a, b));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
