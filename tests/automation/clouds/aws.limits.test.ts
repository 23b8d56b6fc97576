import { expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { testRefusals, type Case as LimitCase } from "./refusals";
import { recordExercised } from "./exercised";
import { aws, openClouds, textOf, type Driver, type Made } from "./harness";

const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const trust = (service: string): string =>
  document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
const grant = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
/** As many characters as IAM counts: white space is none. */
const long = (characters: number): string =>
  document({ ...grant, Resource: `arn:aws:s3:::${"x".repeat(characters)}` });

/** What the cases below stand on: a network, a role, buckets, a topic, a cluster. */
async function ground() {
  const cloud = await aws(openClouds({ scenario: { awsAccount: "111111111111" } }));
  const make = (type: string, name: string, inputs: Values): Promise<Made> =>
    cloud.create(`aws:${type}`, name, inputs);
  const vpcId = (await make("ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" })).id;
  const other = (await make("ec2/vpc:Vpc", "w", { cidrBlock: "10.65.0.0/16" })).id;
  const subnets = await Promise.all(
    ["a", "b"].map(async (zone, i) => {
      const cidrBlock = `10.64.${String(i)}.0/24`;
      return (
        await make("ec2/subnet:Subnet", zone, { vpcId, cidrBlock, availabilityZone: `us-east-1${zone}` })
      ).id;
    }),
  );
  const role = await make("iam/role:Role", "r", { name: "r", assumeRolePolicy: trust("eks.amazonaws.com") });
  await make("iam/role:Role", "fn", { name: "fn", assumeRolePolicy: trust("lambda.amazonaws.com") });
  for (const bucket of ["orders", "site"]) await make("s3/bucket:Bucket", bucket, { bucket });
  const topic = textOf((await make("sns/topic:Topic", "t", { name: "t" })).outputs, "arn");
  const queueUrl = (await make("sqs/queue:Queue", "q", { name: "q" })).id;
  const groupId = (await make("ec2/securityGroup:SecurityGroup", "g", { vpcId, name: "g" })).id;
  return {
    cloud,
    make,
    vpcId,
    other,
    subnets,
    groupId,
    queueUrl,
    topic,
    roleArn: textOf(role.outputs, "arn"),
  };
}
type Ground = Awaited<ReturnType<typeof ground>>;

type Case = LimitCase<Ground>;

const vpcRule = (type: string): Case => ({
  type,
  good: ({ groupId }) => ({
    securityGroupId: groupId,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "10.0.0.0/8",
  }),
  mistakes: [
    [() => ({ cidrIpv6: "::/0" }), /exactly one of cidrIpv4/],
    [() => ({ fromPort: 444 }), /fromPort: must not be above toPort/],
    [() => ({ toPort: 65536 }), /65536 is not a port/],
    [() => ({ cidrIpv4: "10.0.0.1/8" }), /not an IP block/],
    [() => ({ securityGroupId: "sg-00000000000000000" }), /InvalidGroup\.NotFound/],
  ],
  twice: /InvalidPermission\.Duplicate/,
});
const legacyBucket = (type: string, good: Values, ...mistakes: Case["mistakes"]): Case => ({
  type,
  good: () => good,
  mistakes: [[() => ({ bucket: "missing" }), /NoSuchBucket/], ...mistakes],
});
const object = (type: string): Case => legacyBucket(type, { bucket: "orders", key: "k", content: "x" });

