import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import type { SimulatedClouds } from "../../../automation/clouds";
import { aws, openClouds, textOf, type Driver, type Made } from "./harness";
import { exercised, recordExercised } from "./exercised";

const ACCOUNT = "111111111111";
const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const lets = (service: string, action: string | string[], resource: string, condition?: object) => ({
  Effect: "Allow",
  Principal: { Service: service },
  Action: action,
  Resource: resource,
  ...(condition ? { Condition: condition } : {}),
});
const account = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
};

class Cloud {
  private constructor(
    readonly clouds: SimulatedClouds,
    readonly driver: Driver,
  ) {}
  static async open(): Promise<Cloud> {
    const clouds = openClouds({ scenario: { awsAccount: ACCOUNT } });
    return new Cloud(clouds, await aws(clouds));
  }
  make(type: string, name: string, inputs: Values): Promise<Made> {
    return this.driver.create(`aws:${type}`, name, inputs);
  }
  async arnOf(type: string, name: string, inputs: Values = {}): Promise<string> {
    return textOf((await this.make(type, name, { name, ...inputs })).outputs, "arn");
  }
  queuePolicy(name: string, ...statements: object[]): Promise<Made> {
    const queueUrl = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${name}`;
    return this.make("sqs/queuePolicy:QueuePolicy", name, { queueUrl, policy: document(...statements) });
  }
  async role(name: string, service: string, ...statements: object[]): Promise<string> {
    const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
    const arn = await this.arnOf("iam/role:Role", name, { assumeRolePolicy: document(trust) });
    if (statements.length > 0)
      await this.make("iam/rolePolicy:RolePolicy", name, {
        name,
        role: name,
        policy: document(...statements),
      });
    return arn;
  }
  key(name: string, ...statements: object[]): Promise<string> {
    return this.make("kms/key:Key", name, { policy: document(account, ...statements) }).then((m) =>
      textOf(m.outputs, "arn"),
    );
  }
  /** What is refused of the resources of a type, and that something was asked at all. */
  refused(type: string): string[] {
    const asked = this.clouds.uses().filter((u) => u.type === `aws:${type}`);
    expect(asked.length, `nothing was asked of ${type}`).toBeGreaterThan(0);
    const refusals = asked.flatMap((u) => u.refusal ?? []);
    if (refusals.length > 0) exercised(`aws:${type}`, "at the end");
    return refusals;
  }
}

describe("EventBridge", () => {
  const TARGET = "cloudwatch/eventTarget:EventTarget";
  const ruleArn = `arn:aws:events:us-east-1:${ACCOUNT}:rule/orders`;
  async function withRule(): Promise<Cloud> {
    const cloud = await Cloud.open();
    await cloud.make("cloudwatch/eventRule:EventRule", "orders", {
      name: "orders",
      eventPattern: '{"source":["shop"]}',
    });
    return cloud;
  }
  const source = (arn = ruleArn) => ({ ArnEquals: { "aws:SourceArn": arn } });

  test("a queue without a policy for the rule: caller, action and resource are named, and what is lost", async () => {
    const cloud = await withRule();
    const arn = await cloud.arnOf("sqs/queue:Queue", "q");
    await cloud.make(TARGET, "t", { rule: "orders", targetId: "t", arn });
    expect(cloud.refused(TARGET)).toEqual([
      `events.amazonaws.com is not authorized to perform sqs:SendMessage on ${arn}, because no statement of the resource's ` +
        "policy allows it: events of the rule orders are lost",
    ]);
    await cloud.queuePolicy("q", lets("events.amazonaws.com", "sqs:SendMessage", arn, source(`${ruleArn}2`)));
    expect(cloud.refused(TARGET)).toHaveLength(1);
  });

  test("the order of creation does not count: the policy may come after the target", async () => {
    const cloud = await withRule();
    const arn = await cloud.arnOf("sqs/queue:Queue", "q");
    await cloud.make(TARGET, "t", { rule: "orders", targetId: "t", arn });
    await cloud.queuePolicy("q", lets("events.amazonaws.com", "sqs:SendMessage", arn, source()));
    expect(cloud.refused(TARGET)).toEqual([]);
  });

  test("a dead-letter queue and the keys of both are asked too", async () => {
    const cloud = await withRule();
    const key = await cloud.key("k");
    const arn = await cloud.arnOf("sqs/queue:Queue", "q", { kmsMasterKeyId: key });
    const dead = await cloud.arnOf("sqs/queue:Queue", "dead");
    await cloud.queuePolicy("q", lets("events.amazonaws.com", "sqs:SendMessage", arn, source()));
    await cloud.make(TARGET, "t", { rule: "orders", targetId: "t", arn, deadLetterConfig: { arn: dead } });
    expect(cloud.refused(TARGET)).toEqual([
      expect.stringContaining(
        `events.amazonaws.com is not authorized to perform kms:GenerateDataKey, kms:Decrypt on ${key}`,
      ),
      expect.stringMatching(
        `sqs:SendMessage on ${dead}.*events that the rule orders can not deliver are lost`,
      ),
    ]);
  });

  test("the key of an encrypted queue lets EventBridge in by its own policy; AWS's own key never does", async () => {
    const cloud = await withRule();
    const condition = {
      StringEquals: { "aws:SourceAccount": ACCOUNT },
      ArnLike: { "aws:SourceArn": `arn:aws:events:us-east-1:${ACCOUNT}:*` },
    };
    const key = await cloud.key(
      "k",
      lets("events.amazonaws.com", ["kms:GenerateDataKey*", "kms:Decrypt"], "*", condition),
    );
    const arn = await cloud.arnOf("sqs/queue:Queue", "q", { kmsMasterKeyId: key });
    await cloud.queuePolicy("q", lets("events.amazonaws.com", "sqs:SendMessage", arn));
    await cloud.make(TARGET, "t", { rule: "orders", targetId: "t", arn });
    expect(cloud.refused(TARGET)).toEqual([]);
    const plain = await cloud.arnOf("sqs/queue:Queue", "managed", { kmsMasterKeyId: "alias/aws/sqs" });
    await cloud.queuePolicy("managed", lets("events.amazonaws.com", "sqs:SendMessage", plain));
    await cloud.make(TARGET, "m", { rule: "orders", targetId: "m", arn: plain });
    expect(cloud.refused(TARGET)).toEqual([
      expect.stringMatching(
        /events\.amazonaws\.com .* on alias\/aws\/sqs, because .* Encrypt with a key of your own/,
      ),
    ]);
  });

  test("a bus is reached with a role that may put events on it, which needs a trust policy and a permission", async () => {
    const cloud = await withRule();
    const bus = await cloud.arnOf("cloudwatch/eventBus:EventBus", "other");
    const roleArn = await cloud.role("forward", "events.amazonaws.com");
    await cloud.make(TARGET, "t", { rule: "orders", targetId: "t", arn: bus, roleArn });
    expect(cloud.refused(TARGET)).toEqual([
      `${roleArn} is not authorized to perform events:PutEvents on ${bus}, because no statement of the caller's own ` +
        "policies allows it: events of the rule orders are lost",
    ]);
    await cloud.make("iam/rolePolicy:RolePolicy", "p", {
      role: "forward",
      name: "put",
      policy: document({ Effect: "Allow", Action: "events:PutEvents", Resource: bus }),
    });
    expect(cloud.refused(TARGET)).toEqual([]);
    const stranger = await cloud.role("stranger", "lambda.amazonaws.com");
    await expect(
      cloud.make(TARGET, "s", { rule: "orders", targetId: "s", arn: bus, roleArn: stranger }),
    ).rejects.toThrow(/cannot be assumed by principal 'events.amazonaws.com'/);
  });

  test("a role that is bound to a rule by aws:SourceArn is assumed for that rule only", async () => {
    const cloud = await withRule();
    const trust = (arn: string) =>
      document({
        ...lets("events.amazonaws.com", "sts:AssumeRole", ""),
        Resource: undefined,
        Condition: { ArnLike: { "aws:SourceArn": arn } },
      });
    const bus = await cloud.arnOf("cloudwatch/eventBus:EventBus", "other");
    const mine = await cloud.arnOf("iam/role:Role", "mine", { assumeRolePolicy: trust(ruleArn) });
    const others = await cloud.arnOf("iam/role:Role", "others", { assumeRolePolicy: trust(`${ruleArn}-2`) });
    const target = (roleArn: string) => cloud.make(TARGET, roleArn, { rule: "orders", arn: bus, roleArn });
    await expect(target(mine)).resolves.toBeDefined();
    await expect(target(others)).rejects.toThrow(/cannot be assumed/);
  });

  test("what has no policy of its own needs a role", async () => {
    const cloud = await withRule();
    const arn = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:ship`;
    await expect(cloud.make(TARGET, "t", { rule: "orders", arn })).rejects.toThrow(
      `RoleArn is required for target ${arn}`,
    );
  });

  test("a function is called by a permission for the rule", async () => {
    const cloud = await withRule();
    const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:ship`;
    const roleArn = await cloud.role("ship", "lambda.amazonaws.com");
    const made = await cloud.make("lambda/function:Function", "ship", {
      name: "ship",
      role: roleArn,
      packageType: "Image",
      imageUri: "image",
    });
    expect(made.outputs["arn"]).toBe(arn);
    await cloud.make(TARGET, "t", { rule: "orders", arn });
    expect(cloud.refused(TARGET)).toEqual([expect.stringContaining(`lambda:InvokeFunction on ${arn}`)]);
    await cloud.make("lambda/permission:Permission", "p", {
      function: "ship",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: ruleArn,
    });
    expect(cloud.refused(TARGET)).toEqual([]);
  });

  test("a bus and an archive with a key that EventBridge may not use", async () => {
    const cloud = await Cloud.open();
    const key = await cloud.key("k");
    const bus = await cloud.arnOf("cloudwatch/eventBus:EventBus", "b", { kmsKeyIdentifier: key });
    await cloud.arnOf("cloudwatch/eventArchive:EventArchive", "a", {
      eventSourceArn: bus,
      kmsKeyIdentifier: key,
    });
    expect(cloud.refused("cloudwatch/eventBus:EventBus")).toContainEqual(
      expect.stringMatching(
        /events\.amazonaws\.com .* kms:DescribeKey, kms:GenerateDataKey, kms:Decrypt on .*: events are lost/,
      ),
    );
    expect(cloud.refused("cloudwatch/eventArchive:EventArchive")).toHaveLength(1);
  });
});

