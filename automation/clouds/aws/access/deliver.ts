import type { Context, Use } from "../../kind";
import * as v from "../../values";
import type { Caller } from "./authorize";
import { onBehalfOf, role, service, uses } from "./ask";
import { beginsWithManagedAlias, keyOf } from "./keys";

/** What a sender does to each kind of receiver, by the service in the receiver's ARN. */
const actions: Readonly<Record<string, string>> = {
  sqs: "sqs:SendMessage",
  sns: "sns:Publish",
  lambda: "lambda:InvokeFunction",
  events: "events:PutEvents",
  states: "states:StartExecution",
  kinesis: "kinesis:PutRecord",
  firehose: "firehose:PutRecord",
};

/** Who sends what from where. */
export interface Delivery {
  /** The service's principal, `sns.amazonaws.com`. */
  readonly service: string;
  /** The ARN of the rule, topic, bucket or alarm on whose behalf it sends. */
  readonly source: string;
  /** The role that it takes on for this, if any. */
  readonly role?: string | undefined;
  /** What happens when it may not, as the end of a sentence. */
  readonly outcome: string;
}

/** Actions that a service needs on the key of an encrypted queue or topic (SQS developer guide, "Enable compatibility
 * between event sources from AWS services and encrypted queues"; the same in the SNS developer guide). */
const KEY_ACTIONS = ["kms:GenerateDataKey", "kms:Decrypt"];

const actionOn = (to: string): string | undefined =>
  /^arn:aws[\w-]*:events:[^:]*:\d*:api-destination\//.test(to)
    ? "events:InvokeApiDestination"
    : actions[to.split(":")[2] ?? ""];

/** Receivers whose every kind is simulated, so that an ARN of this account that names none is a mistake. */
const known = /^arn:aws[\w-]*:(sqs|sns|lambda|states|events|firehose):/;

/** The uses of one delivery: of the receiver, and of the key that it is encrypted with. */
export function delivery(c: Context, to: string | undefined, how: Delivery): Use[] {
  if (to === undefined) return [];
  const action = actionOn(to);
  if (action === undefined) return [];
  const caller: Caller = how.role === undefined ? service(how.service) : role(how.role);
  const context = how.role === undefined ? onBehalfOf(c, how.source) : {};
  if (known.test(to) && to.split(":")[4] === c.site.account && !exists(c, to))
    return [{ what: `${caller.id} ${action} ${to}`, refusal: `${to} does not exist: ${how.outcome}` }];
  const receiver = c.world
    .resolve(to)
    .find((e) => e.type === "aws:sqs/queue:Queue" || e.type === "aws:sns/topic:Topic");
  return [
    ...uses(c, caller, [action], to, context, how.outcome),
    ...encryption(c, v.text(receiver?.inputs, "kmsMasterKeyId"), caller, context, how.outcome),
  ];
}

/** A function is there under its alias or version too, a bus always under the name "default". */
function exists(c: Context, to: string): boolean {
  const [plain = to] = /^arn:aws[\w-]*:lambda:[^:]*:\d*:function:[^:]+/.exec(to) ?? [];
  return to.endsWith(":event-bus/default") || c.world.resolve(plain).length > 0;
}

function encryption(
  c: Context,
  key: string | undefined,
  caller: Caller,
  context: ReturnType<typeof onBehalfOf>,
  outcome: string,
): Use[] {
  if (key === undefined || key === "") return [];
  if (beginsWithManagedAlias(key) && caller.kind === "Service") {
    const what = `${caller.id} ${KEY_ACTIONS.join(", ")} ${key}`;
    return [
      {
        what,
        refusal:
          `${caller.id} is not authorized to perform ${KEY_ACTIONS.join(", ")} on ${key}, because the policy of a key that AWS ` +
          `manages lets no other service in and can not be changed: ${outcome}. Encrypt with a key of your own`,
      },
    ];
  }
  const own = keyOf(c, key);
  return own === undefined ? [] : uses(c, caller, KEY_ACTIONS, own, context, outcome);
}
