import type { Context, InputRule, Kind, Report, Use } from "../kind";
import * as v from "../values";
import type { Value } from "../../engine/provider";
import { role, uses } from "./access/ask";
import type { RequestContext } from "./access/conditions";
import { delivery } from "./access/deliver";
import { arn, limit, nameOf } from "./common";
import { assumable, roleTarget } from "./iam-rules";
import { definitionFaults } from "./states";

const MACHINE = "aws:sfn/stateMachine:StateMachine";
const SERVICE = "states.amazonaws.com";

/** Machines inside a state: of a Parallel its branches, of a Map its processor. */
function inner(state: v.ObjectValue): [where: string, machine: v.ObjectValue][] {
  const map = ["ItemProcessor", "Iterator"].flatMap((key): [string, v.ObjectValue][] => {
    const machine = v.at(state, key);
    return v.isObject(machine) ? [[key, machine]] : [];
  });
  return [
    ...v.objects(state, "Branches").map((b, i): [string, v.ObjectValue] => [`Branches[${String(i)}]`, b]),
    ...map,
  ];
}

function parsed(text: string | undefined): v.ObjectValue | string | undefined {
  if (text === undefined) return undefined;
  try {
    const document = v.fromJson(JSON.parse(text));
    return v.isObject(document) ? document : "it must be a JSON object";
  } catch (error) {
    if (error instanceof SyntaxError) return "it is not valid JSON";
    throw error;
  }
}

/** All that CreateStateMachine refuses of a definition, and what executions here do not know, each with its place. */
function definitionRules(inputs: v.ObjectValue, report: Report): void {
  const text = v.text(inputs, "definition");
  const machine = parsed(text);
  if (machine === undefined) return;
  const faults =
    typeof machine === "string"
      ? [machine]
      : definitionFaults(machine).map(({ path, allowed }) => `${path} must be ${allowed}`);
  for (const fault of faults)
    report("definition", `InvalidDefinition: Invalid State Machine Definition: '${fault}'`);
}

const machineRules: InputRule = (inputs, report) => {
  // CreateStateMachine in the AWS Step Functions API reference; characters are those that the provider allows.
  limit(inputs, report, "name", /^[\w-]{1,80}$/, "up to 80 letters, digits, hyphens and underscores");
  definitionRules(inputs, report);
  const level = v.text(inputs, "loggingConfiguration.level") ?? "OFF";
  const group = v.at(inputs, "loggingConfiguration.logDestination");
  if (level !== "OFF" && group === undefined)
    report("loggingConfiguration.logDestination", `is needed to log at level ${level}`);
  // LogDestination, ibid.: "The ARN must end with :*".
  if (typeof group === "string" && !group.endsWith(":*"))
    report("loggingConfiguration.logDestination", `"${group}" must be the ARN of a log group and end in :*`);
};

/** A call that a task makes: of a service's API, by the name in its resource, with the thing that it acts on. */
export interface TaskCall {
  /** `lambda:InvokeFunction` */
  readonly action: string;
  /** The ARN acted on; undefined where only the execution's input says. */
  readonly on: string | undefined;
  /** What the policies that allow it may ask of the request. */
  readonly context?: RequestContext;
}

/** Which permission an integration asks for and by which parameter it names what it acts on. */
const integrations: Readonly<Record<string, readonly [action: string, parameter: string]>> = {
  "lambda:invoke": ["lambda:InvokeFunction", "FunctionName"],
  "dynamodb:putItem": ["dynamodb:PutItem", "TableName"],
  "dynamodb:getItem": ["dynamodb:GetItem", "TableName"],
  "dynamodb:updateItem": ["dynamodb:UpdateItem", "TableName"],
  "dynamodb:deleteItem": ["dynamodb:DeleteItem", "TableName"],
  "sns:publish": ["sns:Publish", "TopicArn"],
  "sqs:sendMessage": ["sqs:SendMessage", "QueueUrl"],
  "states:startExecution": ["states:StartExecution", "StateMachineArn"],
};

const kindsActedOn = [
  "aws:lambda/function:Function",
  "aws:dynamodb/table:Table",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  "aws:cloudwatch/eventBus:EventBus",
  MACHINE,
];

