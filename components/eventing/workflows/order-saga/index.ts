import {
  invoke,
  otherwise,
  POISON,
  publish,
  putEvents,
  retries,
  type Catcher,
  type Definition,
  type State,
  type TaskState,
} from "../asl";
import { checkedWorkflow } from "../checks";
import { factsOf, type FactArgs, type Outcome } from "./facts";

/**
 * What the saga works with. Each function gets `{ event, execution, reserve?, pay?, reason? }`, the answers of those
 * before it as `{ answer }`, and does its part once for an order however often it is asked.
 */
export interface OrderSagaArgs<S> extends FactArgs<S> {
  /** ARN of the function that gives `{ status: "reserved", items }`, `{ status: "failed", reason, failedItems }`, or `{ status: "duplicate" }` when another execution has the order. */
  readonly reserve: S;
  /** ARN of the function that gives `{ status: "processed", paymentId }` or `{ status: "declined", reason }`. */
  readonly pay: S;
  /** ARN of the function that confirms an order. */
  readonly confirm: S;
  /** ARN of the function that frees what is reserved for an order; nothing reserved is no fault. */
  readonly release: S;
  /** ARN of the function that cancels an order, and a payment whose outcome nobody knows. */
  readonly cancel: S;
  /** ARN of the topic that tells people what to repair. */
  readonly alertTopicArn: S;
}

/** What the workflow's role may do, by the argument that names the resource. */
export const orderSagaNeeds = {
  reserve: ["lambda:InvokeFunction"],
  pay: ["lambda:InvokeFunction"],
  confirm: ["lambda:InvokeFunction"],
  release: ["lambda:InvokeFunction"],
  cancel: ["lambda:InvokeFunction"],
  busName: ["events:PutEvents"],
  alertTopicArn: ["sns:Publish"],
} as const satisfies Partial<Record<keyof OrderSagaArgs<string>, readonly string[]>>;

/**
 * Six more tries over some minutes: what was done has to be undone. An order that is in no state for it needs people at
 * once.
 */
const STUBBORN = retries(6, [...POISON, "OrderStateError"]);

/**
 * Takes an order from created to confirmed, or undoes what was done for it: reserve, pay, confirm; else release and cancel.
 *
 * - Each step has a time-out and is tried again; a decline or a shortage is an answer and is not.
 * - The payment is the turning point: before it, a failure is compensated; after it, the order is confirmed or people are
 *   asked to, since money was taken.
 * - Compensations are tried longest. When one fails for good, people get the order, its correlation id and the step to
 *   repair, and the execution ends as failed.
 * - The facts of an outcome are published together, with ids that stay the same when they are published twice.
 * - A second execution for the same order ends at the reservation, which knows whose it is.
 */
