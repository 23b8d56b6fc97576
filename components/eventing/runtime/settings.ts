import { faultsText, type Fault } from "../../../lib/fault";
import type { FunctionPlan, VariableKind } from "../functions/manifest";

/** A variable whose name ends in a unit is a whole number of it. */
type Setting<V extends string> = V extends `${string}_BYTES` | `${string}_SECONDS` ? number : string;

/** What a function is told, by the names of its variables. */
export type Settings<P> =
  P extends FunctionPlan<infer V, infer O>
    ? { readonly [K in V]: Setting<K> } & { readonly [K in O]?: Setting<K> }
    : never;

/** The environment is not what the function's plan says; every fault is in the message. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(
    subject: string,
    readonly faults: readonly Fault[],
  ) {
    super(faultsText(subject, faults));
  }
}

const arn = (service: string) => new RegExp(`^arn:[a-z-]+:${service}:[a-z0-9-]+:[0-9]{12}:.+$`);

/** What a value of each kind looks like. */
const KINDS: Readonly<Record<VariableKind, { readonly pattern: RegExp; readonly allowed: string }>> = {
  // DynamoDB API, CreateTable, TableName.
  table: {
    pattern: /^([a-zA-Z0-9_.-]{3,255}|arn:[a-z-]+:dynamodb:.+)$/,
    allowed: "the name of a table, 3 to 255 letters, digits, _ . or -",
  },
  "queue-url": { pattern: /^https?:\/\/\S+\/\S+$/, allowed: "the URL of a queue, not its ARN" },
  topic: { pattern: arn("sns"), allowed: "the ARN of an SNS topic" },
  // EventBridge API, PutEventsRequestEntry, EventBusName.
  bus: { pattern: /^[/.\-_A-Za-z0-9:]{1,1600}$/, allowed: "the name or ARN of an event bus" },
  function: { pattern: arn("lambda"), allowed: "the ARN of a function" },
  "state-machine": { pattern: arn("states"), allowed: "the ARN of a state machine" },
  text: { pattern: /\S/, allowed: "text" },
};

const NUMBER = { pattern: /^[1-9][0-9]{0,14}$/, allowed: "a whole number of 1 or more" };

const isNumber = (variable: string) => /_(BYTES|SECONDS)$/.test(variable);

/**
 * The settings of a function out of its environment, read once, when it starts.
 *
 * @param name the function's, for the message.
 * @throws {SettingsError} with every variable that is missing or malformed.
 */
export function readSettings<P extends FunctionPlan>(
  name: string,
  plan: P,
  environment: Readonly<Record<string, string | undefined>>,
): Settings<P> {
  const faults: Fault[] = [];
  const settings: Record<string, string | number> = {};
  const { optional = {} } = plan;
  for (const [variable, kind] of Object.entries({ ...optional, ...plan.environment })) {
    const given = environment[variable];
    if ((given === undefined || given === "") && variable in optional) continue;
    const { pattern, allowed } = isNumber(variable) ? NUMBER : KINDS[kind];
    if (given === undefined || !pattern.test(given)) {
      faults.push({ path: variable, given, allowed: `${allowed}, in the function's environment` });
    } else {
      settings[variable] = isNumber(variable) ? Number(given) : given;
    }
  }
  if (faults.length > 0) throw new SettingsError(`function ${name}`, faults);
  return settings as Settings<P>;
}
