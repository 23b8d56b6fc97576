import * as v from "valibot";
import { decimals } from "../events/decimals";

/** Text of so many ASCII characters that are seen, such as an identifier of another service. */
export const key = (longest: number) =>
  v.pipe(v.string(), v.regex(new RegExp(`^[!-~]{1,${longest}}$`)), v.maxLength(longest));

const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));

/** `ORD-` and a ULID; `ORD-PRIORITY-` before it for orders that go first. */
export const ORDER_ID = /^ORD-(PRIORITY-)?[0-9A-Z]{26}$/;

export const orderId = v.pipe(
  v.string(),
  v.regex(ORDER_ID),
  v.maxLength(39),
  v.description("ORD-, or ORD-PRIORITY-, and a ULID"),
);

/** Currencies that orders are taken in; each has two decimals (ISO 4217). */
export const CURRENCIES = ["USD", "EUR", "GBP"] as const;
export type Currency = (typeof CURRENCIES)[number];

export const currency = v.picklist(CURRENCIES);

/** In the currency's own unit, so that patterns can compare it; 5e9 is the most that they can (EventBridge User Guide, "Numeric matching"). */
export const amount = v.pipe(
  decimals(2),
  v.minValue(0),
  v.maxValue(5e9),
  v.description("In the currency's own unit"),
);

export const productId = key(64);

export const quantity = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000));

/** Products of one reservation: it is one transaction of DynamoDB, which takes 100 actions, two of them for the order's own records. */
export const MAX_LINES = 98;

const lines = <const S extends v.GenericSchema>(line: S) =>
  v.pipe(v.array(line), v.minLength(1), v.maxLength(MAX_LINES));

export const productLine = v.object({ productId, quantity });

export const productLines = lines(productLine);

/** What an order wanted and the stock could not give, every short product of it. */
export const failedItems = lines(
  v.object({
    productId,
    requested: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_LINES * 10_000)),
    available: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LINES * 10_000)),
  }),
);

export const pricedLines = lines(v.object({ productId, quantity, price: amount }));

export const customerId = key(64);

export const reason = v.pipe(text(200), v.description("For people; programs go by the detail-type"));

/** Stands for the customer's mail address and telephone: the notification service keeps them, events do not. */
export const contactToken = v.pipe(
  key(128),
  v.description("Stands for the customer's contact data, which only the notification service has"),
);

export const address = v.object({
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/), v.maxLength(2), v.description("ISO 3166-1 alpha-2")),
  state: v.optional(text(100)),
  city: text(100),
  zipCode: text(20),
});

export const customerName = text(120);

export const promoCode = v.pipe(key(40), v.description("As the customer gave it"));

export const paymentId = key(64);
export const returnId = v.pipe(
  v.string(),
  v.regex(/^RET-[0-9A-Z]{26}$/),
  v.maxLength(30),
  v.description("RET- and a ULID"),
);