describe("SNS, SQS and CloudWatch", () => {
  const SUBSCRIPTION = "sns/topicSubscription:TopicSubscription";

  test("a topic sends to a queue whose policy and key let it in", async () => {
    const cloud = await Cloud.open();
    const topic = await cloud.arnOf("sns/topic:Topic", "t");
    const key = await cloud.key("k", lets("sns.amazonaws.com", ["kms:GenerateDataKey*", "kms:Decrypt"], "*"));
    const [open, shut] = [
      await cloud.arnOf("sqs/queue:Queue", "open", { kmsMasterKeyId: key }),
      await cloud.arnOf("sqs/queue:Queue", "shut", { kmsMasterKeyId: await cloud.key("l") }),
    ];
    for (const name of ["open", "shut"])
      await cloud.queuePolicy(
        name,
        lets("sns.amazonaws.com", "sqs:SendMessage", "*", { ArnEquals: { "aws:SourceArn": topic } }),
      );
    await cloud.make(SUBSCRIPTION, "open", { topic, protocol: "sqs", endpoint: open });
    expect(cloud.refused(SUBSCRIPTION)).toEqual([]);
    const redrivePolicy = JSON.stringify({
      deadLetterTargetArn: await cloud.arnOf("sqs/queue:Queue", "dead"),
    });
    await cloud.make(SUBSCRIPTION, "shut", { topic, protocol: "sqs", endpoint: shut, redrivePolicy });
    expect(cloud.refused(SUBSCRIPTION)).toEqual([
      expect.stringMatching(
        /sns\.amazonaws\.com .* kms:GenerateDataKey, kms:Decrypt .*: what is published to the topic is lost/,
      ),
      expect.stringMatching(/sqs:SendMessage on .*:dead, .*: what the topic can not deliver is lost/),
    ]);
  });

  test("a dead-letter queue takes messages of the queues that it names only", async () => {
    const cloud = await Cloud.open();
    const dead = await cloud.arnOf("sqs/queue:Queue", "dead");
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 3 });
    const own = await cloud.arnOf("sqs/queue:Queue", "q", { redrivePolicy });
    expect(cloud.refused("sqs/queue:Queue")).toEqual([]);
    const allow = await cloud.make("sqs/redriveAllowPolicy:RedriveAllowPolicy", "a", {
      queueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/dead`,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [`${own}2`] }),
    });
    expect(cloud.refused("sqs/queue:Queue")).toEqual([
      expect.stringMatching(`the queue ${own} is not authorized to move messages to ${dead}`),
    ]);
    await cloud.driver.update(allow, {
      ...allow.inputs,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [own] }),
    });
    expect(cloud.refused("sqs/queue:Queue")).toEqual([]);
  });

  test("an alarm reaches a topic whose policy and key let CloudWatch in", async () => {
    const ALARM = "cloudwatch/metricAlarm:MetricAlarm";
    const cloud = await Cloud.open();
    const key = await cloud.key("k");
    const topic = await cloud.arnOf("sns/topic:Topic", "t", { kmsMasterKeyId: key });
    await cloud.make("sns/topicPolicy:TopicPolicy", "p", {
      arn: topic,
      policy: document(
        lets("cloudwatch.amazonaws.com", "sns:Publish", topic, {
          StringEquals: { "aws:SourceAccount": "222222222222" },
        }),
      ),
    });
    const metric = { metricName: "m", namespace: "n", statistic: "Sum", period: 60, threshold: 1 };
    await cloud.make(ALARM, "a", {
      name: "a",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      ...metric,
      alarmActions: [topic],
    });
    expect(cloud.refused(ALARM)).toEqual([
      expect.stringMatching(/cloudwatch\.amazonaws\.com .* sns:Publish on .*: nobody hears of the alarm a/),
      expect.stringContaining("kms:GenerateDataKey, kms:Decrypt"),
    ]);
  });

  test("a log group's key must let CloudWatch Logs in for that group, or the group is not made", async () => {
    const cloud = await Cloud.open();
    const actions = [
      "kms:Encrypt*",
      "kms:Decrypt*",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:Describe*",
    ];
    const bound = (group: string) => ({
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${group}`,
      },
    });
    const group = async (name: string, kmsKeyId: string) =>
      cloud.make("cloudwatch/logGroup:LogGroup", name, { name, kmsKeyId });
    const key = await cloud.key("k", lets("logs.us-east-1.amazonaws.com", actions, "*", bound("app")));
    await expect(group("app", key)).resolves.toBeDefined();
    await expect(group("other", key)).rejects.toThrow(
      /AccessDeniedException: The specified KMS key .*log-group:other': logs\.us-east-1\.amazonaws\.com is not authorized to perform kms:Encrypt, .* on arn:aws:kms/,
    );
  });
});

