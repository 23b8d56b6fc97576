import { orderCreated } from "../../catalogue/order-created";
import type { Clock } from "../../runtime/clock";
import type { Ids } from "../../runtime/ids";
import type { Observe } from "../../runtime/observe";
import type { Outbox } from "../../runtime/outbox";
import { EventTooLargeError, outgoing, type Outgoing, type Publisher } from "../../runtime/publisher";
import { createdDetail, priceOrder } from "./core";
import {
  RequestError,
  answer,
  readRequest,
  type ApiAnswer,
  type ApiEvent,
  type ReadRequest,
} from "./request";
import type { Earlier, OrderStore } from "./store";

export interface OrderApiOptions {
  readonly store: OrderStore;
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observe: Pick<Observe, "log" | "metrics">;
  readonly sourcePrefix: string;
  readonly maxBytes: number;
}

/**
 * Takes orders. An order and its event are stored in one transaction, and that is when it is taken: the bus is told at once
 * only so that nobody waits, and whatever fails there, the outbox has the event.
 */
export function createOrderApi(options: OrderApiOptions): (event: ApiEvent) => Promise<ApiAnswer> {
  const { store, publisher, outbox, clock, ids, observe } = options;
  const { log, metrics } = observe;

  async function take(api: ApiEvent): Promise<ApiAnswer> {
    const request = readRequest(api);
    // Before prices are looked at: they may have changed since the order was taken.
    return again(request, await store.earlier(request)) ?? create(request, api.requestContext.requestId);
  }

  async function create(request: ReadRequest, correlationId: string): Promise<ApiAnswer> {
    const { order } = request;
    const products = await store.products(order.items.map(({ productId }) => productId));
    const priced = priceOrder(ids.order({ priority: order.priority }), order, products);
    const detail = createdDetail(priced, {
      eventId: ids.event(),
      correlationId,
      version: orderCreated.version,
      timestamp: clock.now().toISOString(),
      sequence: 1,
    });
    const event = outgoing(orderCreated, detail, options);
    const earlier = again(request, await store.create(priced, event, request));
    if (earlier !== undefined) return earlier;
    log.info("An order was taken", { orderId: priced.orderId, eventId: event.eventId });
    metrics.orderValue(detail.totalAmount, detail.currency);
    await publish(event);
    return answer(201, { orderId: priced.orderId, status: "created" });
  }

  /** The answer to a request that came before, under the same key. */
  function again({ digest }: ReadRequest, earlier: Earlier | undefined): ApiAnswer | undefined {
    if (earlier === undefined) return undefined;
    if (earlier.digest !== digest) {
      throw new RequestError(422, "This Idempotency-Key was used for another order", [
        { path: "Idempotency-Key", allowed: "a new key for each order" },
      ]);
    }
    log.info("An order came twice", { orderId: earlier.orderId });
    metrics.count("Duplicates");
    return answer(201, { orderId: earlier.orderId, status: "created" });
  }

  /** The order is taken, so nothing here may fail it. */
  async function publish(event: Outgoing): Promise<void> {
    try {
      await outbox.settle(await publisher.publish([event]));
    } catch (error) {
      log.error("An event stays in the outbox", { eventId: event.eventId, error });
    }
  }

  return async (api) => {
    const correlationId = api.requestContext.requestId;
    log.appendKeys({ correlationId });
    try {
      return await take(api);
    } catch (error) {
      const { statusCode, message, faults } = refusalOf(error) ?? {};
      if (statusCode === undefined) {
        log.error("An order could not be stored", { error });
        return answer(503, { message: "The order was not taken: try again", requestId: correlationId });
      }
      log.info("An order was refused", { statusCode, faults });
      return answer(statusCode, { message, faults, requestId: correlationId });
    }
  };
}

function refusalOf(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error;
  if (error instanceof EventTooLargeError) return new RequestError(413, "The order is too large");
  return undefined;
}
