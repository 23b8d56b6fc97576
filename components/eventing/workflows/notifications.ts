import { ALL_CHANNELS, type Thresholds } from "../catalogue/thresholds";
import {
  invoke,
  otherwise,
  putItem,
  retries,
  type ChoiceRule,
  type Definition,
  type State,
  type Template,
} from "./asl";
import { checkedWorkflow } from "./checks";
import { ATTEMPTS, deadLetter } from "./dead-letter";

/** What the notification workflow works with. */
export interface NotificationsArgs<S> {
  /** ARNs of the functions that tell somebody; each gets the event as it is. */
  readonly sendEmail: S;
  readonly sendSms: S;
  readonly slackNotify: S;
  /** Name of the log, a table with the keys `orderId` and `eventId`. */
  readonly notificationTable: S;
  /** URL of the queue that takes what could not be told. */
  readonly deadLetterQueueUrl: S;
  /**
   * Amounts, by currency, from which on every channel is used.
   * @default the reference platform's, 500 USD
   */
  readonly allChannelsFrom?: Thresholds;
}

/** What the workflow's role may do, by the argument that names the resource. */
export const notificationsNeeds = {
  sendEmail: ["lambda:InvokeFunction"],
  sendSms: ["lambda:InvokeFunction"],
  slackNotify: ["lambda:InvokeFunction"],
  notificationTable: ["dynamodb:PutItem"],
  deadLetterQueueUrl: ["sqs:SendMessage"],
} as const satisfies Partial<Record<keyof NotificationsArgs<string>, readonly string[]>>;

type Status = "sent" | "failed" | "lost";

/**
 * Tells a customer of an order, by e-mail or, when it is large, by every channel, and writes down what was told.
 *
 * - EventBridge starts an execution at least once: the first to claim the order's event goes on, any other ends. A retry of
 *   the claim passes, since the claim names the execution.
 * - A replayed event is told to nobody.
 * - A channel that fails does not stop the others: its event goes to the dead-letter queue for this one channel, and the log
 *   names the channels that were sent and those that failed.
 * - Only when even the dead letter can not be sent does the execution fail, after the log was written.
 */
export function notifications<S>(args: NotificationsArgs<S>): Definition<S> {
  const { allChannelsFrom = ALL_CHANNELS } = args;
  const high = [
    channel(args, "email", args.sendEmail, ["SendEmail", "EmailFailed", "EmailLost"], inBranch),
    channel(args, "sms", args.sendSms, ["SendSMS", "SMSFailed", "SMSLost"], inBranch),
    channel(
      args,
      "account-manager",
      args.slackNotify,
      ["NotifyAccountManager", "AccountManagerFailed", "AccountManagerLost"],
      inBranch,
    ),
  ];
  const standard = ["StandardNotifications", "StandardFailed", "StandardLost"] as const;
  return checkedWorkflow("notifications", args, {
    Comment: "Tells of an order, and writes down by which channels",
    TimeoutSeconds: 3600,
    StartAt: "SuppressReplays",
    States: {
      SuppressReplays: {
        Type: "Choice",
        Choices: [{ Variable: "$['replay-name']", IsPresent: true, Next: "Replayed" }],
        Default: "ClaimNotification",
      },
      Replayed: { Type: "Succeed", Comment: "Who was told once is not told again" },
      ClaimNotification: putItem<S>(
        {
          TableName: args.notificationTable,
          Item: key({ claimedAt: { "S.$": "$$.State.EnteredTime" } }),
          ConditionExpression: "attribute_not_exists(orderId) OR claimedBy = :execution",
          ExpressionAttributeValues: OWN,
        },
        {
          retry: retries(ATTEMPTS, [TAKEN]),
          errors: [
            { ErrorEquals: [TAKEN], ResultPath: null, Next: "AlreadyClaimed" },
            otherwise("ClaimFailed"),
          ],
          resultPath: null,
          next: "DetermineNotificationChannels",
        },
      ),
      AlreadyClaimed: { Type: "Succeed", Comment: "Another execution has this event" },
      ClaimFailed: deadLetter(
        args.deadLetterQueueUrl,
        { "StringValue.$": "$$.StateMachine.Id" },
        { errors: [otherwise("NotificationsFailed")], resultPath: null, next: "NotificationsFailed" },
      ),
      DetermineNotificationChannels: {
        Type: "Choice",
        Choices: Object.entries(allChannelsFrom).map(([currency, amount]) => ({
          And: atLeast(currency, amount),
          Next: "HighValueOrderNotifications",
        })),
        Default: "StandardNotifications",
      },
      HighValueOrderNotifications: {
        Type: "Parallel",
        Branches: high.map((states) => ({ StartAt: Object.keys(states)[0] ?? "", States: states })),
        ResultSelector: {
          "sent.$": "$[?(@.status == 'sent')].channel",
          "failed.$": "$[?(@.status == 'failed')].channel",
          "lost.$": "$[?(@.status == 'lost')].channel",
        },
        ResultPath: "$.notifications",
        Next: "RecordNotificationsSent",
      },
      ...channel(args, "email", args.sendEmail, standard, alone, "RecordNotificationsSent"),
      RecordNotificationsSent: putItem<S>(
        {
          TableName: args.notificationTable,
          Item: key({
            notifiedAt: { "S.$": "$$.State.EnteredTime" },
            channels: { "L.$": "$.notifications.sent" },
            failedChannels: { "L.$": "$.notifications.failed" },
            lostChannels: { "L.$": "$.notifications.lost" },
          }),
          ConditionExpression: "claimedBy = :execution",
          ExpressionAttributeValues: OWN,
        },
        {
          retry: retries(ATTEMPTS + 2, [TAKEN]),
          errors: [otherwise("NotificationsFailed")],
          resultPath: null,
          next: "WasAnyLost",
        },
      ),
      WasAnyLost: {
        Type: "Choice",
        Choices: [{ Variable: "$.notifications.lost[0]", IsPresent: true, Next: "NotificationsFailed" }],
        Default: "Notified",
      },
      Notified: { Type: "Succeed" },
      NotificationsFailed: {
        Type: "Fail",
        Error: "NotificationsFailed",
        CausePath:
          "States.Format('order {}, correlation {}', $.detail.orderId, $.detail.metadata.correlationId)",
      },
    },
  });
}

