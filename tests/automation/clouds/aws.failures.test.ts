import { expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { recordExercised } from "./exercised";
import { aws, openClouds, textOf, type Made } from "./harness";
import { testRefusals, type Case as FailureCase } from "./refusals";

// What applies of real users fail with most often, of the types that the stacks use.

const ACCOUNT = "111111111111";
const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const trust = (...services: string[]): string =>
  document({ Effect: "Allow", Principal: { Service: services }, Action: "sts:AssumeRole" });
const lets = (Action: string | string[], Resource: string | string[]) => ({
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action,
  Resource,
});

async function ground() {
  const cloud = await aws(openClouds({ scenario: { awsAccount: ACCOUNT } }));
  const make = (type: string, name: string, inputs: Values): Promise<Made> =>
    cloud.create(`aws:${type}`, name, inputs);
  const vpcId = (await make("ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" })).id;
  const groupId = (await make("ec2/securityGroup:SecurityGroup", "g", { vpcId, name: "g" })).id;
  const tableId = (await make("ec2/routeTable:RouteTable", "t", { vpcId })).id;
  const gatewayId = (await make("ec2/internetGateway:InternetGateway", "i", { vpcId })).id;
  const services = ["lambda", "events", "scheduler", "vpc-flow-logs"].map((s) => `${s}.amazonaws.com`);
  const role = await make("iam/role:Role", "r", { name: "r", assumeRolePolicy: trust(...services) });
  const queue = await make("sqs/queue:Queue", "q", { name: "q" });
  const topic = await make("sns/topic:Topic", "t", { name: "t" });
  const logs = await make("cloudwatch/logGroup:LogGroup", "l", { name: "l" });
  await make("s3/bucket:Bucket", "b", { bucket: "orders" });
  await make("cloudwatch/eventRule:EventRule", "rule", { name: "rule", scheduleExpression: "rate(1 hour)" });
  const arnOf = (made: Made): string => textOf(made.outputs, "arn");
  return {
    cloud,
    make,
    vpcId,
    groupId,
    tableId,
    gatewayId,
    queueUrl: queue.id,
    roleArn: arnOf(role),
    queueArn: arnOf(queue),
    topicArn: arnOf(topic),
    logsArn: arnOf(logs),
  };
}
type Ground = Awaited<ReturnType<typeof ground>>;
type Case = FailureCase<Ground>;

const invalidArn = (path: string): RegExp => new RegExp(`${path}: is an invalid ARN: arn: invalid prefix`);
const ingress = (rule: Values): Values => ({
  ingress: [{ protocol: "tcp", fromPort: 1, toPort: 2, ...rule }],
});
const total: Values = { id: "total", expression: "m1 * 2", returnData: true };
const metric = { metricName: "m", namespace: "n", period: 60, stat: "Sum" };

