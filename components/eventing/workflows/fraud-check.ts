import { invoke, otherwise, publish, type Definition, type TaskState } from "./asl";
import { checkedWorkflow } from "./checks";

/** What the fraud check works with. */
export interface FraudCheckArgs<S> {
  /** ARN of the function that judges an order; it gets the event as it is and gives `{ verdict, reasons }`. */
  readonly fraudCheck: S;
  /** ARN of the topic that asks people to look. */
  readonly alertTopicArn: S;
}

/** What the workflow's role may do, by the argument that names the resource. */
export const fraudCheckNeeds = {
  fraudCheck: ["lambda:InvokeFunction"],
  alertTopicArn: ["sns:Publish"],
} as const satisfies Record<keyof FraudCheckArgs<string>, readonly string[]>;

/**
 * Has an order of high value judged, and asks people to review what is not clear. An order that could not be judged is for
 * people too, and ends the execution as failed.
 */
export function fraudCheck<S>(args: FraudCheckArgs<S>): Definition<S> {
  return checkedWorkflow("fraud-check", args, {
    Comment: "Judges an order of high value, and asks people where that is not enough",
    TimeoutSeconds: 900,
    StartAt: "SuppressReplays",
    States: {
      SuppressReplays: {
        Type: "Choice",
        Choices: [{ Variable: "$['replay-name']", IsPresent: true, Next: "Replayed" }],
        Default: "JudgeOrder",
      },
      Replayed: { Type: "Succeed", Comment: "What was judged once is not judged again" },
      JudgeOrder: invoke(
        args.fraudCheck,
        { "Payload.$": "$" },
        {
          errors: [otherwise("ReportUnjudged")],
          result: { "verdict.$": "$.Payload.verdict", "reasons.$": "$.Payload.reasons" },
          resultPath: "$.judgement",
          next: "Verdict",
        },
      ),
      Verdict: {
        Type: "Choice",
        Choices: [{ Variable: "$.judgement.verdict", StringEquals: "clear", Next: "Cleared" }],
        Default: "AskForReview",
      },
      Cleared: { Type: "Succeed" },
      AskForReview: alert(
        args,
        "Order needs a review for fraud",
        { "reasons.$": "$.judgement.reasons" },
        "InReview",
      ),
      InReview: { Type: "Succeed" },
      ReportUnjudged: alert(
        args,
        "Order could not be checked for fraud",
        { "reasons.$": "States.Array($.failure.Error)" },
        "NotJudged",
      ),
      NotJudged: {
        Type: "Fail",
        Error: "OrderNotJudged",
        CausePath:
          "States.Format('order {}, correlation {}', $.detail.orderId, $.detail.metadata.correlationId)",
      },
    },
  });
}

function alert<S>(
  { alertTopicArn }: FraudCheckArgs<S>,
  subject: string,
  more: { readonly [name: string]: string },
  next: string,
): TaskState<S> {
  return publish(
    {
      TopicArn: alertTopicArn,
      Subject: subject,
      Message: {
        "orderId.$": "$.detail.orderId",
        "correlationId.$": "$.detail.metadata.correlationId",
        "execution.$": "$$.Execution.Id",
        ...more,
      },
    },
    { errors: [otherwise("NotJudged", "$.alertFailure")], resultPath: null, next },
  );
}
