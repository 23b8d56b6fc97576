import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../../automation/clouds/aws/access/document";
import type { Values } from "../../../automation/engine/provider";
import { aws, openClouds, textOf, type Driver } from "./harness";
import { recordExercised } from "./exercised";

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

const role = async (cloud: Driver, name: string, service: string): Promise<string> =>
  textOf(
    (await cloud.create("aws:iam/role:Role", name, { name, assumeRolePolicy: trust(service) })).outputs,
    "arn",
  );

const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("policies", () => {
  test.each([
    ["{", "identity", /not valid JSON/],
    [document({ Effect: "Alow", Action: "s3:*", Resource: "*" }), "identity", /Effect must be/],
    [document({ Effect: "Allow", Resource: "*" }), "identity", /needs an Action/],
    [document({ Effect: "Allow", Action: "GetObject", Resource: "*" }), "identity", /not an action/],
    [document({ Effect: "Allow", Action: "s3:*" }), "identity", /needs a Resource/],
    [
      document({ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }),
      "identity",
      /may not name a Principal/,
    ],
    [document({ Effect: "Allow", Action: "s3:*", Resource: "*" }), "resource", /needs a Principal/],
    [
      document({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }),
      "trust",
      /may not name a Resource/,
    ],
    [document({ Effect: "Allow", Acton: "s3:*", Resource: "*" }), "identity", /no element "Acton"/],
    [JSON.stringify({ Version: "2012-10-18", Statement: [] }), "identity", /Version/],
    [
      document({ Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { StringEqual: { a: "b" } } }),
      "identity",
      /Invalid Condition type : StringEqual/,
    ],
    [
      document({
        Effect: "Allow",
        Action: "s3:*",
        Resource: "*",
        Condition: { Bool: "aws:SecureTransport" },
      }),
      "identity",
      /Condition Bool must be an object/,
    ],
    [
      document({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:role/*" },
        Action: "sts:AssumeRole",
      }),
      "trust",
      /Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/,
    ],
  ] as const)("%s as %s is refused", (text, form, reason) => {
    expect(parsePolicy(text, form)).toMatch(reason);
  });
});

describe("iam", () => {
  test("a role's name and trust policy are checked, and its name is taken once", async () => {
    const cloud = await aws();
    const make = (name: string, policy: string) =>
      cloud.create("aws:iam/role:Role", "r", { name, assumeRolePolicy: policy });
    await expect(make("x".repeat(65), trust("ec2.amazonaws.com"))).rejects.toThrow(/name: .*up to 64/);
    await expect(
      cloud.create("aws:iam/role:Role", "p", {
        namePrefix: "x".repeat(39),
        assumeRolePolicy: trust("ec2.amazonaws.com"),
      }),
    ).rejects.toThrow(/namePrefix: .*up to 38 characters/);
    await expect(make("r", "nonsense")).rejects.toThrow(/assumeRolePolicy: MalformedPolicyDocument/);
    const made = await make("r", trust("ec2.amazonaws.com"));
    expect(made.outputs["arn"]).toMatch(/^arn:aws:iam::\d{12}:role\/r$/);
    await expect(make("R", trust("ec2.amazonaws.com"))).rejects.toThrow(/EntityAlreadyExists/);
  });

  test("attachments need both ends and keep both", async () => {
    const cloud = await aws();
    await role(cloud, "r", "ec2.amazonaws.com");
    const attach = (roleName: string, policyArn: string) =>
      cloud.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", policyArn, {
        role: roleName,
        policyArn,
      });
    await expect(attach("r", "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy")).resolves.toBeDefined();
    await expect(attach("missing", "arn:aws:iam::aws:policy/X")).rejects.toThrow(
      /NoSuchEntity: The role with name missing/,
    );
    const policy = await cloud.create("aws:iam/policy:Policy", "p", {
      name: "p",
      policy: document({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }),
    });
    await expect(attach("r", `${policy.id}x`)).rejects.toThrow(/does not exist/);
    await attach("r", policy.id);
    await expect(cloud.delete(policy)).rejects.toThrow(/DeleteConflict/);
    for (let i = 0; i < 8; i++) await attach("r", `arn:aws:iam::aws:policy/P${String(i)}`);
    await expect(attach("r", "arn:aws:iam::aws:policy/P9")).rejects.toThrow(/PoliciesPerRole: 10/);
  });

  test("a bucket and a role of one name do not hold each other", async () => {
    const cloud = await aws();
    await role(cloud, "same", "ec2.amazonaws.com");
    const bucket = await cloud.create("aws:s3/bucket:Bucket", "b", { bucket: "same" });
    await cloud.create("aws:iam/rolePolicy:RolePolicy", "p", {
      name: "p",
      role: "same",
      policy: document({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
    });
    await expect(cloud.delete(bucket)).resolves.toBeUndefined();
  });
});

describe("kms", () => {
  test("a policy that locks the account out is refused; aliases point at keys", async () => {
    const cloud = await aws(openClouds({ scenario: { awsAccount: "123456789012" } }));
    const all = (who: string) =>
      document({ Effect: "Allow", Principal: { AWS: who }, Action: "kms:*", Resource: "*" });
    const key = await cloud.create("aws:kms/key:Key", "k", { policy: all("arn:aws:iam::123456789012:root") });
    expect(key.outputs["arn"]).toBe(`arn:aws:kms:us-east-1:123456789012:key/${key.id}`);
    await expect(
      cloud.create("aws:kms/key:Key", "l", { policy: all("arn:aws:iam::999999999999:root") }),
    ).rejects.toThrow(/will not allow you to update the key policy/);
    await expect(cloud.create("aws:kms/key:Key", "m", { deletionWindowInDays: 3 })).rejects.toThrow(
      /from 7 to 30/,
    );
    const alias = (name: string, targetKeyId: string) =>
      cloud.create("aws:kms/alias:Alias", name, { name, targetKeyId });
    expect((await alias("alias/data", key.id)).outputs["targetKeyArn"]).toBe(key.outputs["arn"]);
    await expect(alias("data", key.id)).rejects.toThrow(/alias\//);
    await expect(alias("alias/other", "no-key")).rejects.toThrow(/NotFoundException: Key 'no-key'/);
  });
});

describe("s3", () => {
  const bucket = (cloud: Driver, name: string, more = {}) =>
    cloud.create("aws:s3/bucket:Bucket", name, { bucket: name, ...more });
  const s = (name: string) => `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
  const enable = (cloud: Driver, name: string) =>
    cloud.create(s("BucketVersioning"), name, {
      bucket: name,
      versioningConfiguration: { status: "Enabled" },
    });

  test.each(["Upper", "ab", "a..b", "192.168.0.1", "xn--a", "-ab", "a".repeat(64)])(
    "%s is no bucket's name",
    async (name) => {
      await expect(bucket(await aws(), name)).rejects.toThrow(/not a bucket's name/);
    },
  );

  test("a name is taken once in all accounts", async () => {
    const clouds = openClouds();
    const one = await aws(clouds, { region: "us-east-1", allowedAccountIds: ["111111111111"] });
    const two = await aws(clouds, { region: "us-west-2", allowedAccountIds: ["222222222222"] });
    await bucket(one, "orders");
    await expect(bucket(one, "orders")).rejects.toThrow(/BucketAlreadyOwnedByYou/);
    await expect(bucket(two, "orders")).rejects.toThrow(/BucketAlreadyExists/);
  });

  test("a prefix makes a name of the provider's form", async () => {
    const made = await (await aws()).create("aws:s3/bucket:Bucket", "b", { bucketPrefix: "logs-" });
    expect(made.id).toMatch(/^logs-\d{26}$/);
    await expect(
      (await aws()).create("aws:s3/bucket:Bucket", "b", { bucketPrefix: "x".repeat(38) }),
    ).rejects.toThrow(/bucketPrefix: .*up to 37 characters/);
  });

  test("a public policy is refused where the bucket or the account blocks it", async () => {
    const cloud = await aws();
    await bucket(cloud, "orders");
    await bucket(cloud, "site");
    const open = (name: string) =>
      cloud.create(s("BucketPolicy"), name, {
        bucket: name,
        policy: document({
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${name}/*`,
        }),
      });
    await cloud.create(s("BucketPublicAccessBlock"), "b", { bucket: "orders", blockPublicPolicy: true });
    await expect(open("orders")).rejects.toThrow(/AccessDenied.*BlockPublicPolicy/);
    await open("site");
    await bucket(cloud, "late");
    await cloud.create(s("AccountPublicAccessBlock"), "a", { blockPublicPolicy: true });
    await expect(open("late")).rejects.toThrow(/AccessDenied/);
    await expect(
      cloud.create(s("BucketPolicy"), "x", {
        bucket: "late",
        policy: document({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: "arn:aws:s3:::other/*",
        }),
      }),
    ).rejects.toThrow(/MalformedPolicy: Policy has invalid resource/);
  });

  test("replication needs versioning on both sides and keeps it", async () => {
    const cloud = await aws();
    await bucket(cloud, "from");
    const to = await bucket(cloud, "into");
    const arn = await role(cloud, "replica", "s3.amazonaws.com");
    const replicate = () =>
      cloud.create(s("BucketReplicationConfig"), "r", {
        bucket: "from",
        role: arn,
        rules: [{ status: "Enabled", destination: { bucket: textOf(to.outputs, "arn") } }],
      });
    await expect(replicate()).rejects.toThrow(/Versioning must be 'Enabled'/);
    const versioned = await enable(cloud, "from");
    await expect(replicate()).rejects.toThrow(/Destination bucket into must have versioning/);
    await enable(cloud, "into");
    await replicate();
    await expect(
      cloud.update(versioned, { bucket: "from", versioningConfiguration: { status: "Suspended" } }),
    ).rejects.toThrow(/InvalidBucketState/);
  });

  test("a bucket with objects stays unless it is to be emptied", async () => {
    const cloud = await aws();
    const [kept, forced] = [
      await bucket(cloud, "kept"),
      await bucket(cloud, "forced", { forceDestroy: true }),
    ];
    for (const b of [kept, forced])
      await cloud.create(s("BucketObjectv2"), b.id, { bucket: b.id, key: "a", content: "x" });
    await expect(cloud.delete(kept)).rejects.toThrow(/BucketNotEmpty/);
    await expect(cloud.delete(forced)).resolves.toBeUndefined();
  });

  test("lifecycle and encryption rules", async () => {
    const cloud = await aws();
    await bucket(cloud, "orders");
    const life = (rules: Values[]) =>
      cloud.create(s("BucketLifecycleConfiguration"), "l", { bucket: "orders", rules });
    const rule = { id: "a", status: "Enabled", transitions: [{ days: 30, storageClass: "STANDARD_IA" }] };
    await expect(
      life([{ ...rule, transitions: [{ days: 7, storageClass: "STANDARD_IA" }] }]),
    ).rejects.toThrow(/at least 30/);
    await expect(life([{ ...rule, expiration: { days: 30 } }])).rejects.toThrow(/before the expiration/);
    await expect(life([rule, rule])).rejects.toThrow(/same id/);
    await life([rule]);
    const encrypt = (by: Values) =>
      cloud.create(s("BucketServerSideEncryptionConfiguration"), "e", {
        bucket: "orders",
        rules: [{ applyServerSideEncryptionByDefault: by }],
      });
    await expect(encrypt({ sseAlgorithm: "AES128" })).rejects.toThrow(/"AES128" is not/);
    await expect(encrypt({ sseAlgorithm: "AES256", kmsMasterKeyId: "k" })).rejects.toThrow(
      /may not be given/,
    );
    await encrypt({ sseAlgorithm: "AES256" });
  });

  test("a notification needs a queue that lets S3 send", async () => {
    const cloud = await aws();
    await bucket(cloud, "orders");
    const queue = await cloud.create("aws:sqs/queue:Queue", "q", { name: "q" });
    const queueArn = textOf(queue.outputs, "arn");
    const notify = () =>
      cloud.create(s("BucketNotification"), "n", {
        bucket: "orders",
        queues: [{ queueArn, events: ["s3:ObjectCreated:*"] }],
      });
    await expect(notify()).rejects.toThrow(/Unable to validate the following destination/);
    await cloud.create("aws:sqs/queuePolicy:QueuePolicy", "p", {
      queueUrl: queue.id,
      policy: document({
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::orders" } },
      }),
    });
    await notify();
  });
});

describe("queues and topics", () => {
  test("names, ranges and dead letters", async () => {
    const cloud = await aws();
    const queue = (name: string, more = {}) => cloud.create("aws:sqs/queue:Queue", name, { name, ...more });
    const dead = await queue("dead");
    expect(dead.outputs["arn"]).toMatch(/^arn:aws:sqs:us-east-1:\d{12}:dead$/);
    expect(dead.id).toMatch(/^https:\/\/sqs\.us-east-1\.amazonaws\.com\/\d{12}\/dead$/);
    const redrive = (arn: string, maxReceiveCount = 3) => ({
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount }),
    });
    await queue("ok", redrive(textOf(dead.outputs, "arn")));
    await expect(queue("a", redrive(`${textOf(dead.outputs, "arn")}x`))).rejects.toThrow(
      /Dead letter target does not exist/,
    );
    await expect(queue("b", redrive(textOf(dead.outputs, "arn"), 0))).rejects.toThrow(/from 1 to 1000/);
    await expect(
      queue("c.fifo", { fifoQueue: true, ...redrive(textOf(dead.outputs, "arn")) }),
    ).rejects.toThrow(/both be FIFO/);
    await expect(queue("d", { fifoQueue: true })).rejects.toThrow(/ends in \.fifo/);
    await expect(queue("e", { messageRetentionSeconds: 59 })).rejects.toThrow(/from 60 to 1209600/);
    await expect(queue("dead")).rejects.toThrow(/QueueAlreadyExists/);
  });

  test("a queue policy needs a queue and a Version", async () => {
    const cloud = await aws();
    const queue = await cloud.create("aws:sqs/queue:Queue", "q", { name: "q" });
    const policy = (queueUrl: string, text: string) =>
      cloud.create("aws:sqs/queuePolicy:QueuePolicy", "p", { queueUrl, policy: text });
    const statement = { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" };
    await expect(policy("https://x", document(statement))).rejects.toThrow(/NonExistentQueue/);
    await expect(policy(queue.id, JSON.stringify({ Statement: [statement] }))).rejects.toThrow(/Version/);
    await policy(queue.id, document(statement));
  });

  test("topics and subscriptions", async () => {
    const cloud = await aws();
    const topic = await cloud.create("aws:sns/topic:Topic", "t", { name: "t" });
    const subscribe = (name: string, more: object) =>
      cloud.create("aws:sns/topicSubscription:TopicSubscription", name, {
        topic: topic.id,
        protocol: "email",
        endpoint: "a@b",
        ...more,
      });
    expect((await subscribe("a", {})).outputs["pendingConfirmation"]).toBe(true);
    await expect(subscribe("b", { topic: `${topic.id}x` })).rejects.toThrow(/NotFound: Topic does not exist/);
    await expect(subscribe("c", { protocol: "pigeon" })).rejects.toThrow(/"pigeon" is not one of/);
    await expect(
      subscribe("d", { protocol: "sqs", endpoint: "arn:aws:sqs:us-east-1:1:q" }),
    ).resolves.toBeDefined();
    await expect(
      subscribe("e", { protocol: "sqs", endpoint: topic.id.replace(":sns:", ":sqs:") }),
    ).rejects.toThrow(/does not exist/);
  });
});

describe("events", () => {
  const e = (name: string) => `aws:cloudwatch/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
  const pattern = JSON.stringify({ source: ["orders"] });

  test("buses, rules and archives", async () => {
    const cloud = await aws();
    const bus = await cloud.create(e("EventBus"), "b", { name: "orders" });
    const rule = (name: string, more: object) =>
      cloud.create(e("EventRule"), name, { name, eventBusName: bus.id, ...more });
    const made = await rule("r", { eventPattern: pattern });
    expect(made.outputs["arn"]).toMatch(/:rule\/orders\/r$/);
    await expect(rule("s", { eventBusName: "no", eventPattern: pattern })).rejects.toThrow(
      /Event bus no does not exist/,
    );
    await expect(rule("t", {})).rejects.toThrow(/eventPattern or a scheduleExpression/);
    await expect(rule("u", { eventPattern: JSON.stringify({ source: "x" }) })).rejects.toThrow(
      /pattern.source: a list of one or more values/,
    );
    await expect(rule("v", { scheduleExpression: "rate(5 minutes)" })).rejects.toThrow(
      /only on the default event bus/,
    );
    await expect(rule("w", { scheduleExpression: "every day" })).rejects.toThrow(/not rate/);
    await expect(rule("x".repeat(65), { eventPattern: pattern })).rejects.toThrow(/up to 64/);
    await expect(cloud.delete(bus)).rejects.toThrow(/orders\/r/);
    const archive = (name: string, source: string) =>
      cloud.create(e("EventArchive"), name, { name, eventSourceArn: source });
    await archive("a", textOf(bus.outputs, "arn"));
    await expect(archive("x".repeat(49), textOf(bus.outputs, "arn"))).rejects.toThrow(/up to 48/);
    await expect(archive("c", `${textOf(bus.outputs, "arn")}x`)).rejects.toThrow(/does not exist/);
  });

  test("targets: a rule, at most five, a role to assume, a dead-letter queue that exists", async () => {
    const cloud = await aws();
    await cloud.create(e("EventRule"), "r", { name: "r", eventPattern: pattern });
    const queue = textOf((await cloud.create("aws:sqs/queue:Queue", "q", { name: "q" })).outputs, "arn");
    const target = (targetId: string, more = {}) =>
      cloud.create(e("EventTarget"), targetId, { rule: "r", targetId, arn: queue, ...more });
    const made = await target("a", { deadLetterConfig: { arn: queue } });
    await expect(target("b", { rule: "no" })).rejects.toThrow(/Rule no does not exist/);
    await expect(target("c", { deadLetterConfig: { arn: `${queue}x` } })).rejects.toThrow(/does not exist/);
    await expect(target("d", { retryPolicy: { maximumRetryAttempts: 186 } })).rejects.toThrow(
      /from 0 to 185/,
    );
    const wrong = await role(cloud, "wrong", "ec2.amazonaws.com");
    await expect(target("e", { roleArn: wrong })).rejects.toThrow(/cannot be assumed by principal 'events/);
    await target("f", { roleArn: await role(cloud, "right", "events.amazonaws.com") });
    for (const id of ["g", "h", "i"]) await target(id);
    await expect(target("j")).rejects.toThrow(/LimitExceededException/);
    const rule = await cloud.read({ type: e("EventRule"), name: "r", id: "r", inputs: {}, outputs: {} });
    await expect(
      cloud.delete({ type: e("EventRule"), name: "r", id: "r", inputs: rule?.inputs ?? {}, outputs: {} }),
    ).rejects.toThrow(/can't be deleted since it has targets/);
    expect(await cloud.diff(made, { rule: "r", targetId: "z", arn: queue })).toMatchObject({
      replaces: ["targetId"],
    });
  });
});

describe("logs, alarms, tables, zones", () => {
  test("log groups keep for the days that there are", async () => {
    const cloud = await aws();
    const group = (name: string, retentionInDays: number) =>
      cloud.create("aws:cloudwatch/logGroup:LogGroup", name, { name, retentionInDays });
    await group("/a", 30);
    await expect(group("/b", 31)).rejects.toThrow(/must be one of/);
    await expect(group("/a", 30)).rejects.toThrow(/ResourceAlreadyExistsException/);
    await expect(group("a b", 30)).rejects.toThrow(/not allowed/);
  });

  test("alarms", async () => {
    const cloud = await aws();
    const alarm = (name: string, more: object) =>
      cloud.create("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 2,
        metricName: "m",
        namespace: "n",
        period: 60,
        statistic: "Sum",
        threshold: 1,
        ...more,
      });
    await alarm("ok", {});
    await expect(alarm("a", { comparisonOperator: "More" })).rejects.toThrow(/"More" is not one of/);
    await expect(alarm("b", { period: 45 })).rejects.toThrow(/multiple of 60/);
    await expect(alarm("c", { metricName: undefined })).rejects.toThrow(/needs a metric/);
    await expect(alarm("d", { datapointsToAlarm: 3 })).rejects.toThrow(/above evaluationPeriods/);
    const { outputs } = await cloud.create("aws:sns/topic:Topic", "t", { name: "t" });
    await alarm("e", { alarmActions: [textOf(outputs, "arn")] });
    await expect(alarm("f", { alarmActions: [`${textOf(outputs, "arn")}x`] })).rejects.toThrow(
      /alarmActions\[0\].*does not exist/,
    );
  });

  test("tables", async () => {
    const cloud = await aws();
    const table = (name: string, more: object) =>
      cloud.create("aws:dynamodb/table:Table", name, {
        name,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
        ...more,
      });
    const made = await table("orders", { deletionProtectionEnabled: true });
    await expect(cloud.delete(made)).rejects.toThrow(/protected against deletion/);
    await expect(table("orders", {})).rejects.toThrow(/ResourceInUseException/);
    await expect(table("other", { hashKey: "no" })).rejects.toThrow(/"no" is a key but no attribute/);
    await expect(
      table("more", {
        attributes: [
          { name: "id", type: "S" },
          { name: "extra", type: "S" },
        ],
      }),
    ).rejects.toThrow(/all attributes must be indexed; "extra"/);
    await expect(table("prov", { billingMode: "PROVISIONED" })).rejects.toThrow(/readCapacity/);
  });

  test("zones and records", async () => {
    const cloud = await aws();
    const zone = await cloud.create("aws:route53/zone:Zone", "z", { name: "example.com" });
    expect(zone.outputs["nameServers"]).toHaveLength(4);
    const record = (zoneId: string) =>
      cloud.create("aws:route53/record:Record", "r", {
        zoneId,
        name: "www",
        type: "A",
        ttl: 60,
        records: ["192.0.2.1"],
      });
    expect((await record(zone.id)).outputs["fqdn"]).toBe("www.example.com");
    await expect(record(zone.id)).rejects.toThrow(/InvalidChangeBatch/);
    await expect(record("Z0")).rejects.toThrow(/NoSuchHostedZone/);
    await expect(cloud.delete(zone)).rejects.toThrow(/HostedZoneNotEmpty/);
  });
});

describe("eks", () => {
  const base = async (more = {}) => {
    const cloud = await aws();
    const vpc = await cloud.create("aws:ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" });
    const subnet = async (name: string, cidrBlock: string, zone: string) =>
      (
        await cloud.create("aws:ec2/subnet:Subnet", name, {
          vpcId: vpc.id,
          cidrBlock,
          availabilityZone: zone,
        })
      ).id;
    const [a, a2, b] = [
      await subnet("a", "10.64.0.0/24", "us-east-1a"),
      await subnet("a2", "10.64.1.0/24", "us-east-1a"),
      await subnet("b", "10.64.2.0/24", "us-east-1b"),
    ];
    const roleArn = await role(cloud, "eks", "eks.amazonaws.com");
    const cluster = (name: string, change = {}) =>
      cloud.create("aws:eks/cluster:Cluster", name, {
        name,
        roleArn,
        version: "1.33",
        vpcConfig: { subnetIds: [a, b], endpointPrivateAccess: true, endpointPublicAccess: false },
        accessConfig: { authenticationMode: "API" },
        ...more,
        ...change,
      });
    return { cloud, a, a2, b, roleArn, cluster };
  };

  test("a cluster needs two zones, a role of its own and a way in", async () => {
    const { cloud, a, a2, b, cluster } = await base();
    await expect(cluster("x", { vpcConfig: { subnetIds: [a, a2] } })).rejects.toThrow(/two different AZs/);
    await expect(cluster("x", { vpcConfig: { subnetIds: [a, "subnet-00000000000000000"] } })).rejects.toThrow(
      /InvalidSubnetID\.NotFound/,
    );
    await expect(cluster("x", { roleArn: await role(cloud, "w", "ec2.amazonaws.com") })).rejects.toThrow(
      /could not be assumed/,
    );
    const forOne = await cloud.create("aws:iam/role:Role", "one", {
      name: "one",
      assumeRolePolicy: document({
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:eks:us-east-1:*:cluster/one-*" } },
      }),
    });
    const ofOne = textOf(forOne.outputs, "arn");
    await expect(cluster("x", { name: "other", roleArn: ofOne })).rejects.toThrow(/could not be assumed/);
    await cluster("x", { name: "one-a", roleArn: ofOne });
    await expect(
      cluster("x", {
        vpcConfig: { subnetIds: [a, b], endpointPrivateAccess: false, endpointPublicAccess: false },
      }),
    ).rejects.toThrow(/at least one of/);
    const made = await cluster("ok");
    expect(made.outputs["endpoint"]).toMatch(
      /^https:\/\/[0-9A-F]{32}\.[0-9a-f]{3}\.us-east-1\.eks\.amazonaws\.com$/,
    );
    expect(made.outputs["identities"]).toMatchObject([
      { oidcs: [{ issuer: expect.stringMatching(/^https:\/\/oidc\.eks/) as string }] },
    ]);
    expect(made.outputs["status"]).toBe("ACTIVE");
    expect(await cloud.diff(made, { ...made.inputs, version: "1.34" })).toMatchObject({ replaces: [] });
    await expect(cloud.update(made, { ...made.inputs, version: "1.35" })).rejects.toThrow(
      /from 1\.33 to 1\.35/,
    );
  });

  test("node groups, access entries and pod identities belong to a cluster", async () => {
    const { cloud, a, b, cluster } = await base();
    const made = await cluster("c");
    const nodeRoleArn = await role(cloud, "node", "ec2.amazonaws.com");
    const nodes = (name: string, change = {}) =>
      cloud.create("aws:eks/nodeGroup:NodeGroup", name, {
        clusterName: "c",
        nodeGroupName: name,
        nodeRoleArn,
        subnetIds: [a, b],
        scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 },
        ...change,
      });
    expect((await nodes("n")).id).toBe("c:n");
    await expect(nodes("o", { clusterName: "no" })).rejects.toThrow(/No cluster found for name: no/);
    await expect(nodes("p", { scalingConfig: { minSize: 1, desiredSize: 4, maxSize: 3 } })).rejects.toThrow(
      /from minSize to maxSize/,
    );
    await expect(nodes("q", { nodeRoleArn: await role(cloud, "w", "eks.amazonaws.com") })).rejects.toThrow(
      /ec2\.amazonaws\.com/,
    );
    await expect(cloud.delete(made)).rejects.toThrow(/ResourceInUseException.*c:n/);
    const entry = { clusterName: "c", principalArn: nodeRoleArn };
    const policy = {
      ...entry,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "cluster" },
    };
    await expect(
      cloud.create("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "p", policy),
    ).rejects.toThrow(/principalArn could not be found/);
    await cloud.create("aws:eks/accessEntry:AccessEntry", "e", entry);
    await cloud.create("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "p", policy);
    await expect(
      cloud.create("aws:eks/podIdentityAssociation:PodIdentityAssociation", "i", {
        clusterName: "c",
        namespace: "n",
        serviceAccount: "s",
        roleArn: nodeRoleArn,
      }),
    ).rejects.toThrow(/pods\.eks/);
  });

  test("access entries need an authentication mode with the API", async () => {
    const { cloud, roleArn, cluster } = await base({ accessConfig: { authenticationMode: "CONFIG_MAP" } });
    await cluster("c");
    await expect(
      cloud.create("aws:eks/accessEntry:AccessEntry", "e", { clusterName: "c", principalArn: roleArn }),
    ).rejects.toThrow(/authentication mode/);
  });
});

describe("functions", () => {
  test("caller, region and zones", async () => {
    const cloud = await aws(openClouds({ scenario: { awsAccount: "123456789012" } }));
    expect((await cloud.invoke("aws:index/getCallerIdentity:getCallerIdentity"))["accountId"]).toBe(
      "123456789012",
    );
    expect((await cloud.invoke("aws:index/getRegion:getRegion"))["region"]).toBe("us-east-1");
    const zones = (
      await cloud.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { state: "available" })
    )["names"];
    expect(zones).toEqual(["a", "b", "c", "d", "e", "f"].map((z) => `us-east-1${z}`));
    await expect(
      cloud.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { sate: "x" }),
    ).rejects.toThrow(/did you mean "state"/);
  });

  test("a policy document is what the provider writes, and IAM takes it", async () => {
    const cloud = await aws();
    const { json } = await cloud.invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [
        {
          sid: "a",
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com", "eks.amazonaws.com"] }],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] }],
        },
      ],
    });
    expect(JSON.parse(json as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "a",
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: ["ec2.amazonaws.com", "eks.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": "1" } },
        },
      ],
    });
    expect(parsePolicy(json as string, "trust")).toHaveLength(1);
  });

  test("EKS images exist, other parameters only when made", async () => {
    const cloud = await aws();
    const get = (name: string) => cloud.invoke("aws:ssm/getParameter:getParameter", { name });
    expect(
      (
        await get(
          "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id",
        )
      )["value"],
    ).toMatch(/^ami-0[0-9a-f]{16}$/);
    await expect(get("/app/x")).rejects.toThrow(/ParameterNotFound/);
    await cloud.create("aws:ssm/parameter:Parameter", "p", { name: "/app/x", type: "String", value: "1" });
    expect((await get("/app/x"))["value"]).toBe("1");
  });
});

recordExercised("aws.services");
