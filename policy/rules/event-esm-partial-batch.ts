import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const PARTIAL = "ReportBatchItemFailures";

/** One bad message must not bring nine good ones back with it, nor, at the last try, take them along to the dead letters. */
export const eventEsmPartialBatch = defineRule({
  id: "event-esm-partial-batch",
  description: "A function that reads a queue says which messages of a batch it failed at.",
  severity: "high",
  needs: [],
  serves: ["EV-46"],
  remediationSteps: `Set functionResponseTypes to ["${PARTIAL}"], and have the handler return batchItemFailures.`,

  check(resource, _place, report) {
    const mapping = inputsOf(resource, MAPPING);
    if (mapping === undefined) return;
    const types = mapping.functionResponseTypes ?? [];
    if (types.includes(PARTIAL) || mapping.eventSourceArn?.split(":")[2] !== "sqs") return;
    report({
      resource,
      path: "functionResponseTypes",
      value: types,
      problem: "one message that fails brings the whole batch back, and in the end to the dead letters",
      remedy: `Set it to ["${PARTIAL}"], and have the handler return batchItemFailures.`,
    });
  },
});
