import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import type { TransactItem } from "../inventory/reservation";
import type { SagaInput } from "./input";

/** The key of an order's item; its attribute `status` is `created`, `confirmed` or `cancelled`. */
export const orderKey = (orderId: string) => ({ pk: `ORDER#${orderId}`, sk: "ORDER" });

/** The order is not in a state from which it can come to the wanted one: people have to look. */
export class OrderStateError extends Error {
  constructor(orderId: string, status: string, wanted: string) {
    super(`Order ${orderId} is ${status} and can not be ${wanted}`);
    this.name = "OrderStateError";
  }
}

/** Orders in their table. What is done twice has one effect. */
export interface Orders {
  /** @throws {OrderStateError} when the order was cancelled, or there is none. */
  confirm(input: SagaInput): Promise<{ readonly status: "confirmed" }>;
  /**
   * @param beside what is undone in the same transaction.
   * @throws {OrderStateError} when the order was confirmed, or there is none.
   */
  cancel(input: SagaInput, beside: readonly TransactItem[]): Promise<{ readonly status: "cancelled" }>;
}

export function ordersIn(client: DynamoDBDocumentClient, table: string, now: () => Date): Orders {
  const find = async (orderId: string): Promise<string | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: orderKey(orderId), ConsistentRead: true }),
    );
    return Item?.["status"] as string | undefined;
  };

  /** From `created`, which an order is in once. */
  const change = ({ order, execution, reason }: SagaInput, status: "confirmed" | "cancelled") => ({
    TableName: table,
    Key: orderKey(order.orderId),
    UpdateExpression: `SET #status = :status, changedAt = :now, #by = :execution${status === "cancelled" ? ", #reason = :reason" : ""}`,
    ConditionExpression: "#status = :created",
    ExpressionAttributeNames: {
      "#status": "status",
      "#by": "changedBy",
      ...(status === "cancelled" ? { "#reason": "reason" } : {}),
    },
    ExpressionAttributeValues: {
      ":status": status,
      ":created": "created",
      ":now": now().toISOString(),
      ":execution": execution,
      ...(status === "cancelled" ? { ":reason": reason } : {}),
    },
  });

  const settled = async (orderId: string, wanted: string, error: unknown): Promise<void> => {
    const status = (await find(orderId)) ?? "not known";
    if (status === wanted) return;
    // Somebody else changed something at the same moment; the order is still open.
    if (status === "created") throw error;
    throw new OrderStateError(orderId, status, wanted);
  };

  return {
    async confirm(input) {
      try {
        await client.send(new UpdateCommand(change(input, "confirmed")));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        await settled(input.order.orderId, "confirmed", error);
      }
      return { status: "confirmed" };
    },
    async cancel(input, beside) {
      try {
        await client.send(
          new TransactWriteCommand({ TransactItems: [{ Update: change(input, "cancelled") }, ...beside] }),
        );
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        await settled(input.order.orderId, "cancelled", error);
      }
      return { status: "cancelled" };
    },
  };
}