const cases: readonly Case[] = [
  {
    type: "ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    good: ({ vpcId }) => ({ vpcId, cidrBlock: "10.66.0.0/16" }),
    mistakes: [
      [() => ({ cidrBlock: "10.64.128.0/17" }), /InvalidVpc\.Range/],
      [() => ({ cidrBlock: "10.66.0.0/15" }), /cidrBlock/],
      [() => ({ vpcId: "vpc-00000000000000000" }), /InvalidVpcID\.NotFound/],
    ],
  },
  {
    type: "ec2/defaultSecurityGroup:DefaultSecurityGroup",
    good: ({ vpcId }) => ({ vpcId }),
    mistakes: [
      [
        () => ({ ingress: [{ protocol: "tcp", fromPort: 2, toPort: 1 }] }),
        /ingress\[0\]\.fromPort: must not be above/,
      ],
      [() => ({ egress: [{ protocol: "gre", fromPort: 0, toPort: 0 }] }), /"gre" is not a protocol/],
      [() => ({ vpcId: "vpc-00000000000000000" }), /InvalidVpcID\.NotFound/],
    ],
  },
  vpcRule("vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
  vpcRule("vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
  {
    type: "ec2/securityGroupRule:SecurityGroupRule",
    good: ({ groupId }) => ({
      securityGroupId: groupId,
      type: "ingress",
      protocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrBlocks: ["10.0.0.0/8"],
    }),
    mistakes: [
      [() => ({ toPort: 70 }), /must not be above toPort/],
      [() => ({ cidrBlocks: ["any"] }), /"any" is not an IP block/],
    ],
    twice: /InvalidPermission\.Duplicate/,
  },
  {
    type: "ec2/routeTable:RouteTable",
    good: ({ vpcId }) => ({ vpcId }),
    mistakes: [
      [
        () => ({
          routes: [1, 2].map((n) => ({
            cidrBlock: "0.0.0.0/0",
            networkInterfaceId: `eni-0000000000000000${String(n)}`,
          })),
        }),
        /routes\[1\]: 0\.0\.0\.0\/0 has a route already/,
      ],
    ],
  },
  {
    type: "iam/rolePolicy:RolePolicy",
    good: () => ({ name: "p", role: "r", policy: document(grant) }),
    mistakes: [
      [() => ({ role: "missing" }), /NoSuchEntity: The role with name missing/],
      [
        () => ({ policy: document({ ...grant, Effect: "Maybe" }) }),
        /MalformedPolicyDocument: Effect must be/,
      ],
      // IAM and AWS STS quotas: 10,240 characters of inline policies of a role.
      [() => ({ policy: long(10_240) }), /LimitExceeded: the policy has more than 10240 characters/],
      [() => ({ name: "x".repeat(129) }), /up to 128 letters/],
    ],
  },
  {
    type: "iam/policy:Policy",
    good: () => ({ name: "p", policy: document(grant) }),
    mistakes: [
      // 6,144 characters of a managed policy.
      [() => ({ policy: long(6_144) }), /more than 6144 characters/],
      [() => ({ name: "a b" }), /"a b" is not allowed/],
    ],
    twice: /EntityAlreadyExists: A policy called p/,
  },
  {
    type: "iam/role:Role",
    good: () => ({ name: "q", assumeRolePolicy: trust("ec2.amazonaws.com") }),
    mistakes: [
      [() => ({ maxSessionDuration: 43_201 }), /from 3600 to 43200/],
      [
        () => ({
          assumeRolePolicy: document({
            Effect: "Allow",
            Principal: { Service: "x".repeat(2_048) },
            Action: "sts:AssumeRole",
          }),
        }),
        /more than 2048/,
      ],
      [() => ({ managedPolicyArns: ["arn:aws:iam::111111111111:policy/missing"] }), /missing does not exist/],
      [
        () => ({ inlinePolicies: [{ name: "i", policy: "{" }] }),
        /inlinePolicies\[0\]\.policy: .*not valid JSON/,
      ],
    ],
  },
  {
    type: "iam/openIdConnectProvider:OpenIdConnectProvider",
    good: () => ({ url: "https://issuer.example.org", clientIdLists: ["sts.amazonaws.com"] }),
    mistakes: [[() => ({ url: "http://issuer.example.org" }), /is not an https URL/]],
    twice: /EntityAlreadyExists: Provider with url/,
  },
  {
    type: "iam/instanceProfile:InstanceProfile",
    good: () => ({ name: "i", role: "r" }),
    mistakes: [
      [() => ({ role: "missing" }), /NoSuchEntity/],
      [() => ({ name: "x".repeat(129) }), /up to 128/],
    ],
  },
  {
    type: "iam/user:User",
    good: () => ({ name: "ann" }),
    mistakes: [[() => ({ name: "x".repeat(65) }), /up to 64/]],
  },
  {
    type: "lambda/function:Function",
    good: () => ({
      name: "f",
      role: "arn:aws:iam::111111111111:role/fn",
      packageType: "Image",
      imageUri: "image",
    }),
    mistakes: [
      [() => ({ name: "a.b" }), /"a\.b" is not allowed/],
      [({ roleArn }) => ({ role: roleArn }), /cannot be assumed by Lambda/],
      [() => ({ role: "arn:aws:iam::111111111111:role/missing" }), /does not exist/],
      [() => ({ memorySize: 64 }), /from 128 to 10240/],
      [() => ({ timeout: 901 }), /from 1 to 900/],
    ],
  },
  {
    type: "s3/bucketV2:BucketV2",
    good: () => ({ bucket: "legacy" }),
    mistakes: [[() => ({ bucket: "Upper" }), /not a bucket's name/]],
    twice: /BucketAlreadyOwnedByYou/,
  },
  legacyBucket(
    "s3/bucketVersioningV2:BucketVersioningV2",
    { bucket: "orders", versioningConfiguration: { status: "Enabled" } },
    [() => ({ versioningConfiguration: { status: "On" } }), /Enabled, Suspended or Disabled/],
  ),
  legacyBucket(
    "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    { bucket: "orders", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    [
      () => ({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "ROT13" } }] }),
      /"ROT13" is not AES256/,
    ],
  ),
  legacyBucket(
    "s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    { bucket: "orders", rules: [{ id: "a", status: "Enabled", expiration: { days: 90 } }] },
    [
      () => ({
        rules: [
          {
            id: "a",
            status: "Enabled",
            transitions: [{ days: 90, storageClass: "GLACIER" }],
            expiration: { days: 90 },
          },
        ],
      }),
      /must be before the expiration/,
    ],
  ),
  legacyBucket("s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
    bucket: "orders",
    blockPublicPolicy: true,
  }),
  legacyBucket(
    "s3/bucketOwnershipControls:BucketOwnershipControls",
    { bucket: "orders", rule: { objectOwnership: "ObjectWriter" } },
    [() => ({ rule: { objectOwnership: "Nobody" } }), /"Nobody" is not BucketOwnerEnforced/],
  ),
  object("s3/bucketObject:BucketObject"),
  object("s3/bucketObjectv2:BucketObjectv2"),
  {
    type: "s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    good: () => ({ blockPublicPolicy: true }),
    mistakes: [],
    twice: /has a public access block already/,
  },
  {
    type: "sqs/redriveAllowPolicy:RedriveAllowPolicy",
    good: ({ queueUrl }) => ({ queueUrl, redriveAllowPolicy: '{"redrivePermission":"denyAll"}' }),
    mistakes: [
      [({ queueUrl }) => ({ queueUrl: `${queueUrl}2` }), /NonExistentQueue/],
      [() => ({ redriveAllowPolicy: "{" }), /is not valid JSON/],
      [() => ({ redriveAllowPolicy: '{"redrivePermission":"some"}' }), /one of allowAll, denyAll, byQueue/],
      [
        () => ({ redriveAllowPolicy: '{"redrivePermission":"byQueue"}' }),
        /one to ten sourceQueueArns, not 0/,
      ],
      [
        () => ({
          redriveAllowPolicy:
            '{"redrivePermission":"denyAll","sourceQueueArns":["arn:aws:sqs:us-east-1:1:q"]}',
        }),
        /sourceQueueArns go with byQueue/,
      ],
    ],
    twice: /has a redrive allow policy already/,
  },
  {
    type: "sns/topic:Topic",
    good: () => ({ name: "u" }),
    mistakes: [
      [() => ({ name: "x".repeat(257) }), /up to 256 letters/],
      [() => ({ fifoTopic: true }), /ends in \.fifo/],
      [() => ({ policy: document(grant) }), /needs a Principal/],
    ],
  },
  {
    type: "sns/topicPolicy:TopicPolicy",
    good: ({ topic }) => ({
      arn: topic,
      policy: document({ ...grant, Action: "sns:Publish", Principal: "*" }),
    }),
    mistakes: [
      [({ topic }) => ({ arn: `${topic}2` }), /NotFound: Topic does not exist/],
      [() => ({ policy: "{}" }), /needs a Statement/],
    ],
  },
  {
    type: "cloudwatch/eventBusPolicy:EventBusPolicy",
    good: () => ({
      policy: document({ ...grant, Action: "events:PutEvents", Principal: { AWS: "222222222222" } }),
    }),
    mistakes: [
      [() => ({ eventBusName: "missing" }), /Event bus missing does not exist/],
      [() => ({ policy: document({ ...grant, Principal: "*", Action: "PutEvents" }) }), /not an action/],
    ],
  },
  {
    type: "cloudwatch/eventBus:EventBus",
    good: () => ({ name: "b" }),
    mistakes: [
      [() => ({ name: "default" }), /not default/],
      [() => ({ name: "x".repeat(257) }), /up to 256/],
    ],
    twice: /ResourceAlreadyExistsException/,
  },
];

