import { describe, expect, it } from "vitest";
import { SettingsError, readSettings } from "../../../../components/eventing/runtime/settings";

const plan = {
  description: "Packs",
  timeoutSeconds: 10,
  memoryMb: 256,
  startedBy: "queue",
  environment: {
    ORDERS_TABLE: "table",
    FALLBACK_QUEUE_URL: "queue-url",
    ALERTS: "topic",
    BUS: "bus",
    PACK: "function",
    FLOW: "state-machine",
    MAX_EVENT_BYTES: "text",
    SOURCE_PREFIX: "text",
  },
  optional: { KEEP_SECONDS: "text" },
  grants: [],
} as const;

const whole = {
  ORDERS_TABLE: "orders",
  FALLBACK_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/111111111111/fallback",
  ALERTS: "arn:aws:sns:us-east-1:111111111111:alerts",
  BUS: "acme-dev-events",
  PACK: "arn:aws:lambda:us-east-1:111111111111:function:pack",
  FLOW: "arn:aws:states:us-east-1:111111111111:stateMachine:flow",
  MAX_EVENT_BYTES: "262144",
  SOURCE_PREFIX: "com.acme",
};

describe("settings of a function", () => {
  it("are what its plan names, numbers where the name says a unit, and nothing else", () => {
    expect(readSettings("pack", plan, { ...whole, PATH: "/bin" })).toEqual({
      ...whole,
      MAX_EVENT_BYTES: 262144,
    });
  });

  it("hold an optional one where it is given", () => {
    expect(readSettings("pack", plan, { ...whole, KEEP_SECONDS: "60" }).KEEP_SECONDS).toBe(60);
    expect(readSettings("pack", plan, { ...whole, KEEP_SECONDS: "" }).KEEP_SECONDS).toBeUndefined();
    expect(() => readSettings("pack", plan, { ...whole, KEEP_SECONDS: "soon" })).toThrow(SettingsError);
  });

  it("are refused with every fault in one message", () => {
    const given = {
      ...whole,
      ORDERS_TABLE: undefined,
      FALLBACK_QUEUE_URL: "arn:aws:sqs:us-east-1:111111111111:fallback",
      MAX_EVENT_BYTES: "256 KB",
      FLOW: whole.PACK,
    };
    expect(() => readSettings("pack", plan, given)).toThrow(
      new SettingsError("function pack", [
        {
          path: "ORDERS_TABLE",
          given: undefined,
          allowed: "the name of a table, 3 to 255 letters, digits, _ . or -, in the function's environment",
        },
        {
          path: "FALLBACK_QUEUE_URL",
          given: given.FALLBACK_QUEUE_URL,
          allowed: "the URL of a queue, not its ARN, in the function's environment",
        },
        {
          path: "FLOW",
          given: whole.PACK,
          allowed: "the ARN of a state machine, in the function's environment",
        },
        {
          path: "MAX_EVENT_BYTES",
          given: "256 KB",
          allowed: "a whole number of 1 or more, in the function's environment",
        },
      ]),
    );
  });
});
