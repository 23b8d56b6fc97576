import { compilePattern, matches, readEvent, type Pattern } from "../../../lib/event-patterns";
import * as v from "../values";
import type { Entity } from "../world/world";

const compiled = new Map<string, Pattern>();

/** Whether a record passes a mapping's filters; all pass where there are none. */
export function passes(mapping: Entity, record: unknown): boolean {
  const filters = v
    .objects(mapping.inputs, "filterCriteria.filters")
    .flatMap((f) => v.text(f, "pattern") ?? []);
  if (filters.length === 0) return true;
  const text = JSON.stringify(record);
  return filters.some((filter) => {
    const pattern = compiled.get(filter) ?? compilePattern(filter);
    compiled.set(filter, pattern);
    return matches(pattern, readEvent(text));
  });
}

/**
 * What a function reports as failed of a batch (Lambda developer guide, "Implementing partial batch responses"): "all" where
 * the answer is not of that form, or names something that was not in the batch.
 */
export function failedItems(
  mapping: Entity,
  payload: string,
  ids: readonly string[],
): ReadonlySet<string> | "all" {
  if (!v.texts(mapping.inputs, "functionResponseTypes").includes("ReportBatchItemFailures")) return new Set();
  const answer: unknown = JSON.parse(payload);
  if (answer === null) return new Set();
  if (typeof answer !== "object") return "all";
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return "all";
  const named = failures.map((f: unknown) => (f as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  if (!named.every((id): id is string => typeof id === "string" && ids.includes(id))) return "all";
  return new Set(named);
}