export function orderSaga<S>(args: OrderSagaArgs<S>): Definition<S> {
  return checkedWorkflow("order-saga", args, {
    Comment: "Takes an order from created to confirmed, or undoes what was done for it",
    TimeoutSeconds: 3600,
    StartAt: "SuppressReplays",
    States: {
      SuppressReplays: {
        Type: "Choice",
        Choices: [{ Variable: "$['replay-name']", IsPresent: true, Next: "Replayed" }],
        Default: "TakeOrder",
      },
      Replayed: {
        Type: "Succeed",
        Comment: "An order is worked off once; a replay is for those who only read",
      },
      TakeOrder: {
        Type: "Pass",
        Parameters: { "event.$": "$", "execution.$": "$$.Execution.Id" },
        Next: "ReserveInventory",
      },
      ReserveInventory: step(args.reserve, "$.reserve", "WasReserved", [otherwise("ReservationUnknown")]),
      WasReserved: {
        Type: "Choice",
        Choices: [
          { Variable: "$.reserve.answer.status", StringEquals: "reserved", Next: "ProcessPayment" },
          { Variable: "$.reserve.answer.status", StringEquals: "duplicate", Next: "AlreadyTaken" },
        ],
        Default: "ShortOfStock",
      },
      AlreadyTaken: { Type: "Succeed", Comment: "Another execution has this order" },
      ProcessPayment: step(args.pay, "$.pay", "WasPaid", [otherwise("PaymentUnknown")]),
      WasPaid: {
        Type: "Choice",
        Choices: [{ Variable: "$.pay.answer.status", StringEquals: "processed", Next: "ConfirmOrder" }],
        Default: "Declined",
      },
      ConfirmOrder: step(args.confirm, null, "PublishConfirmation", [toRepair("ConfirmOrder")], STUBBORN),
      ...publication(args, "PublishConfirmation", "confirmed", "OrderConfirmed"),
      OrderConfirmed: { Type: "Succeed" },

      ShortOfStock: because({ InputPath: "$.reserve.answer.reason" }, "CancelOrder"),
      ReservationUnknown: because({ Result: "The stock could not be reserved" }, "ReleaseInventory"),
      Declined: because({ InputPath: "$.pay.answer.reason" }, "ReleaseInventory"),
      PaymentUnknown: because({ Result: "The payment could not be processed" }, "ReleaseInventory"),

      ReleaseInventory: step(args.release, null, "CancelOrder", [toRepair("ReleaseInventory")], STUBBORN),
      CancelOrder: step(args.cancel, null, "WhatHappened", [toRepair("CancelOrder")], STUBBORN),
      WhatHappened: {
        Type: "Choice",
        Choices: [
          { Variable: "$.reserve", IsPresent: false, Next: "PublishCancellation" },
          { Variable: "$.reserve.answer.status", StringEquals: "reserved", Next: "PublishPaymentFailure" },
        ],
        Default: "PublishShortage",
      },
      ...publication(args, "PublishShortage", "short", "OrderCancelled"),
      ...publication(args, "PublishPaymentFailure", "unpaid", "OrderCancelled"),
      ...publication(args, "PublishCancellation", "unreserved", "OrderCancelled"),
      OrderCancelled: { Type: "Succeed" },

      ...repairs(args, [
        "ConfirmOrder",
        "PublishConfirmation",
        "ReleaseInventory",
        "CancelOrder",
        "PublishShortage",
        "PublishPaymentFailure",
        "PublishCancellation",
      ]),
      NeedsRepair: {
        Type: "Fail",
        Error: "SagaNeedsRepair",
        CausePath:
          "States.Format('order {}, correlation {}: {}', $.event.detail.orderId, $.event.detail.metadata.correlationId, $.failure.Error)",
      },
    },
  });
}

/** One function of the saga, which gets all that is known so far. */
function step<S>(
  functionArn: S,
  resultPath: string | null,
  next: string,
  errors: readonly [Catcher, ...Catcher[]],
  retry = retries(),
): TaskState<S> {
  return invoke(
    functionArn,
    { "Payload.$": "$" },
    resultPath === null
      ? { resultPath, next, errors, retry }
      : { result: { "answer.$": "$.Payload" }, resultPath, next, errors, retry },
  );
}

function because<S>(
  from: { readonly InputPath: string } | { readonly Result: string },
  next: string,
): State<S> {
  return { Type: "Pass", ...from, ResultPath: "$.reason", Next: next };
}

const toRepair = (failed: string): Catcher => otherwise(`Report${failed}`);

function publication<S>(
  args: OrderSagaArgs<S>,
  name: string,
  outcome: Outcome,
  next: string,
): Record<string, State<S>> {
  return {
    [name]: putEvents(factsOf(args, outcome), {
      resultPath: null,
      next,
      errors: [toRepair(name)],
      retry: STUBBORN,
    }),
  };
}

/** Tells people which step to repair; the execution ends as failed whether they could be told or not. */
function repairs<S>(
  { alertTopicArn }: OrderSagaArgs<S>,
  failed: readonly string[],
): Record<string, State<S>> {
  return Object.fromEntries(
    failed.map((name) => [
      `Report${name}`,
      publish<S>(
        {
          TopicArn: alertTopicArn,
          Subject: "Event processing failed: an order needs repair",
          Message: {
            "orderId.$": "$.event.detail.orderId",
            "correlationId.$": "$.event.detail.metadata.correlationId",
            "execution.$": "$$.Execution.Id",
            step: name,
            "reason.$": "$.failure.Error",
            action_required: "Repair the step, then redrive the execution or finish the order by hand",
          },
        },
        { resultPath: null, next: "NeedsRepair", errors: [otherwise("NeedsRepair", "$.alertFailure")] },
      ),
    ]),
  );
}
