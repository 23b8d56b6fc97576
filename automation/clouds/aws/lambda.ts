import { AssetInstance } from "../../engine/provider";
import type { Context, InputRule, Kind, Report, Use } from "../kind";
import * as v from "../values";
import { role, uses } from "./access/ask";
import { delivery } from "./access/deliver";
import { keyOf } from "./access/keys";
import { arn, fromPrefix, limit, nameOf, target, within } from "./common";
import { assumable, roleTarget } from "./iam-rules";
import { mappingKinds } from "./lambda-mappings";

export const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";
const EVENT_INVOKE = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

/**
 * Runtimes of which functions can still be made (Lambda developer guide, "Lambda runtimes"; unverified): a deprecated one is
 * refused by CreateFunction.
 */
const runtimes = [
  ...["nodejs22.x", "nodejs24.x"],
  ...["python3.10", "python3.11", "python3.12", "python3.13", "python3.14"],
  ...["java8.al2", "java11", "java17", "java21", "java25"],
  ...["dotnet8", "dotnet10", "ruby3.3", "ruby3.4", "provided.al2", "provided.al2023"],
];

/** Names that the runtime sets itself (Lambda developer guide, "Defined runtime environment variables", reserved ones). */
const reserved =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_DEFAULT_REGION|AWS_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.+|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

/** Environment variables of one function, names and values together (Lambda quotas). */
const environmentBytes = 4096;

function environmentRules(inputs: v.ObjectValue, report: Report): void {
  const variables = v.textMap(inputs, "environment.variables");
  for (const name of Object.keys(variables)) {
    const path = `environment.variables.${name}`;
    if (reserved.test(name)) report(path, "is a reserved name that Lambda sets itself");
    // CreateFunction, Environment, in the AWS Lambda API reference.
    else if (!/^[a-zA-Z]\w+$/.test(name))
      report(path, "a name is a letter, then letters, digits and underscores, two at least in all");
  }
  const size = Object.entries(variables).reduce((sum, pair) => sum + Buffer.byteLength(pair.join("")), 0);
  if (size > environmentBytes)
    report(
      "environment.variables",
      `have ${String(size)} bytes; a function's names and values may have ${String(environmentBytes)} together`,
    );
}

function codeRules(inputs: v.ObjectValue, report: Report): void {
  const image = v.text(inputs, "packageType") === "Image";
  const sources = ["code", "imageUri", "s3Bucket"].filter((k) => inputs[k] !== undefined);
  const wanted = image ? ["imageUri"] : ["code", "s3Bucket"];
  if (sources.length !== 1 || !wanted.includes(sources[0] ?? ""))
    report("code", `needs one of ${wanted.join(" and ")}, not ${sources.join(" and ") || "none"}`);
  const code = inputs["code"];
  if (code instanceof AssetInstance && Object.keys(code.asset.assets ?? { given: 1 }).length === 0)
    report("code", "Uploaded file must be a non-empty zip");
  for (const key of ["handler", "runtime"]) {
    if (image && inputs[key] !== undefined) report(key, "is for functions of package type Zip");
    if (!image && inputs[key] === undefined) report(key, "is needed for a function of package type Zip");
  }
  const runtime = v.text(inputs, "runtime");
  if (runtime !== undefined && !runtimes.includes(runtime))
    report(
      "runtime",
      `"${runtime}" is none that a function can be made of; these are: ${runtimes.join(", ")}`,
    );
}

/** Ranges are those of CreateFunction in the AWS Lambda API reference. */
const functionRules: InputRule = (inputs, report) => {
  limit(inputs, report, "name", /^[\w-]{1,64}$/, "up to 64 letters, digits, hyphens and underscores");
  within(inputs, report, "memorySize", 128, 10_240);
  within(inputs, report, "timeout", 1, 900);
  within(inputs, report, "ephemeralStorage.size", 512, 10_240);
  if ((v.numeric(inputs, "reservedConcurrentExecutions") ?? -1) < -1)
    report("reservedConcurrentExecutions", "must be -1 for none, 0 to stop the function, or a number above");
  codeRules(inputs, report);
  environmentRules(inputs, report);
};

/** Concurrent executions of an account in a region, and how many must stay unreserved (Lambda quotas, defaults). */
const concurrency = { account: 1000, unreserved: 100 };

function reservationRules(c: Context): void {
  const own = c.number("reservedConcurrentExecutions") ?? -1;
  if (own < 0) return;
  const others = c.others(FUNCTION).map((e) => v.numeric(e.inputs, "reservedConcurrentExecutions") ?? -1);
  const all = others.reduce((sum, n) => sum + Math.max(n, 0), own);
  if (concurrency.account - all < concurrency.unreserved)
    c.refuse(
      "InvalidParameterValueException",
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its " +
        `minimum value of [${String(concurrency.unreserved)}].`,
    );
}

/** What the function's role does besides what its code calls: logs, traces, dead letters, its environment's key. */
function functionUses(c: Context): Use[] {
  const roleArn = c.text("role") ?? "";
  const own = role(roleArn);
  const name = c.old?.id ?? "";
  const group = c.text("loggingConfig.logGroup") ?? `/aws/lambda/${name}`;
  const key = keyOf(c, c.text("kmsKeyArn") ?? "");
  return [
    ...uses(
      c,
      own,
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      `${arn(c, "logs", `log-group:${group}`)}:log-stream:stream`,
      {},
      `what the function ${name} logs is lost`,
    ),
    ...(c.text("tracingConfig.mode") === "Active"
      ? uses(
          c,
          own,
          ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
          "*",
          {},
          `traces of the function ${name} are lost`,
        )
      : []),
    ...delivery(c, c.text("deadLetterConfig.targetArn"), {
      service: "lambda.amazonaws.com",
      source: v.text(c.old?.outputs, "arn") ?? "",
      role: roleArn,
      outcome: `events that the function ${name} can not process are lost`,
    }),
    ...(key === undefined
      ? []
      : uses(
          c,
          own,
          ["kms:Decrypt"],
          key,
          {},
          `the function ${name} can not read its environment and does not start`,
        )),
  ];
}

