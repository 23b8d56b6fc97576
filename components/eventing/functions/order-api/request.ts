import { createHash } from "node:crypto";
import * as v from "valibot";
import {
  CURRENCIES,
  MAX_LINES,
  address,
  amount,
  contactToken,
  customerId,
  customerName,
  productId,
  promoCode,
  quantity,
} from "../../catalogue/fields";
import type { Fault } from "../../../../lib/fault";

/** What a client orders. Prices are the shop's: one that a client gives is only compared. */
const orderRequest = v.object({
  customerId,
  customerName,
  contactToken,
  items: v.pipe(
    v.array(v.object({ productId, quantity, price: v.optional(amount) })),
    v.minLength(1),
    v.maxLength(MAX_LINES),
  ),
  currency: v.optional(v.picklist(CURRENCIES), "USD"),
  shippingAddress: address,
  promoCode: v.optional(promoCode),
  priority: v.optional(v.boolean(), false),
});

export type OrderRequest = v.InferOutput<typeof orderRequest>;

/** What API Gateway hands over, of both payload versions, as far as it is read. */
export interface ApiEvent {
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly requestContext: { readonly requestId: string };
}

export interface ApiAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that is the client's to mend; the faults never repeat what was given, which may be personal. */
export class RequestError extends Error {
  override readonly name = "RequestError";

  constructor(
    readonly statusCode: 400 | 409 | 413 | 422,
    message: string,
    readonly faults: readonly Pick<Fault, "path" | "allowed">[] = [],
  ) {
    super(message);
  }
}

/** What a request says, checked. */
export interface ReadRequest {
  readonly order: OrderRequest;
  /** Of the header `Idempotency-Key`. */
  readonly key?: string;
  /** Tells a repeated request from another one under the same key. */
  readonly digest: string;
}

/** @throws {RequestError} 400, with every fault. */
export function readRequest({ body, isBase64Encoded = false, headers }: ApiEvent): ReadRequest {
  const text = isBase64Encoded ? Buffer.from(body ?? "", "base64").toString() : (body ?? "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), orderRequest), text);
  const faults = (parsed.issues ?? []).map((issue) => ({
    path: v.getDotPath(issue) ?? "",
    allowed: issue.expected ?? issue.message,
  }));
  const key = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "idempotency-key")?.[1];
  if (key !== undefined && !/^[!-~]{1,255}$/.test(key)) {
    faults.push({ path: "Idempotency-Key", allowed: "1 to 255 visible ASCII characters" });
  }
  if (!parsed.success || faults.length > 0) throw new RequestError(400, "The order is not valid", faults);
  const digest = createHash("sha256").update(JSON.stringify(parsed.output)).digest("hex");
  return { order: parsed.output, digest, ...(key === undefined ? {} : { key }) };
}

export const answer = (statusCode: number, body: object): ApiAnswer => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});