testRefusals(ground, cases);

test("a route that stands in its table is not made a second time on its own", async () => {
  const { make, vpcId } = await ground();
  const gatewayId = (await make("ec2/internetGateway:InternetGateway", "i", { vpcId })).id;
  const route = { cidrBlock: "0.0.0.0/0", gatewayId };
  const routeTableId = (await make("ec2/routeTable:RouteTable", "t", { vpcId, routes: [route] })).id;
  await expect(
    make("ec2/route:Route", "r", { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId }),
  ).rejects.toThrow(/RouteAlreadyExists: The route identified by 0\.0\.0\.0\/0/);
});

test("a table and a subnet of two networks are not associated, nor a subnet and a gateway at once", async () => {
  const { make, other, subnets } = await ground();
  const routeTableId = (await make("ec2/routeTable:RouteTable", "t", { vpcId: other })).id;
  const associate = (more: Values) =>
    make("ec2/routeTableAssociation:RouteTableAssociation", "a", { routeTableId, ...more });
  await expect(associate({ subnetId: subnets[0] ?? "" })).rejects.toThrow(/belong to different networks/);
  await expect(associate({ subnetId: subnets[0] ?? "", gatewayId: "igw-1" })).rejects.toThrow(
    /either a subnetId or/,
  );
});

