import { TransactionCanceledException, type CancellationReason } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Currency } from "../../catalogue/fields";
import { toMinor } from "../../runtime/money";
import type { TransactItem } from "../inventory/reservation";
import type { SagaInput } from "./input";

export type PayAnswer =
  | { readonly status: "processed"; readonly paymentId: string }
  | { readonly status: "declined"; readonly reason: string };

/**
 * What became of an order's payment, one record an order: `cancelled` is written where there was none, so that a payment
 * that is still under way comes too late.
 */
interface Payment {
  readonly id: string;
  readonly status: "processed" | "declined" | "cancelled" | "refunded";
  readonly account: string;
  readonly amountMinor: number;
  readonly reason?: string;
  readonly changedAt: string;
}

const paymentKey = (orderId: string) => ({ id: `PAYMENT#${orderId}` });

/** The customer's account in one currency; `availableMinor` is what may be spent, in minor units. */
export const accountKey = (customerId: string, currency: Currency) => ({
  id: `ACCOUNT#${customerId}#${currency}`,
});

/** The same for an order, whoever asks, so that no answer that was lost leaves two payments. */
const paymentIdOf = (orderId: string) => `PAY-${orderId}`;

/** Payments by the customers' accounts, in a table with the key `id`. */
export interface Payments {
  /** Takes the order's amount off the customer's account, once; asked again, it answers the same. */
  pay(input: SagaInput): Promise<PayAnswer>;
  /** The writes that take back an order's payment, or keep one from coming, for the transaction that cancels the order. */
  undo(input: SagaInput): Promise<readonly TransactItem[]>;
}

export function paymentsIn(client: DynamoDBDocumentClient, table: string, now: () => Date): Payments {
  const find = async (orderId: string): Promise<Payment | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: paymentKey(orderId), ConsistentRead: true }),
    );
    return Item as Payment | undefined;
  };

  const put = ({ order }: SagaInput, status: Payment["status"], reason?: string): TransactItem => ({
    Put: {
      TableName: table,
      Item: {
        ...paymentKey(order.orderId),
        status,
        account: accountKey(order.customerId, order.currency).id,
        amountMinor: toMinor(order.totalAmount, order.currency),
        ...(reason === undefined ? {} : { reason }),
        changedAt: now().toISOString(),
      } satisfies Payment,
      ConditionExpression: "attribute_not_exists(id)",
    },
  });

  const move = (account: string, amountMinor: number, way: "take" | "give"): TransactItem => ({
    Update: {
      TableName: table,
      Key: { id: account },
      UpdateExpression: `SET availableMinor = availableMinor ${way === "take" ? "-" : "+"} :amount`,
      ConditionExpression: way === "take" ? "availableMinor >= :amount" : "attribute_exists(id)",
      ExpressionAttributeValues: { ":amount": amountMinor },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  });

  /** Writes all or nothing; undefined when it was written, else why each action was not. */
  const write = async (actions: TransactItem[]): Promise<CancellationReason[] | undefined> => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: actions }));
      return undefined;
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
      const byCondition = (reasons ?? []).every(
        ({ Code = "None" }) => Code in { None: 0, ConditionalCheckFailed: 0 },
      );
      if (reasons === undefined || !byCondition) throw error;
      return reasons;
    }
  };

  const answerOf = ({ status, reason }: Payment, orderId: string): PayAnswer =>
    status === "processed"
      ? { status, paymentId: paymentIdOf(orderId) }
      : { status: "declined", reason: reason ?? "The order was cancelled" };

  const recorded = async (orderId: string): Promise<PayAnswer> => {
    const payment = await find(orderId);
    if (payment === undefined) throw new Error(`The payment of order ${orderId} is not recorded; ask again`);
    return answerOf(payment, orderId);
  };

  return {
    async pay(input) {
      const { orderId, customerId, totalAmount, currency } = input.order;
      const account = accountKey(customerId, currency).id;
      const refused = await write([
        move(account, toMinor(totalAmount, currency), "take"),
        put(input, "processed"),
      ]);
      if (refused === undefined) return { status: "processed", paymentId: paymentIdOf(orderId) };
      const [balance, record] = refused;
      if (record?.Code === "ConditionalCheckFailed") return recorded(orderId);
      const reason =
        balance?.Item === undefined ? `No account in ${currency}` : "The account does not cover the amount";
      const declined = await write([put(input, "declined", reason)]);
      return declined === undefined ? { status: "declined", reason } : recorded(orderId);
    },

    async undo(input) {
      const payment = await find(input.order.orderId);
      if (payment === undefined) return [put(input, "cancelled")];
      if (payment.status !== "processed") return [];
      return [
        move(payment.account, payment.amountMinor, "give"),
        {
          Update: {
            TableName: table,
            Key: { id: payment.id },
            UpdateExpression: "SET #status = :refunded, changedAt = :now",
            ConditionExpression: "#status = :processed",
            ExpressionAttributeNames: { "#status": "status" },
            ExpressionAttributeValues: {
              ":refunded": "refunded",
              ":processed": "processed",
              ":now": now().toISOString(),
            },
          },
        },
      ];
    },
  };
}
