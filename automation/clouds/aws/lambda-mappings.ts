import { PatternError, compilePattern } from "../../../lib/event-patterns";
import type { Context, InputRule, Kind, Report, Use } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { role, uses } from "./access/ask";
import { delivery } from "./access/deliver";
import { keyOf } from "./access/keys";
import { arn, target, within } from "./common";

const FUNCTION = "aws:lambda/function:Function";
const QUEUE = "aws:sqs/queue:Queue";
const TABLE = "aws:dynamodb/table:Table";

/** Settings that go with streams alone (CreateEventSourceMapping in the AWS Lambda API reference). */
const forStreams = [
  "bisectBatchOnFunctionError",
  "destinationConfig",
  "maximumRecordAgeInSeconds",
  "maximumRetryAttempts",
  "parallelizationFactor",
  "startingPosition",
  "startingPositionTimestamp",
  "tumblingWindowInSeconds",
];

function queueRules(inputs: v.ObjectValue, report: Report, source: string): void {
  for (const key of forStreams)
    if (inputs[key] !== undefined) report(key, "is for streams; the source is a queue");
  const [size, window] = [
    v.numeric(inputs, "batchSize") ?? 10,
    v.numeric(inputs, "maximumBatchingWindowInSeconds") ?? 0,
  ];
  if (source.endsWith(".fifo")) {
    if (size > 10) report("batchSize", `must be from 1 to 10 for a FIFO queue, not ${String(size)}`);
    if (window > 0) report("maximumBatchingWindowInSeconds", "is not for FIFO queues");
  } else windowRule(inputs, report);
}

/** "For streams and Amazon SQS event sources", says MaximumBatchingWindowInSeconds in the same reference. */
function windowRule(inputs: v.ObjectValue, report: Report): void {
  const window = v.at(inputs, "maximumBatchingWindowInSeconds");
  if (window !== undefined && v.numeric(inputs, "maximumBatchingWindowInSeconds") === undefined) return;
  if ((v.numeric(inputs, "batchSize") ?? 0) > 10 && Number(window ?? 0) < 1)
    report("maximumBatchingWindowInSeconds", "must be at least 1 where batchSize is more than 10");
}

function streamRules(inputs: v.ObjectValue, report: Report): void {
  windowRule(inputs, report);
  if (inputs["startingPosition"] === undefined)
    report("startingPosition", "is needed for a stream: LATEST or TRIM_HORIZON");
  if (inputs["scalingConfig"] !== undefined) report("scalingConfig", "is for queues; the source is a stream");
  const age = v.numeric(inputs, "maximumRecordAgeInSeconds");
  if (age !== undefined && age !== -1 && (age < 60 || age > 604_800))
    report("maximumRecordAgeInSeconds", `must be -1 or from 60 to 604800, not ${String(age)}`);
  within(inputs, report, "maximumRetryAttempts", -1, 10_000);
  within(inputs, report, "parallelizationFactor", 1, 10);
  within(inputs, report, "tumblingWindowInSeconds", 0, 900);
}

function filterRules(inputs: v.ObjectValue, report: Report): void {
  const filters = v.objects(inputs, "filterCriteria.filters");
  // Lambda quotas by way of FilterCriteria: five, ten on request; the provider takes ten.
  if (filters.length > 10)
    report("filterCriteria.filters", `may be 10 at most, not ${String(filters.length)}`);
  for (const [i, filter] of filters.entries()) {
    const text = v.text(filter, "pattern");
    if (text === undefined) continue;
    try {
      compilePattern(text);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      report(`filterCriteria.filters[${String(i)}].pattern`, `Invalid filter pattern: ${error.message}`);
    }
  }
}

/** Ranges are those of CreateEventSourceMapping in the AWS Lambda API reference. */
const mappingRules: InputRule = (inputs, report) => {
  within(inputs, report, "batchSize", 1, 10_000);
  within(inputs, report, "maximumBatchingWindowInSeconds", 0, 300);
  within(inputs, report, "scalingConfig.maximumConcurrency", 2, 1000);
  for (const type of v.texts(inputs, "functionResponseTypes"))
    if (type !== "ReportBatchItemFailures")
      report("functionResponseTypes", `"${type}" is not ReportBatchItemFailures`);
  filterRules(inputs, report);
  const source = v.text(inputs, "eventSourceArn");
  if (source === undefined) {
    if (!("eventSourceArn" in inputs) && inputs["selfManagedEventSource"] === undefined)
      report("eventSourceArn", "needs an event source: eventSourceArn or selfManagedEventSource");
  } else if (source.startsWith("arn:aws:sqs:")) queueRules(inputs, report, source);
  else streamRules(inputs, report);
};

