import type { SQSRecord } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderCreated } from "../../../../components/eventing/catalogue/order-created";
import { alertAbout, letterOf, stepAfter } from "../../../../components/eventing/functions/dead-letters/core";
import {
  UnreadableDeadLetterError,
  readDeadLetter,
  type DeadLetter,
} from "../../../../components/eventing/functions/dead-letters/records";
import { letterAttributes } from "../../../../components/eventing/runtime/letter";
import { targetOf } from "../../../../components/eventing/functions/redrive/target";
import { attributesOf, envelope as envelopeOf, record } from "./local";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:acme-dev-inventory";
const RULE = "arn:aws:events:us-east-1:123456789012:rule/acme-dev-events/order-created-to-inventory";

/** SQS API, SendMessage, MessageBody. */
const TAKEN_BY_SQS = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]+$/u;

const envelope = envelopeOf();

const message = (
  body: unknown,
  attributes: Readonly<Record<string, string>> = {},
  system: Partial<SQSRecord["attributes"]> = {},
): SQSRecord => {
  const plain = record("m-1", body, { messageAttributes: attributesOf(attributes) });
  return { ...plain, attributes: { ...plain.attributes, ...system } };
};

const fromEventBridge = message(envelope, {
  RULE_ARN: RULE,
  TARGET_ARN: FUNCTION,
  ERROR_CODE: "NO_PERMISSIONS",
  ERROR_MESSAGE: "Lambda gave no permission",
  EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
  RETRY_ATTEMPTS: "3",
});

const fromLambda = message({
  version: "1.0",
  timestamp: "2026-11-02T09:32:11.000Z",
  requestContext: {
    requestId: "e2",
    functionArn: `${FUNCTION}:$LATEST`,
    condition: "RetriesExhausted",
    approximateInvokeCount: 3,
  },
  requestPayload: envelope,
  responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  responsePayload: { errorType: "TypeError", errorMessage: "quantity of undefined" },
});

describe("EV-45: what is among the dead letters", () => {
  it("acceptance 8: EventBridge's record and Lambda's record of one event have one event id and one target", () => {
    const [one, other] = [readDeadLetter(fromEventBridge), readDeadLetter(fromLambda)];
    expect(one.eventId).toBe(orderCreated.sample.metadata.eventId);
    expect(other.eventId).toBe(one.eventId);
    expect(other.target).toEqual(one.target);
    expect(one.target).toEqual({ arn: FUNCTION, kind: "function", name: "acme-dev-inventory" });
    expect([one.reason, other.reason]).toEqual([
      { code: "NO_PERMISSIONS", message: "Lambda gave no permission", rule: RULE },
      { code: "TypeError", message: "quantity of undefined" },
    ]);
  });

  it("hands on the very bytes of the event that EventBridge sent", () => {
    const spelt = JSON.stringify(envelope).replace('"totalAmount":59.98', '"totalAmount": 59.980');
    expect(readDeadLetter({ ...fromEventBridge, body: spelt }).event).toBe(spelt);
    expect(JSON.parse(readDeadLetter(fromLambda).event)).toEqual(envelope);
  });

  it("knows the condition where the function gave no answer, as after a time-out", () => {
    const body = JSON.parse(fromLambda.body) as Record<string, unknown>;
    const { reason } = readDeadLetter(message({ ...body, responsePayload: null }));
    expect(reason).toEqual({ code: "RetriesExhausted", message: "Lambda gave up: RetriesExhausted" });
  });

  it("goes by the queue that SQS moved a message from", () => {
    const queue = "arn:aws:sqs:us-east-1:123456789012:acme-dev-inventory-events";
    const letter = readDeadLetter(message(envelope, {}, { DeadLetterQueueSourceArn: queue }));
    expect(letter.target).toEqual({ arn: queue, kind: "queue", name: "acme-dev-inventory-events" });
    expect(letter.reason.code).toBe("MaxReceivesExceeded");
  });

  it("reads again what it sent to wait itself", () => {
    const letter = readDeadLetter(fromEventBridge);
    const attributes = Object.fromEntries(
      Object.entries(letterAttributes(letterOf(letter, 2))).map(([name, { StringValue = "" }]) => [
        name,
        StringValue,
      ]),
    );
    expect(attributes).toMatchObject({ ATTEMPT: "2", CONSUMER: "acme-dev-inventory" });
    expect(readDeadLetter(message(letter.event, attributes))).toEqual(letter);
  });

  it.each([
    ["no JSON", message("<xml/>", { TARGET_ARN: FUNCTION }), "Its body is no JSON"],
    ["no sender", message(envelope), "Neither a dead letter of EventBridge nor a record of Lambda or SQS"],
    [
      "no event id",
      message({ ...envelope, detail: {} }, { TARGET_ARN: FUNCTION }),
      "no detail.metadata.eventId",
    ],
    [
      "a target that can not be called alone",
      message(envelope, { TARGET_ARN: "arn:aws:events:us-east-1:123456789012:api-destination/crm/1" }),
      "is no function, queue or state machine",
    ],
    [
      "a batch of a stream",
      message({ DDBStreamBatchInfo: { shardId: "shardId-1" }, requestContext: {} }),
      "the records are in the table",
    ],
  ])("leaves %s to a person", (_what, given, reason) => {
    expect(() => readDeadLetter(given)).toThrow(UnreadableDeadLetterError);
    expect(() => readDeadLetter(given)).toThrow(reason);
  });

  it("refuses any other message in words, never by a failure of its own", () => {
    const attributes = fc.dictionary(fc.constantFrom("TARGET_ARN", "ERROR_CODE", "X"), fc.string());
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), attributes, (body, given) => {
        expect(() => readDeadLetter(message(body, given))).toThrow(UnreadableDeadLetterError);
      }),
    );
  });
});

