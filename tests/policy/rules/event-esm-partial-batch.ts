import { changed, UNKNOWN, type RuleCases } from "../sample";
import { mapping } from "./events";

export const eventEsmPartialBatchCases: RuleCases = {
  rule: "event-esm-partial-batch",
  serves: ["EV-46"],
  violating: [
    {
      title: "a reader of a queue that answers for whole batches",
      resources: [changed(mapping, { functionResponseTypes: undefined })],
      says: ['"reader": functionResponseTypes is []', "ReportBatchItemFailures"],
    },
    {
      title: "an empty list",
      resources: [changed(mapping, { functionResponseTypes: [] })],
      says: ['"reader": functionResponseTypes is []'],
    },
  ],
  complying: [
    { title: "a reader that says what failed", resources: [mapping] },
    {
      title: "a stream, whose batches are cut by other means",
      resources: [
        changed(mapping, {
          functionResponseTypes: undefined,
          eventSourceArn: "arn:aws:kinesis:us-east-1:111111111111:stream/orders",
        }),
      ],
    },
  ],
  unknown: [
    {
      title: "a source that is not known",
      resources: [changed(mapping, { functionResponseTypes: undefined, eventSourceArn: UNKNOWN })],
    },
  ],
  unknownButEnough: [
    {
      title: "a source that is not known, of a reader that says what failed",
      resources: [changed(mapping, { eventSourceArn: UNKNOWN })],
    },
  ],
};