const TAKEN = "DynamoDB.ConditionalCheckFailedException";

const OWN = { ":execution": { "S.$": "$$.Execution.Id" } };

/** The log's item; it is always the execution's own. */
function key(more: { readonly [name: string]: Template<never> }): {
  readonly [name: string]: Template<never>;
} {
  return {
    orderId: { "S.$": "$.detail.orderId" },
    eventId: { "S.$": "$.detail.metadata.eventId" },
    correlationId: { "S.$": "$.detail.metadata.correlationId" },
    claimedBy: { "S.$": "$$.Execution.Id" },
    ...more,
  };
}

function atLeast(currency: string, amount: number): ChoiceRule[] {
  return [
    { Variable: "$.detail.currency", StringEquals: currency },
    { Variable: "$.detail.totalAmount", NumericGreaterThanEquals: amount },
  ];
}

/** How a channel's outcome is told: by a branch, of which the Parallel makes lists, or by one channel alone. */
interface Shape {
  readonly resultPath: string;
  readonly of: (name: string, status: Status) => { readonly [name: string]: Template<never> };
}

const inBranch: Shape = { resultPath: "$", of: (name, status) => ({ channel: { S: name }, status }) };

const alone: Shape = {
  resultPath: "$.notifications",
  of: (name, status) => ({
    sent: status === "sent" ? [{ S: name }] : [],
    failed: status === "failed" ? [{ S: name }] : [],
    lost: status === "lost" ? [{ S: name }] : [],
  }),
};

/** Tells by one channel; what fails becomes a dead letter of this channel alone. */
function channel<S>(
  { deadLetterQueueUrl }: NotificationsArgs<S>,
  name: string,
  functionArn: S,
  [send, failed, lost]: readonly [string, string, string],
  shape: Shape,
  next?: string,
): Record<string, State<S>> {
  const going = next === undefined ? {} : { next };
  const { resultPath } = shape;
  return {
    [send]: invoke(
      functionArn,
      { "Payload.$": "$$.Execution.Input" },
      {
        ...going,
        retry: retries(ATTEMPTS),
        errors: [otherwise(failed)],
        result: shape.of(name, "sent"),
        resultPath,
      },
    ),
    [failed]: deadLetter(
      deadLetterQueueUrl,
      { StringValue: functionArn },
      { ...going, errors: [otherwise(lost)], result: shape.of(name, "failed"), resultPath },
    ),
    [lost]: {
      Type: "Pass",
      Result: shape.of(name, "lost"),
      ResultPath: resultPath,
      ...(next === undefined ? { End: true } : { Next: next }),
    },
  };
}