test("an add-on is there once, and a service account has one role", async () => {
  const { make, subnets, roleArn } = await ground();
  const addon = () => make("eks/addon:Addon", "a", { clusterName: "c", addonName: "coredns" });
  await expect(addon()).rejects.toThrow(/No cluster found for name: c/);
  await make("eks/cluster:Cluster", "c", { name: "c", roleArn, vpcConfig: { subnetIds: subnets } });
  await addon();
  await expect(addon()).rejects.toThrow(/ResourceInUseException: Addon coredns already exists/);
  const pods = await make("iam/role:Role", "pods", {
    name: "pods",
    assumeRolePolicy: trust("pods.eks.amazonaws.com"),
  });
  const bind = (name: string) =>
    make("eks/podIdentityAssociation:PodIdentityAssociation", name, {
      clusterName: "c",
      namespace: "n",
      serviceAccount: "s",
      roleArn: textOf(pods.outputs, "arn"),
    });
  await bind("a");
  await expect(bind("b")).rejects.toThrow(/Association already exists for n\/s/);
});

test("a function has one permission of an id", async () => {
  const { make } = await ground();
  const role = await make("iam/role:Role", "f", {
    name: "f",
    assumeRolePolicy: trust("lambda.amazonaws.com"),
  });
  const permit = (name: string, more: Values = {}) =>
    make("lambda/permission:Permission", name, {
      function: "f",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      statementId: "events",
      ...more,
    });
  await expect(permit("early")).rejects.toThrow(/ResourceNotFoundException: Function not found: f/);
  await make("lambda/function:Function", "f", {
    name: "f",
    role: textOf(role.outputs, "arn"),
    packageType: "Image",
    imageUri: "image",
  });
  await permit("a");
  await expect(permit("b")).rejects.toThrow(/ResourceConflictException: The statement id \(events\)/);
  expect((await permit("c", { statementId: undefined as never })).id).toMatch(/^terraform-\d{26}$/);
});

test("the group that came with a VPC stays when its resource goes", async () => {
  const { cloud, make, vpcId }: { cloud: Driver } & Pick<Ground, "make" | "vpcId"> = await ground();
  const group = await make("ec2/defaultSecurityGroup:DefaultSecurityGroup", "d", { vpcId });
  await cloud.delete(group);
  const subnet = await make("ec2/subnet:Subnet", "s", { vpcId, cidrBlock: "10.64.9.0/24" });
  await expect(
    make("ec2/vpcEndpoint:VpcEndpoint", "e", {
      vpcId,
      serviceName: "com.amazonaws.us-east-1.sqs",
      vpcEndpointType: "Interface",
      subnetIds: [subnet.id],
      securityGroupIds: [group.id],
    }),
  ).resolves.toBeDefined();
});

recordExercised("aws.limits");