describe("S3 and flow logs", () => {
  const s3 = (name: string) => `s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

  test("a notification names who may not do what; an encrypted topic must let S3 use its key", async () => {
    const cloud = await Cloud.open();
    await cloud.make("s3/bucket:Bucket", "b", { bucket: "orders" });
    const topicArn = await cloud.arnOf("sns/topic:Topic", "t", { kmsMasterKeyId: await cloud.key("k") });
    const notify = () =>
      cloud.make(s3("BucketNotification"), "n", {
        bucket: "orders",
        topics: [{ topicArn, events: ["s3:ObjectCreated:*"] }],
      });
    await expect(notify()).rejects.toThrow(
      `InvalidArgument: Unable to validate the following destination configurations: ${topicArn}: s3.amazonaws.com is not ` +
        `authorized to perform sns:Publish on ${topicArn}`,
    );
    await cloud.make("sns/topicPolicy:TopicPolicy", "p", {
      arn: topicArn,
      policy: document(lets("s3.amazonaws.com", "sns:Publish", topicArn)),
    });
    await expect(notify()).rejects.toThrow(
      /s3\.amazonaws\.com is not authorized to perform kms:GenerateDataKey/,
    );
  });

  test("replication: the role is assumed, reads here, writes there and uses the key there", async () => {
    const TYPE = s3("BucketReplicationConfig");
    const cloud = await Cloud.open();
    for (const bucket of ["from", "into"]) {
      await cloud.make("s3/bucket:Bucket", bucket, { bucket });
      await cloud.make(s3("BucketVersioning"), bucket, {
        bucket,
        versioningConfiguration: { status: "Enabled" },
      });
    }
    const role = await cloud.role("copy", "s3.amazonaws.com", {
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket", "s3:GetObjectVersion*"],
      Resource: ["arn:aws:s3:::from", "arn:aws:s3:::from/*"],
    });
    const key = await cloud.key("k");
    const destination = { bucket: "arn:aws:s3:::into", encryptionConfiguration: { replicaKmsKeyId: key } };
    await cloud.make(TYPE, "r", { bucket: "from", role, rules: [{ status: "Enabled", destination }] });
    expect(cloud.refused(TYPE)).toEqual([
      `${role} is not authorized to perform s3:ReplicateObject on arn:aws:s3:::into/object, because no statement of the ` +
        "caller's own policies allows it: objects are not replicated, their status is FAILED",
      expect.stringContaining(`${role} is not authorized to perform kms:Encrypt on ${key}`),
    ]);
    await cloud.make("iam/rolePolicy:RolePolicy", "write", {
      name: "write",
      role: "copy",
      policy: document(
        { Effect: "Allow", Action: "s3:Replicate*", Resource: "arn:aws:s3:::into/*" },
        {
          Effect: "Allow",
          Action: "kms:Encrypt",
          Resource: key,
          Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
        },
      ),
    });
    expect(cloud.refused(TYPE)).toEqual([]);
    await cloud.make("s3/bucketPolicy:BucketPolicy", "deny", {
      bucket: "into",
      policy: document({
        Effect: "Deny",
        Principal: { AWS: role },
        Action: "s3:*",
        Resource: "arn:aws:s3:::into/*",
      }),
    });
    expect(cloud.refused(TYPE)).toEqual([
      expect.stringMatching(/s3:ReplicateObject .* a statement of the resource's policy denies it/),
    ]);
  });

  test("a flow log's role is assumed by the service and may write to the group", async () => {
    const FLOW = "ec2/flowLog:FlowLog";
    const cloud = await Cloud.open();
    const vpc = await cloud.make("ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" });
    const group = await cloud.arnOf("cloudwatch/logGroup:LogGroup", "flow");
    const write = {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${group}:*`,
    };
    const good = await cloud.role("good", "vpc-flow-logs.amazonaws.com", write);
    const log = (iamRoleArn: string, trafficType: string) =>
      cloud.make(FLOW, trafficType, { vpcId: vpc.id, logDestination: group, iamRoleArn, trafficType });
    const first = await log(good, "ALL");
    expect(cloud.refused(FLOW)).toEqual([]);
    await cloud.driver.delete(first);
    const bad = await cloud.role("bad", "ec2.amazonaws.com", { ...write, Resource: `${group}2:*` });
    await log(bad, "REJECT");
    expect(cloud.refused(FLOW)).toEqual([
      expect.stringContaining(
        `vpc-flow-logs.amazonaws.com is not authorized to perform sts:AssumeRole on ${bad}`,
      ),
      expect.stringContaining(
        `${bad} is not authorized to perform logs:CreateLogStream, logs:PutLogEvents on ${group}`,
      ),
    ]);
  });
});

