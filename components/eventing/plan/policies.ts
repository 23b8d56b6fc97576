/** A statement of an AWS policy; `S` is text, or an output of it. */
export interface Statement<S> {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Left out in the policy of a role, whose caller is the role. */
  readonly Principal?: "*" | { readonly Service: string } | { readonly AWS: readonly string[] };
  readonly Action: string | readonly string[];
  /** Left out in the trust policy of a role. */
  readonly Resource?: S | readonly S[] | "*";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, S | string | readonly string[]>>>>;
}

/** An AWS policy document. */
export interface PolicyDocument<S> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement<S>[];
}

function tlsOnly<S>(action: string, resource: S): Statement<S> {
  return {
    Sid: "DenyPlainText",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * Lets EventBridge send to a queue for exactly one rule or bus, and nobody without TLS. Without a source the account's own
 * roles send and receive, by their policies.
 */
export function queuePolicy<S>(queueArn: S, sourceArn?: S): PolicyDocument<S> {
  const source: Statement<S>[] =
    sourceArn === undefined
      ? []
      : [
          {
            Sid: "AllowEventBridge",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
          },
        ];
  return { Version: "2012-10-17", Statement: [...source, tlsOnly("sqs:*", queueArn)] };
}

/**
 * Trust of a role that one service takes on, where the service says so on behalf of one resource only (IAM User Guide,
 * "The confused deputy problem").
 */
export function trustPolicy<S>(service: string, sourceArn?: S): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AssumeByService",
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(sourceArn === undefined ? {} : { Condition: { ArnEquals: { "aws:SourceArn": sourceArn } } }),
      },
    ],
  };
}

/** Trust of a role that EventBridge Scheduler takes on for one account (User Guide, "Cross-service confused deputy prevention"). */
export function scheduleTrust(accountId: string): PolicyDocument<string> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AssumeByService",
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  };
}

/** Lets nobody publish to a topic without TLS; who may is for the policies of the account's roles. */
export function noticeTopicPolicy<S>(topicArn: S): PolicyDocument<S> {
  return { Version: "2012-10-17", Statement: [tlsOnly("sns:Publish", topicArn)] };
}

/** Lets the alarms of one account publish to a topic, and nobody without TLS. */
export function alarmTopicPolicy<S>(topicArn: S, accountId: string): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AllowAlarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
      tlsOnly("sns:Publish", topicArn),
    ],
  };
}