const cases: readonly Case[] = [
  {
    type: "lambda/function:Function",
    good: ({ roleArn }) => ({ name: "f", role: roleArn, packageType: "Image", imageUri: "image" }),
    mistakes: [
      [() => ({ role: "r" }), invalidArn("role")],
      [
        ({ queueUrl }) => ({ deadLetterConfig: { targetArn: queueUrl } }),
        invalidArn("deadLetterConfig\\.targetArn"),
      ],
    ],
  },
  {
    type: "iam/rolePolicy:RolePolicy",
    good: () => ({ name: "p", role: "r", policy: document({ Effect: "Deny", Action: "*", Resource: "*" }) }),
    mistakes: [[({ roleArn }) => ({ role: roleArn }), /role: ValidationError: .*roleName is invalid/]],
  },
  {
    type: "iam/rolePolicyAttachment:RolePolicyAttachment",
    good: () => ({ role: "r", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
    mistakes: [
      [({ roleArn }) => ({ role: roleArn }), /role: ValidationError: .*roleName is invalid/],
      [() => ({ policyArn: "ReadOnlyAccess" }), invalidArn("policyArn")],
    ],
  },
  {
    type: "cloudwatch/logGroup:LogGroup",
    good: () => ({ name: "other" }),
    mistakes: [[() => ({ kmsKeyId: "alias/logs" }), invalidArn("kmsKeyId")]],
  },
  {
    type: "ec2/flowLog:FlowLog",
    good: ({ vpcId, logsArn, roleArn }) => ({
      vpcId,
      trafficType: "ALL",
      logDestination: logsArn,
      iamRoleArn: roleArn,
    }),
    mistakes: [
      [() => ({ logDestination: "l" }), invalidArn("logDestination")],
      [() => ({ iamRoleArn: "r" }), invalidArn("iamRoleArn")],
    ],
  },
  {
    type: "sns/topicSubscription:TopicSubscription",
    good: ({ topicArn, queueArn }) => ({ topic: topicArn, protocol: "sqs", endpoint: queueArn }),
    mistakes: [[() => ({ topic: "t" }), invalidArn("topic")]],
  },
  {
    type: "cloudwatch/eventTarget:EventTarget",
    good: ({ queueArn }) => ({ rule: "rule", targetId: "q", arn: queueArn }),
    mistakes: [[({ queueUrl }) => ({ arn: queueUrl }), invalidArn("arn")]],
  },
  {
    type: "sqs/queuePolicy:QueuePolicy",
    good: ({ queueUrl, queueArn }) => ({ queueUrl, policy: document(lets("sqs:SendMessage", queueArn)) }),
    mistakes: [
      [({ queueArn }) => ({ queueUrl: queueArn }), /queueUrl: InvalidAddress/],
      [
        ({ queueArn }) => ({
          policy: document(
            lets(
              Array.from({ length: 8 }, (_, i) => `sqs:Action${String(i)}`),
              queueArn,
            ),
          ),
        }),
        /OverLimit: 8 actions were found in a statement from the submitted policy, max allowed is 7/,
      ],
      [
        ({ queueArn }) => ({
          policy: document(...Array.from({ length: 21 }, () => lets("sqs:SendMessage", queueArn))),
        }),
        /OverLimit: 21 statements/,
      ],
      [
        ({ queueArn }) => ({
          policy: document({ ...lets("sqs:SendMessage", queueArn), Sid: "x".repeat(8192) }),
        }),
        /OverLimit: Submitted policy is over max allowed size/,
      ],
    ],
  },
  {
    type: "sns/topicPolicy:TopicPolicy",
    good: ({ topicArn }) => ({
      arn: topicArn,
      policy: document(lets(["sns:Publish", "SNS:Receive", "sns:Get*"], topicArn)),
    }),
    mistakes: [
      [
        ({ topicArn }) => ({ policy: document(lets(["sns:Publish", "sns:CreateTopic"], topicArn)) }),
        /Policy statement action out of service scope! \(sns:CreateTopic\)/,
      ],
      [
        ({ topicArn }) => ({ policy: document(lets("sqs:SendMessage", topicArn)) }),
        /out of service scope! \(sqs:SendMessage\)/,
      ],
      [({ topicArn }) => ({ policy: document(lets("sqs:*", topicArn)) }), /out of service scope! \(sqs:\*\)/],
    ],
  },
  {
    type: "s3/bucketPolicy:BucketPolicy",
    good: () => ({
      bucket: "orders",
      policy: document(
        lets(["s3:GetObject", "s3:ListBucket"], ["arn:aws:s3:::orders", "arn:aws:s3:::orders/*"]),
        lets(["s3:*", "s3:PutObject"], "arn:aws:s3:::orders/*"),
        lets("s3:GetEncryptionConfiguration", "arn:aws:s3:::orders"),
      ),
    }),
    mistakes: [
      [() => ({ bucket: "arn:aws:s3:::orders" }), /bucket: InvalidBucketName/],
      [
        () => ({ policy: document(lets("s3:GetObject", "arn:aws:s3:::orders")) }),
        /MalformedPolicy: Action does not apply to any resource\(s\) in statement: s3:GetObject/,
      ],
      [
        () => ({ policy: document(lets(["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::orders/*")) }),
        /does not apply to any resource\(s\) in statement: s3:ListBucket/,
      ],
    ],
  },
  {
    type: "ec2/securityGroup:SecurityGroup",
    good: ({ vpcId }) => ({ vpcId, name: "h", ...ingress({ cidrBlocks: ["10.0.0.0/8"] }) }),
    mistakes: [
      [() => ingress({ description: "the team's" }), /ingress\[0\]\.description: may have up to 255/],
      [() => ingress({ protocol: "-1", toPort: 443 }), /must both be 0 to use the 'ALL' "-1" protocol/],
    ],
  },
  {
    type: "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    good: ({ groupId }) => ({
      securityGroupId: groupId,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "10.0.0.0/8",
      description: "HTTPS from 10/8 (all of it)",
    }),
    mistakes: [
      [() => ({ toPort: undefined as never }), /toPort: .*Must specify both from and to ports with TCP\/UDP/],
      [() => ({ description: "the team's" }), /description: may have up to 255/],
      [() => ({ description: "x".repeat(256) }), /description: may have up to 255/],
    ],
  },
  {
    type: "ec2/route:Route",
    good: ({ tableId, gatewayId }) => ({
      routeTableId: tableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId,
    }),
    mistakes: [
      [
        () => ({ destinationCidrBlock: "10.64.0.0/16" }),
        /RouteAlreadyExists: The route identified by 10\.64\.0\.0\/16 already exists/,
      ],
    ],
  },
  {
    type: "ec2/vpcEndpoint:VpcEndpoint",
    good: ({ vpcId, tableId }) => ({
      vpcId,
      serviceName: "com.amazonaws.us-east-1.s3",
      vpcEndpointType: "Gateway",
      routeTableIds: [tableId],
    }),
    mistakes: [],
    twice: /RouteAlreadyExists: route table rtb-\w+ already has a route with destination-prefix-list-id pl-/,
  },
  {
    type: "cloudwatch/metricAlarm:MetricAlarm",
    good: () => ({
      name: "a",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 2,
      threshold: 1,
      metricQueries: [{ id: "m1", metric }, total],
    }),
    mistakes: [
      [() => ({ metricQueries: [{ id: "m1", metric }] }), /Exactly one element of the metrics list.*not 0/],
      [
        () => ({ metricQueries: ["m1", "m2"].map((id) => ({ id, metric, returnData: true })) }),
        /Exactly one element of the metrics list.*not 2/,
      ],
      [() => ({ metricQueries: [{ id: "M1", metric, returnData: true }] }), /"M1" must be a small letter/],
      [
        () => ({ metricQueries: [{ id: "m1", metric, expression: "1", returnData: true }] }),
        /metricQueries\[0\]\.metric: may not be given beside expression/,
      ],
    ],
  },
  {
    type: "cloudwatch/eventRule:EventRule",
    good: () => ({ name: "nightly", scheduleExpression: "cron(0 3 * * ? *)" }),
    mistakes: [
      [() => ({ scheduleExpression: "cron(0 3 * * * *)" }), /ScheduleExpression is not valid: one of day-of/],
      [() => ({ scheduleExpression: "rate(1 minutes)" }), /ScheduleExpression is not valid: the unit/],
    ],
  },
  {
    type: "scheduler/schedule:Schedule",
    good: ({ roleArn, queueArn }) => ({
      name: "s",
      scheduleExpression: "rate(1 minutes)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: queueArn, roleArn },
    }),
    mistakes: [
      [() => ({ scheduleExpression: "cron(0 3 * * * *)" }), /Invalid Schedule Expression .*must be \?/],
      [({ queueArn }) => ({ target: { arn: queueArn, roleArn: "r" } }), invalidArn("target\\.roleArn")],
    ],
  },
];

testRefusals(ground, cases);

test("an alarm looks back for a day at most, for a week with periods of an hour", async () => {
  const { make } = await ground();
  const alarm = (period: number, evaluationPeriods: number) =>
    make("cloudwatch/metricAlarm:MetricAlarm", `${String(period)}-${String(evaluationPeriods)}`, {
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods,
      metricName: "m",
      namespace: "n",
      period,
      statistic: "Sum",
      threshold: 1,
    });
  await expect(alarm(300, 289)).rejects.toThrow(/289 periods of 300 seconds are more than 86400 seconds/);
  await alarm(300, 288);
  await expect(alarm(3600, 169)).rejects.toThrow(/more than 604800 seconds/);
  await alarm(3600, 168);
});

test("an alarm on a metric says how it is summed up", async () => {
  const { make } = await ground();
  await expect(
    make("cloudwatch/metricAlarm:MetricAlarm", "a", {
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      metricName: "m",
      namespace: "n",
      period: 60,
      threshold: 1,
    }),
  ).rejects.toThrow(/statistic: an alarm on a metric needs statistic or extendedStatistic/);
});

test("the inline policies of a role have 10240 characters together", async () => {
  const { cloud, make } = await ground();
  const policy = (characters: number): string =>
    document({ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"x".repeat(characters)}` });
  const put = (name: string, characters: number) =>
    make("iam/rolePolicy:RolePolicy", name, { name, role: "r", policy: policy(characters) });
  const first = await put("a", 5000);
  await expect(put("b", 5100)).rejects.toThrow(
    /LimitExceeded: Maximum policy size of 10240 bytes exceeded for role r: 2 inline policies together/,
  );
  await put("c", 4900);
  // A policy that changes does not count twice.
  await cloud.update(first, { ...first.inputs, policy: policy(4990) });
});

test("versioning that was on is suspended, never disabled", async () => {
  const { cloud, make } = await ground();
  const status = (text: string): Values => ({
    bucket: "orders",
    versioningConfiguration: { status: text },
  });
  const made = await make("s3/bucketVersioning:BucketVersioning", "v", status("Enabled"));
  await expect(cloud.update(made, status("Disabled"))).rejects.toThrow(
    /cannot be updated from 'Enabled' to 'Disabled'/,
  );
  const suspended = await cloud.update(made, status("Suspended"));
  await expect(cloud.update(suspended, status("Disabled"))).rejects.toThrow(/from 'Suspended' to 'Disabled'/);
});

recordExercised("aws.failures");