describe("EKS nodes", () => {
  const NODES = "eks/nodeGroup:NodeGroup";
  const policies = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
  ];

  async function withCluster(access: Values = { endpointPrivateAccess: true, endpointPublicAccess: false }) {
    const cloud = await Cloud.open();
    const vpcId = (await cloud.make("ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" })).id;
    const subnet = async (n: number, more: Values = {}) => {
      const availabilityZone = `us-east-1${n % 2 === 0 ? "a" : "b"}`;
      const cidrBlock = `10.64.${String(n)}.0/24`;
      return (
        await cloud.make("ec2/subnet:Subnet", `s${String(n)}`, {
          vpcId,
          cidrBlock,
          availabilityZone,
          ...more,
        })
      ).id;
    };
    const [a, b] = [await subnet(0), await subnet(1)];
    const roleArn = await cloud.role("cluster", "eks.amazonaws.com");
    await cloud.make("iam/rolePolicyAttachment:RolePolicyAttachment", "cluster", {
      role: "cluster",
      policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    });
    await cloud.make("eks/cluster:Cluster", "c", {
      name: "c",
      roleArn,
      vpcConfig: { subnetIds: [a, b], ...access },
    });
    const nodeRoleArn = await cloud.role("node", "ec2.amazonaws.com");
    const attach = (name: string) =>
      cloud.make("iam/rolePolicyAttachment:RolePolicyAttachment", name, {
        role: "node",
        policyArn: `arn:aws:iam::aws:policy/${name}`,
      });
    const nodes = (more: Values = {}) =>
      cloud.make(NODES, "n", {
        clusterName: "c",
        nodeRoleArn,
        subnetIds: [a],
        scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
        ...more,
      });
    /** A table for a subnet with a route to everywhere. */
    const route = async (subnetId: string, target: Values) => {
      const routeTableId = (await cloud.make("ec2/routeTable:RouteTable", subnetId, { vpcId })).id;
      await cloud.make("ec2/route:Route", subnetId, {
        routeTableId,
        destinationCidrBlock: "0.0.0.0/0",
        ...target,
      });
      await cloud.make("ec2/routeTableAssociation:RouteTableAssociation", subnetId, {
        routeTableId,
        subnetId,
      });
      return routeTableId;
    };
    const internet = async () => (await cloud.make("ec2/internetGateway:InternetGateway", "i", { vpcId })).id;
    const nat = async (subnetId: string) => {
      const allocationId = (await cloud.make("ec2/eip:Eip", "e", { domain: "vpc" })).id;
      return (await cloud.make("ec2/natGateway:NatGateway", "n", { subnetId, allocationId })).id;
    };
    return { cloud, vpcId, a, subnet, attach, nodes, route, internet, nat };
  }
  const permissions = async ({ attach }: { attach: (name: string) => Promise<Made> }) => {
    for (const policy of policies) await attach(policy);
  };
  const failure = "NodeCreationFailure: instances failed to join the kubernetes cluster";

  test("private nodes without a way out never join", async () => {
    const made = await withCluster();
    await permissions(made);
    await made.nodes();
    expect(made.cloud.refused(NODES)).toEqual([
      `${failure}: ${made.a} has no route to 0.0.0.0/0, and its VPC has no endpoint for ec2, ecr.api, ecr.dkr, s3`,
    ]);
  });

  test("a NAT gateway in a public subnet is a way out, one in a private subnet is none", async () => {
    const made = await withCluster();
    await permissions(made);
    const [gatewayId, behind] = [await made.internet(), await made.subnet(2)];
    const natGatewayId = await made.nat(behind);
    await made.route(made.a, { natGatewayId });
    await made.nodes();
    expect(made.cloud.refused(NODES)).toEqual([
      expect.stringContaining(
        `${failure}: ${made.a} leads to ${natGatewayId} in ${behind}, which has no route to an internet gateway itself`,
      ),
    ]);
    await made.route(behind, { gatewayId });
    expect(made.cloud.refused(NODES)).toEqual([]);
  });

  test("an internet gateway is one only for nodes with public addresses", async () => {
    const made = await withCluster();
    await permissions(made);
    const gatewayId = await made.internet();
    const open = await made.subnet(4, { mapPublicIpOnLaunch: true });
    await made.route(made.a, { gatewayId });
    await made.route(open, { gatewayId });
    await made.nodes({ subnetIds: [made.a, open] });
    expect(made.cloud.refused(NODES)).toEqual([
      expect.stringContaining(`${made.a} leads to an internet gateway but gives no public addresses`),
    ]);
  });

  test.each([
    [true, 0],
    [false, 1],
  ])(
    "endpoints in the VPC will do where the cluster's own is private: %s",
    async (endpointPrivateAccess, faults) => {
      const made = await withCluster({ endpointPrivateAccess, endpointPublicAccess: true });
      await permissions(made);
      const { cloud, vpcId } = made;
      const routeTableId = (await cloud.make("ec2/routeTable:RouteTable", "t", { vpcId })).id;
      await cloud.make("ec2/routeTableAssociation:RouteTableAssociation", "t", {
        routeTableId,
        subnetId: made.a,
      });
      for (const service of ["ec2", "ecr.api", "ecr.dkr"])
        await cloud.make("ec2/vpcEndpoint:VpcEndpoint", service, {
          vpcId,
          serviceName: `com.amazonaws.us-east-1.${service}`,
          vpcEndpointType: "Interface",
        });
      const gateway = await cloud.make("ec2/vpcEndpoint:VpcEndpoint", "s3", {
        vpcId,
        serviceName: "com.amazonaws.us-east-1.s3",
      });
      await made.nodes();
      expect(cloud.refused(NODES)).toHaveLength(1);
      await cloud.driver.update(gateway, { ...gateway.inputs, routeTableIds: [routeTableId] });
      expect(cloud.refused(NODES)).toHaveLength(faults);
    },
  );

  test("a node's role may call what nodes call; the network plugin may have a role of its own", async () => {
    const made = await withCluster();
    await made.route(made.a, { gatewayId: await made.internet() });
    await made.cloud.driver.update(
      {
        type: "aws:ec2/subnet:Subnet",
        name: "s0",
        id: made.a,
        inputs: { vpcId: made.vpcId, cidrBlock: "10.64.0.0/24", availabilityZone: "us-east-1a" },
        outputs: {},
      },
      {
        vpcId: made.vpcId,
        cidrBlock: "10.64.0.0/24",
        availabilityZone: "us-east-1a",
        mapPublicIpOnLaunch: true,
      },
    );
    await made.attach("AmazonEKSWorkerNodePolicy");
    await made.attach("AmazonEC2ContainerRegistryPullOnly");
    await made.nodes();
    const role = `arn:aws:iam::${ACCOUNT}:role/node`;
    expect(made.cloud.refused(NODES)[0]).toBe(
      `${role} is not authorized to perform ec2:AssignPrivateIpAddresses, ec2:CreateNetworkInterface, ec2:AttachNetworkInterface on *, because no statement of the caller's own ` +
        `policies allows it: ${failure}`,
    );
    await made.cloud.make("eks/addon:Addon", "cni", {
      clusterName: "c",
      addonName: "vpc-cni",
      serviceAccountRoleArn: `arn:aws:iam::${ACCOUNT}:role/node`,
    });
    expect(made.cloud.refused(NODES)).toEqual([]);
  });

  test("a role whose policies of AWS's are not known here is not refused", async () => {
    const made = await withCluster();
    await made.attach("job-function/Anything");
    await made.nodes();
    expect(made.cloud.refused(NODES).filter((r) => r.includes("not authorized"))).toEqual([]);
  });

  test("Auto Scaling launches nodes with encrypted volumes where their key lets it", async () => {
    const made = await withCluster();
    await permissions(made);
    await made.route(made.a, { natGatewayId: await made.internet().then(() => made.nat(made.a)) });
    const key = await made.cloud.key("k");
    const template = await made.cloud.make("ec2/launchTemplate:LaunchTemplate", "t", {
      name: "t",
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", kmsKeyId: key } }],
    });
    await made.nodes({ launchTemplate: { id: template.id, version: "1" } });
    expect(made.cloud.refused(NODES)).toContainEqual(
      `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling is not authorized ` +
        `to perform kms:CreateGrant, kms:GenerateDataKeyWithoutPlaintext, kms:Decrypt on ${key}, because no statement of the caller's own policies allows it: ` +
        "AsgInstanceLaunchFailures: no instance can be launched with the encrypted volume",
    );
  });

  test("a cluster's role without the control plane's permissions", async () => {
    const made = await withCluster();
    expect(made.cloud.refused("eks/cluster:Cluster")).toEqual([]);
    const roleArn = await made.cloud.role("bare", "eks.amazonaws.com");
    await made.cloud.make("eks/cluster:Cluster", "d", {
      name: "d",
      roleArn,
      vpcConfig: { subnetIds: [made.a, await made.subnet(3)] },
    });
    expect(made.cloud.refused("eks/cluster:Cluster")[0]).toContain(
      `${roleArn} is not authorized to perform ec2:DescribeInstances`,
    );
  });
});

recordExercised("aws.uses");
