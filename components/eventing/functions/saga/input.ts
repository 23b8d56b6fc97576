import * as v from "valibot";
import { orderCreated } from "../../catalogue/order-created";
import { InvalidEventError, type DetailOf } from "../../events";

/** What a step of the saga gets: all that is known so far. */
export interface SagaInput {
  readonly order: DetailOf<typeof orderCreated>;
  /** ARN of the execution: who owns the order. */
  readonly execution: string;
  /** Why the order is given up; compensations have one. */
  readonly reason: string;
}

const input = v.object({
  event: v.unknown(),
  execution: v.pipe(v.string(), v.minLength(1)),
  reason: v.optional(v.string(), "The order was given up"),
});

/** @throws {InvalidEventError} for another shape, and for an event that is no valid order; trying again can not help. */
export function readSagaInput(given: unknown): SagaInput {
  const result = v.safeParse(input, given);
  if (!result.success) {
    throw new InvalidEventError(
      "input of the saga",
      result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? "", allowed: issue.message })),
    );
  }
  const { event, execution, reason } = result.output;
  return { order: orderCreated.parseEnvelope(event).detail, execution, reason };
}
