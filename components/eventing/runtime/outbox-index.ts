/**
 * The index of the outbox's records that wait to be published, by when they were written. It has nothing of the others: a
 * record leaves it once the bus or the fallback queue has its event.
 */
export const WAITING_INDEX = { name: "waiting", partitionKey: "waiting", sortKey: "timestamp" } as const;