/** The calls that the tasks of a machine make, inner machines included. */
function callsOf(c: Context, machine: v.ObjectValue): TaskCall[] {
  const states = machine["States"];
  return Object.values(v.isObject(states) ? states : {}).flatMap((state) => {
    if (!v.isObject(state)) return [];
    const within = inner(state).flatMap(([, more]) => callsOf(c, more));
    const resource = v.text(state, "Type") === "Task" ? v.text(state, "Resource") : undefined;
    if (resource === undefined) return within;
    if (/^arn:aws[\w-]*:lambda:/.test(resource))
      return [{ action: "lambda:InvokeFunction", on: resource }, ...within];
    const [, name = ""] = /^arn:aws[\w-]*:states:::([\w-]+:\w+)/.exec(resource) ?? [];
    const parameters = state["Parameters"] ?? state["Arguments"];
    if (name === "events:putEvents") return [...entriesOf(c, parameters), ...within];
    const known = integrations[name];
    if (known === undefined) return within;
    const [action, parameter] = known;
    const given = v.text(parameters, parameter);
    return [{ action, on: given === undefined ? undefined : arnOf(c, given) }, ...within];
  });
}

/** One call for each entry: what it says is what a policy's `events:source` asks. What only the input says is not judged. */
function entriesOf(c: Context, parameters: Value | undefined): TaskCall[] {
  return v.objects(parameters, "Entries").flatMap((entry) => {
    const [source, bus] = [v.text(entry, "Source"), v.text(entry, "EventBusName")];
    if (source === undefined || bus === undefined) return [];
    const context = { "events:source": source, "events:detail-type": v.text(entry, "DetailType") ?? "" };
    return [{ action: "events:PutEvents", on: arnOf(c, bus), context }];
  });
}

function arnOf(c: Context, identifier: string): string {
  const found = c.find(identifier, ...kindsActedOn);
  return v.text(found?.outputs, "arn") ?? identifier;
}

/** Step Functions developer guide, "Using CloudWatch Logs to log execution history", "IAM Policies for logging". */
const logDelivery = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

function machineUses(c: Context): Use[] {
  const name = c.old?.id ?? "";
  const roleArn = c.text("roleArn") ?? "";
  const machine = parsed(c.text("definition"));
  const calls = typeof machine === "object" ? callsOf(c, machine) : [];
  const named = calls.flatMap(({ action, on, context = {} }) =>
    on === undefined ? [] : [{ action, on, context }],
  );
  const distinct = new Map(named.map((call) => [JSON.stringify(call), call]));
  const outcome = `executions of ${name} fail`;
  const logs = c.text("loggingConfiguration.level") ?? "OFF";
  return [
    ...[...distinct.values()].flatMap(({ action, on, context }) =>
      /^(dynamodb|events):/.test(action)
        ? uses(c, role(roleArn), [action], on, context, outcome)
        : delivery(c, on, { service: SERVICE, source: name, role: roleArn, outcome }),
    ),
    ...(logs === "OFF"
      ? []
      : uses(c, role(roleArn), logDelivery, "*", {}, `the history of executions of ${name} is not logged`)),
    // X-Ray's actions take no resource (Service Authorization Reference, "AWS X-Ray").
    ...(c.flag("tracingConfiguration.enabled") === true
      ? uses(
          c,
          role(roleArn),
          [
            "xray:PutTraceSegments",
            "xray:PutTelemetryRecords",
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
          ],
          "*",
          {},
          `traces of executions of ${name} are lost`,
        )
      : []),
  ];
}

const machine: Kind = {
  type: MACHINE,
  simulates:
    "the name, a definition whose states are there and end, a role that Step Functions can assume, a log group that exists; the role may do what the tasks do, log and trace",
  naming: { property: "name", prefix: "namePrefix", maximum: 80 },
  references: { roleArn: roleTarget },
  holds: ["roleArn"],
  check: machineRules,
  rules: (c) => {
    const roleArn = c.text("roleArn") ?? "";
    if (!assumable(c, roleArn, SERVICE, arn(c, "states", `stateMachine:${nameOf(c)}`)))
      c.refuse(
        "AccessDeniedException",
        `Neither the global service principal ${SERVICE}, nor the regional one is authorized to assume the provided role: ${roleArn}`,
      );
    const group = c.text("loggingConfiguration.logDestination");
    if (group !== undefined && !c.find(group, "aws:cloudwatch/logGroup:LogGroup"))
      c.refuse(
        "InvalidLoggingConfiguration",
        `Invalid Logging Configuration: the log group ${group} does not exist`,
      );
  },
  uses: machineUses,
  id: (c) => arn(c, "states", `stateMachine:${nameOf(c)}`),
  outputs: (c, id) => ({
    arn: id,
    name: nameOf(c),
    type: c.text("type") ?? "STANDARD",
    status: "ACTIVE",
    creationDate: c.now,
    stateMachineVersionArn: id,
  }),
  taken: (_c, id) => ["StateMachineAlreadyExists", `State Machine Already Exists: '${id}'`],
};

export const stateMachines: readonly Kind[] = [machine];
