import { inventoryReleased } from "../../catalogue/inventory-released";
import { inventoryReservationFailed } from "../../catalogue/inventory-reservation-failed";
import { inventoryReserved } from "../../catalogue/inventory-reserved";
import { orderCancelled } from "../../catalogue/order-cancelled";
import { orderConfirmed } from "../../catalogue/order-confirmed";
import { paymentFailed } from "../../catalogue/payment-failed";
import { paymentProcessed } from "../../catalogue/payment-processed";
import type { Template } from "../asl";

/** What of an event's definition a fact needs. */
interface Fact {
  readonly type: string;
  readonly service: string;
  readonly version: string;
}

/** Where facts go. */
export interface FactArgs<S> {
  /** Name or ARN of the bus. */
  readonly busName: S;
  /** What every source begins with, `com.acme`. */
  readonly sourcePrefix: string;
}

const ORDER = { "orderId.$": "$.event.detail.orderId" };
const CUSTOMER = {
  ...ORDER,
  "customerId.$": "$.event.detail.customerId",
  "contactToken.$": "$.event.detail.contactToken",
};
const PAYMENT = {
  ...ORDER,
  "amount.$": "$.event.detail.totalAmount",
  "currency.$": "$.event.detail.currency",
};

const RESERVED: [Fact, object] = [
  inventoryReserved,
  { ...ORDER, status: "reserved", "items.$": "$.reserve.answer.items" },
];
const RELEASED: [Fact, object] = [
  inventoryReleased,
  { ...ORDER, "items.$": "$.reserve.answer.items", "reason.$": "$.reason" },
];
const CANCELLED: [Fact, object] = [orderCancelled, { ...CUSTOMER, "reason.$": "$.reason" }];

/** The facts of each way that a saga can end, in the order in which they came about. */
const OUTCOMES = {
  confirmed: [
    RESERVED,
    [paymentProcessed, { ...PAYMENT, "paymentId.$": "$.pay.answer.paymentId" }],
    [
      orderConfirmed,
      {
        ...CUSTOMER,
        "totalAmount.$": "$.event.detail.totalAmount",
        "currency.$": "$.event.detail.currency",
        "paymentId.$": "$.pay.answer.paymentId",
      },
    ],
  ],
  short: [
    [
      inventoryReservationFailed,
      { ...ORDER, "reason.$": "$.reason", "failedItems.$": "$.reserve.answer.failedItems" },
    ],
    CANCELLED,
  ],
  unpaid: [RESERVED, [paymentFailed, { ...PAYMENT, "reason.$": "$.reason" }], RELEASED, CANCELLED],
  unreserved: [CANCELLED],
} as const satisfies Record<string, readonly (readonly [Fact, object])[]>;

export type Outcome = keyof typeof OUTCOMES;

/**
 * An entry of PutEvents. The event's id follows from the order's event and the fact, so that a second publication of a
 * fact is a duplicate and not a second fact.
 */
function entry<S>(
  { busName, sourcePrefix }: FactArgs<S>,
  [fact, detail]: readonly [Fact, object],
): Template<S> {
  return {
    EventBusName: busName,
    Source: `${sourcePrefix}.${fact.service}`,
    DetailType: fact.type,
    Detail: {
      ...(detail as { readonly [name: string]: Template<S> }),
      metadata: {
        "eventId.$": `States.Hash(States.Format('{}#${fact.type}', $.event.detail.metadata.eventId), 'SHA-256')`,
        "correlationId.$": "$.event.detail.metadata.correlationId",
        version: fact.version,
        "timestamp.$": "$$.State.EnteredTime",
      },
    },
  };
}

/** Entries of PutEvents for the facts of an outcome. */
export function factsOf<S>(args: FactArgs<S>, outcome: Outcome): Template<S>[] {
  return OUTCOMES[outcome].map((fact) => entry(args, fact));
}