describe("EV-46, EV-47: how often an event is tried again", () => {
  it("waits 60, 300 and 900 seconds, and parks it when it comes back the fourth time", () => {
    expect([1, 2, 3, 4, 5].map((arrivals) => stepAfter(arrivals, "TypeError"))).toEqual([
      { kind: "redrive", attempt: 1, delaySeconds: 60 },
      { kind: "redrive", attempt: 2, delaySeconds: 300 },
      { kind: "redrive", attempt: 3, delaySeconds: 900 },
      { kind: "park" },
      { kind: "park" },
    ]);
  });

  it("parks at once what its consumer can not read, by the errors that parsing throws", () => {
    const thrown = [
      ["InvalidEventError", () => orderCreated.parse({})],
      [
        "UnknownVersionError",
        () =>
          orderCreated.parse({
            ...orderCreated.sample,
            metadata: { ...orderCreated.sample.metadata, version: "2.0" },
          }),
      ],
    ] as const;
    for (const [name, parse] of thrown) {
      expect(parse).toThrow(expect.objectContaining({ name }) as Error);
      expect(stepAfter(1, name)).toEqual({ kind: "park" });
    }
  });

  it("never hands SQS an attribute that it refuses", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 1200 }), (text) => {
        const given = letterAttributes({ code: text, message: text });
        const refused = Object.values(given).filter(
          ({ StringValue = "" }) => !TAKEN_BY_SQS.test(StringValue),
        );
        expect(refused).toEqual([]);
        expect(given.ERROR_MESSAGE?.StringValue?.length).toBeLessThanOrEqual(1000);
      }),
    );
    expect(letterAttributes({ code: "\ufffe", message: "" })).toEqual({
      ERROR_CODE: { DataType: "String", StringValue: "\ufffd" },
      ERROR_MESSAGE: { DataType: "String", StringValue: "-" },
    });
  });
});

describe("EV-48: the alert", () => {
  const typeOf = (type: string) => (type === orderCreated.type ? orderCreated : undefined);
  const told = (letter: DeadLetter) => {
    const { subject, body } = alertAbout(letter, 4, typeOf);
    return { subject, body, json: JSON.parse(body) as { event: typeof envelope } };
  };

  it("says that processing failed and a person must act, with event, reason and what to do", () => {
    const { subject, json } = told(readDeadLetter(fromEventBridge));
    expect(subject).toBe("Event processing failed: a person must act");
    expect(subject.length).toBeLessThanOrEqual(100);
    expect(json).toMatchObject({
      event: { "detail-type": "Order Created", detail: { orderId: orderCreated.sample.orderId } },
      reason: { code: "NO_PERMISSIONS", message: "Lambda gave no permission", rule: RULE },
      consumer: "acme-dev-inventory",
      attempts: 4,
      action_required: "Manual review, possible data reconciliation",
    });
  });

  it("tells nothing personal, of an event of unknown type only its ids", () => {
    const known = told(readDeadLetter(fromEventBridge));
    for (const secret of ["Ada Example", "ct_8f2c41d7", "Seattle"]) expect(known.body).not.toContain(secret);
    const body = { ...envelope, "detail-type": "Else Happened" };
    const unknown = told(readDeadLetter({ ...fromEventBridge, body: JSON.stringify(body) }));
    expect(unknown.json.event).toEqual({
      "detail-type": "Else Happened",
      eventId: orderCreated.sample.metadata.eventId,
      correlationId: orderCreated.sample.metadata.correlationId,
    });
  });

  it("tells of a large event by its ids, for SNS takes 256 KiB", () => {
    const large = { ...envelope, detail: { ...orderCreated.sample, note: "x".repeat(250_000) } };
    const { body, json } = told(readDeadLetter({ ...fromEventBridge, body: JSON.stringify(large) }));
    expect(Buffer.byteLength(body)).toBeLessThan(262_144);
    expect(json.event).toMatchObject({ eventId: orderCreated.sample.metadata.eventId });
  });
});

describe("the target of an ARN", () => {
  it.each([
    [`${FUNCTION}:live`, { arn: `${FUNCTION}:live`, kind: "function", name: "acme-dev-inventory" }],
    [
      "arn:aws:states:eu-central-1:123456789012:stateMachine:order-saga",
      {
        arn: "arn:aws:states:eu-central-1:123456789012:stateMachine:order-saga",
        kind: "workflow",
        name: "order-saga",
      },
    ],
    ["arn:aws:states:eu-central-1:123456789012:execution:order-saga:1", undefined],
    ["arn:aws:sns:us-east-1:123456789012:topic", undefined],
    ["", undefined],
  ])("%s", (arn, target) => {
    expect(targetOf(arn)).toEqual(target);
  });
});
