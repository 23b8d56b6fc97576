/** Most entries of one call: `PutEvents` (EventBridge API) and `SendMessageBatch` (SQS API) take 10 alike. */
export const MAX_ENTRIES = 10;

/**
 * Items in their order, in batches of at most 10 that together stay below `maxBytes`. An item that is too large by itself
 * is alone in its batch: who calls has refused it before.
 */
export function split<T>(
  items: readonly T[],
  bytesOf: (item: T) => number,
  maxBytes: number,
): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let total = 0;
  for (const item of items) {
    const bytes = bytesOf(item);
    const open = batches.at(-1);
    if (open !== undefined && open.length < MAX_ENTRIES && total + bytes < maxBytes) {
      open.push(item);
      total += bytes;
    } else {
      batches.push([item]);
      total = bytes;
    }
  }
  return batches;
}