const sourceOf = (c: Context): Entity | undefined => c.find(c.text("eventSourceArn"), QUEUE, TABLE);

function refusals(c: Context): void {
  const given = c.text("eventSourceArn") ?? "";
  const [source, owner] = [sourceOf(c), c.find(c.text("functionName"), FUNCTION)];
  const account = given.split(":")[4];
  if (!source && /^arn:aws:(sqs|dynamodb):/.test(given) && account === c.site.account)
    c.refuse(
      "InvalidParameterValueException",
      given.includes(":sqs:")
        ? `The provided source arn does not exist: ${given}`
        : `Stream not found: ${given}`,
    );
  if (source?.type === TABLE && v.text(source.outputs, "streamArn") !== given)
    c.refuse(
      "InvalidParameterValueException",
      `Unrecognized event source: ${given} is a table, not its stream`,
    );
  const [visible, timeout] = [
    v.numeric(source?.outputs, "visibilityTimeoutSeconds") ?? Infinity,
    v.numeric(owner?.outputs, "timeout") ?? 3,
  ];
  if (visible < timeout)
    c.refuse(
      "InvalidParameterValueException",
      `Queue visibility timeout: ${String(visible)} seconds is less than Function timeout: ${String(timeout)} seconds`,
    );
}

/** What Lambda does as the function's role to read the source (Lambda developer guide, "Execution role permissions"). */
function mappingUses(c: Context): Use[] {
  const owner = c.find(c.text("functionName"), FUNCTION);
  const roleArn = v.text(owner?.inputs, "role");
  const given = c.text("eventSourceArn") ?? "";
  const source = sourceOf(c);
  if (roleArn === undefined || source === undefined) return [];
  const actions =
    source.type === QUEUE
      ? ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      : ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
  const outcome = `the function ${owner?.id ?? ""} gets nothing from there`;
  const key = keyOf(
    c,
    v.text(source.inputs, "kmsMasterKeyId") ?? v.text(source.inputs, "serverSideEncryption.kmsKeyArn") ?? "",
  );
  return [
    ...uses(c, role(roleArn), actions, given, {}, outcome),
    ...(source.type === TABLE ? uses(c, role(roleArn), ["dynamodb:ListStreams"], "*", {}, outcome) : []),
    ...(key === undefined ? [] : uses(c, role(roleArn), ["kms:Decrypt"], key, {}, outcome)),
    ...delivery(c, c.text("destinationConfig.onFailure.destinationArn"), {
      service: "lambda.amazonaws.com",
      source: v.text(owner?.outputs, "arn") ?? "",
      role: roleArn,
      outcome: `records that the function ${owner?.id ?? ""} gives up on are lost`,
    }),
  ];
}

const mapping: Kind = {
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  simulates:
    "a function and a queue or stream that exist, one mapping of both, settings of the kind of source, batches and windows, filter patterns, a queue whose messages stay hidden for as long as the function may run; the function's role may read the source, use its key and send what it gives up on",
  naming: false,
  references: {
    functionName: target("ResourceNotFoundException", (id) => `Function not found: ${id}`, FUNCTION.slice(4)),
  },
  check: mappingRules,
  rules: refusals,
  uses: mappingUses,
  id: (c) => c.derive.uuid("id"),
  claims: (c) => {
    const owner = c.find(c.text("functionName"), FUNCTION)?.id ?? c.text("functionName") ?? "";
    return [
      `lambda mapping ${c.scopeOf(FUNCTION)} ${c.text("eventSourceArn") ?? c.derive.uuid("id")} ${owner}`,
    ];
  },
  taken: (_c, claim) => {
    const [source = "", owner = ""] = claim.split(" ").slice(-2);
    return [
      "ResourceConflictException",
      `An event source mapping with event source arn (" ${source} ") and function (" ${owner} ") already exists.`,
    ];
  },
  outputs: (c, id) => ({
    uuid: id,
    arn: arn(c, "lambda", `event-source-mapping:${id}`),
    functionArn: v.text(c.find(c.text("functionName"), FUNCTION)?.outputs, "arn") ?? "",
    state: c.flag("enabled") === false ? "Disabled" : "Enabled",
    stateTransitionReason: "USER_INITIATED",
    lastModified: c.now,
    lastProcessingResult: "No records processed",
    batchSize: c.number("batchSize") ?? ((c.text("eventSourceArn") ?? "").includes(":sqs:") ? 10 : 100),
  }),
};

export const mappingKinds: readonly Kind[] = [mapping];
