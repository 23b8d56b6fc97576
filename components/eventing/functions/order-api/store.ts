import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  GetCommand,
  TransactWriteCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { CURRENCIES } from "../../catalogue/fields";
import type { Clock } from "../../runtime/clock";
import { outboxPut } from "../../runtime/outbox";
import type { Outgoing } from "../../runtime/publisher";
import { orderKey } from "../saga/orders";
import type { PricedOrder, Product } from "./core";
import type { ReadRequest } from "./request";

const minor = v.pipe(v.number(), v.integer(), v.minValue(0));
const product = v.object({
  productId: v.string(),
  prices: v.partial(v.object(Object.fromEntries(CURRENCIES.map((one) => [one, minor])))),
  kind: v.optional(v.picklist(["digital", "physical"]), "physical"),
});

/** What a client's key has led to. */
export interface Earlier {
  readonly orderId: string;
  readonly digest: string;
}

/** Orders and prices in their tables. */
export interface OrderStore {
  products(ids: readonly string[]): Promise<ReadonlyMap<string, Product>>;
  /** What the request's key has led to, if it has. */
  earlier(request: ReadRequest): Promise<Earlier | undefined>;
  /** Stores an order, its event and its key in one transaction; what the key had led to before, if it had. */
  create(order: PricedOrder, event: Outgoing, request: ReadRequest): Promise<Earlier | undefined>;
}

export interface OrderTables {
  readonly orders: string;
  readonly products: string;
  readonly outbox: string;
}

/** Keys are a customer's own: nobody meets another's by chance or learns of it. */
const keyOf = ({ order, key }: ReadRequest) => ({ pk: `KEY#${order.customerId}#${key}`, sk: "KEY" });

export function ordersIn(client: DynamoDBDocumentClient, tables: OrderTables, clock: Clock): OrderStore {
  async function earlier(request: ReadRequest): Promise<Earlier | undefined> {
    if (request.key === undefined) return undefined;
    const { Item } = await client.send(
      new GetCommand({ TableName: tables.orders, Key: keyOf(request), ConsistentRead: true }),
    );
    return Item as Earlier | undefined;
  }

  return {
    earlier,

    async products(ids) {
      const found = new Map<string, Product>();
      let keys: Record<string, unknown>[] = [...new Set(ids)].map((productId) => ({ productId }));
      for (let tried = 1; keys.length > 0; tried++) {
        const { Responses = {}, UnprocessedKeys = {} } = await client.send(
          new BatchGetCommand({ RequestItems: { [tables.products]: { Keys: keys } } }),
        );
        for (const item of Responses[tables.products] ?? []) {
          const one = v.parse(product, item);
          found.set(one.productId, one);
        }
        // A batch may be answered in part without an error.
        keys = UnprocessedKeys[tables.products]?.Keys ?? [];
        if (keys.length > 0) {
          if (tried === 5)
            throw new Error(`table ${tables.products} left ${keys.length} keys unread in 5 calls`);
          await clock.sleep(50 * 2 ** tried);
        }
      }
      return found;
    },

    async create({ orderId, request: order, lines, totalMinor, fulfilment }, event, request) {
      const { priority: _, items: __, ...kept } = order;
      const { orders, outbox } = tables;
      const createdAt = event.time.toISOString();
      const unless = "attribute_not_exists(pk)";
      const item = {
        ...orderKey(orderId),
        ...kept,
        orderId,
        lines,
        totalMinor,
        fulfilment,
        status: "created",
        createdAt,
        eventId: event.eventId,
        idempotencyKey: request.key,
      };
      const key = { ...keyOf(request), orderId, digest: request.digest, createdAt };
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: { TableName: orders, Item: item, ConditionExpression: unless } },
              outboxPut(outbox, event, orderId),
              ...(request.key === undefined
                ? []
                : [{ Put: { TableName: orders, Item: key, ConditionExpression: unless } }]),
            ],
          }),
        );
        return undefined;
      } catch (error) {
        const codes = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
        if (codes[2]?.Code !== "ConditionalCheckFailed") throw error;
        const known = await earlier(request);
        if (known === undefined) throw error;
        return known;
      }
    },
  };
}