const functionKind: Kind = {
  type: FUNCTION,
  simulates:
    "the name, a role that exists and that Lambda can assume, memory and time-out, code of one kind, a runtime that is still offered, the environment's names and size, concurrency that leaves 100 unreserved; the role may write logs and traces and send dead letters",
  naming: { property: "name", maximum: 64 },
  references: { role: roleTarget },
  check: functionRules,
  uses: functionUses,
  rules: (c) => {
    if (!assumable(c, c.text("role"), "lambda.amazonaws.com"))
      c.refuse(
        "InvalidParameterValueException",
        `The role defined for the function cannot be assumed by Lambda: ${c.text("role") ?? ""}`,
      );
    reservationRules(c);
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => {
    const own = arn(c, "lambda", `function:${id}`);
    const region = own.split(":")[3] ?? "";
    return {
      arn: own,
      name: id,
      qualifiedArn: `${own}:$LATEST`,
      version: "$LATEST",
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${own}/invocations`,
      memorySize: c.number("memorySize") ?? 128,
      timeout: c.number("timeout") ?? 3,
    };
  },
  taken: (_c, id) => ["ResourceConflictException", `Function already exist: ${id}`],
  takesAlong: (c, e) => [
    ...c.all(PERMISSION).filter((one) => c.find(v.text(one.inputs, "function"), FUNCTION)?.id === e.id),
    ...c.all(EVENT_INVOKE).filter((one) => c.find(v.text(one.inputs, "functionName"), FUNCTION)?.id === e.id),
  ],
};

export const functionTarget = target(
  "ResourceNotFoundException",
  (id) => `Function not found: ${id}`,
  FUNCTION.slice(4),
);

const permission: Kind = {
  type: PERMISSION,
  simulates: "a function that exists, one statement of an id on it; goes with the function",
  naming: false,
  references: { function: functionTarget },
  id: (c) =>
    c.text("statementId") ??
    v.text(c.old?.outputs, "statementId") ??
    fromPrefix(c, c.text("statementIdPrefix") ?? "terraform-"),
  claims: (c, id) => [
    `lambda permission ${c.find(c.text("function"), FUNCTION)?.id ?? ""} ${c.scopeOf(FUNCTION)} ${id}`,
  ],
  taken: (_c, claim) => [
    "ResourceConflictException",
    `The statement id (${claim.slice(claim.lastIndexOf(" ") + 1)}) provided already exists.`,
  ],
  outputs: (_c, id) => ({ statementId: id }),
};

/** Where a function's asynchronous failures go: not to itself, and not to a FIFO queue or topic. */
function destinationRules(c: Context): void {
  for (const side of ["onFailure", "onSuccess"]) {
    const to = c.text(`destinationConfig.${side}.destination`);
    if (to === undefined) continue;
    // Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
    if (to.endsWith(".fifo"))
      c.refuse("InvalidParameterValueException", `FIFO queues and topics are no destinations: ${to}`);
    if (c.find(to, FUNCTION)?.id === c.find(c.text("functionName"), FUNCTION)?.id && to.includes(":lambda:"))
      c.refuse("InvalidParameterValueException", `A function can not be its own destination: ${to}`);
  }
}

const eventInvoke: Kind = {
  type: EVENT_INVOKE,
  simulates:
    "a function that exists, one configuration to a function, up to 2 retries and ages of 60 to 21600 seconds, a destination that is neither the function itself nor FIFO; the function's role may send to it",
  naming: false,
  references: { functionName: functionTarget },
  check: (inputs, report) => {
    // PutFunctionEventInvokeConfig in the AWS Lambda API reference.
    within(inputs, report, "maximumRetryAttempts", 0, 2);
    within(inputs, report, "maximumEventAgeInSeconds", 60, 21_600);
  },
  rules: destinationRules,
  uses: (c) => {
    const owner = c.find(c.text("functionName"), FUNCTION);
    const how = {
      service: "lambda.amazonaws.com",
      source: v.text(owner?.outputs, "arn") ?? "",
      role: v.text(owner?.inputs, "role") ?? "",
    };
    const lost = { onFailure: "events that it gives up on are lost", onSuccess: "its results are lost" };
    return (["onFailure", "onSuccess"] as const).flatMap((side) =>
      delivery(c, c.text(`destinationConfig.${side}.destination`), {
        ...how,
        outcome: `the function ${owner?.id ?? ""} can not hand them on, ${lost[side]}`,
      }),
    );
  },
  id: (c) => {
    const name = c.find(c.text("functionName"), FUNCTION)?.id ?? c.text("functionName") ?? "";
    const qualifier = c.text("qualifier");
    return qualifier === undefined ? name : `${name}:${qualifier}`;
  },
  claims: (c, id) => [`lambda event invoke config ${c.scopeOf(FUNCTION)} ${id}`],
  taken: (_c, claim) => [
    "ResourceConflictException",
    `${claim.slice(claim.lastIndexOf(" ") + 1)} has a configuration for asynchronous invocation already`,
  ],
};

export const lambda: readonly Kind[] = [functionKind, permission, eventInvoke, ...mappingKinds];
