// Makes automation/clouds/aws/replacement-facts.ts: which inputs of an AWS resource make a new one when they change.
// Pulumi's AWS SDK does not say it (82 of its 2,715 declarations do), the AWS CloudFormation resource specification
// does. It is read from @aws-cdk/aws-service-spec, installed for the moment into a temporary folder, and its property
// names are matched with those of the installed @pulumi/aws.
//
//   node scripts/generate-facts.mjs          writes the file
//   node scripts/generate-facts.mjs --list   also prints what has no counterpart in Pulumi
//
// Run it when @pulumi/aws is upgraded or a type is added to `types` below.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const specVersion = "0.1.216";
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const output = path.join(root, "automation/clouds/aws/replacement-facts.ts");

/** Pulumi's type, CloudFormation's, and CloudFormation's names that differ by more than their first letter. */
const types = {
  "aws:backup/plan:Plan": ["AWS::Backup::BackupPlan"],
  "aws:backup/vault:Vault": [
    "AWS::Backup::BackupVault",
    { BackupVaultName: "name", EncryptionKeyArn: "kmsKeyArn" },
  ],
  "aws:cloudwatch/dashboard:Dashboard": ["AWS::CloudWatch::Dashboard"],
  "aws:cloudwatch/eventArchive:EventArchive": [
    "AWS::Events::Archive",
    { ArchiveName: "name", SourceArn: "eventSourceArn" },
  ],
  "aws:cloudwatch/eventBus:EventBus": ["AWS::Events::EventBus"],
  "aws:cloudwatch/eventRule:EventRule": ["AWS::Events::Rule"],
  "aws:cloudwatch/logGroup:LogGroup": ["AWS::Logs::LogGroup", { LogGroupName: "name" }],
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": [
    "AWS::Logs::SubscriptionFilter",
    { FilterName: "name", LogGroupName: "logGroup" },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["AWS::CloudWatch::Alarm", { AlarmName: "name" }],
  "aws:dynamodb/table:Table": ["AWS::DynamoDB::Table", { TableName: "name" }],
  "aws:ec2/eip:Eip": ["AWS::EC2::EIP"],
  "aws:ec2/flowLog:FlowLog": ["AWS::EC2::FlowLog", { DeliverLogsPermissionArn: "iamRoleArn" }],
  "aws:ec2/internetGateway:InternetGateway": ["AWS::EC2::InternetGateway"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["AWS::EC2::LaunchTemplate", { LaunchTemplateName: "name" }],
  "aws:ec2/natGateway:NatGateway": ["AWS::EC2::NatGateway", { PrivateIpAddress: "privateIp" }],
  "aws:ec2/networkAcl:NetworkAcl": ["AWS::EC2::NetworkAcl"],
  "aws:ec2/route:Route": ["AWS::EC2::Route"],
  "aws:ec2/routeTable:RouteTable": ["AWS::EC2::RouteTable"],
  "aws:ec2/securityGroup:SecurityGroup": [
    "AWS::EC2::SecurityGroup",
    { GroupName: "name", GroupDescription: "description" },
  ],
  "aws:ec2/subnet:Subnet": ["AWS::EC2::Subnet"],
  "aws:ec2/vpc:Vpc": ["AWS::EC2::VPC"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["AWS::EC2::VPCEndpoint"],
  "aws:ecr/repository:Repository": ["AWS::ECR::Repository", { RepositoryName: "name" }],
  "aws:eks/accessEntry:AccessEntry": ["AWS::EKS::AccessEntry"],
  "aws:eks/addon:Addon": ["AWS::EKS::Addon"],
  "aws:eks/cluster:Cluster": ["AWS::EKS::Cluster", { ResourcesVpcConfig: "vpcConfig" }],
  "aws:eks/nodeGroup:NodeGroup": [
    "AWS::EKS::Nodegroup",
    { NodegroupName: "nodeGroupName", NodeRole: "nodeRoleArn", Subnets: "subnetIds" },
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["AWS::EKS::PodIdentityAssociation"],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ["AWS::IAM::OIDCProvider"],
  "aws:iam/policy:Policy": [
    "AWS::IAM::ManagedPolicy",
    { ManagedPolicyName: "name", PolicyDocument: "policy" },
  ],
  "aws:iam/role:Role": ["AWS::IAM::Role", { RoleName: "name", AssumeRolePolicyDocument: "assumeRolePolicy" }],
  "aws:kms/alias:Alias": ["AWS::KMS::Alias", { AliasName: "name" }],
  "aws:kms/key:Key": ["AWS::KMS::Key", { KeySpec: "customerMasterKeySpec", KeyPolicy: "policy" }],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["AWS::Lambda::EventSourceMapping"],
  "aws:lambda/function:Function": ["AWS::Lambda::Function", { FunctionName: "name" }],
  "aws:lambda/permission:Permission": ["AWS::Lambda::Permission", { FunctionName: "function" }],
  "aws:route53/record:Record": ["AWS::Route53::RecordSet", { HostedZoneId: "zoneId" }],
  "aws:route53/zone:Zone": ["AWS::Route53::HostedZone"],
  "aws:s3/bucket:Bucket": ["AWS::S3::Bucket", { BucketName: "bucket" }],
  "aws:s3/bucketPolicy:BucketPolicy": ["AWS::S3::BucketPolicy"],
  "aws:scheduler/schedule:Schedule": ["AWS::Scheduler::Schedule"],
  "aws:schemas/registry:Registry": ["AWS::EventSchemas::Registry", { RegistryName: "name" }],
  "aws:schemas/schema:Schema": ["AWS::EventSchemas::Schema", { SchemaName: "name" }],
  "aws:secretsmanager/secret:Secret": ["AWS::SecretsManager::Secret"],
  "aws:sfn/stateMachine:StateMachine": [
    "AWS::StepFunctions::StateMachine",
    { StateMachineName: "name", StateMachineType: "type" },
  ],
  "aws:sns/topic:Topic": ["AWS::SNS::Topic", { TopicName: "name" }],
  "aws:sns/topicPolicy:TopicPolicy": ["AWS::SNS::TopicPolicy"],
  "aws:sns/topicSubscription:TopicSubscription": ["AWS::SNS::Subscription", { TopicArn: "topic" }],
  "aws:sqs/queue:Queue": ["AWS::SQS::Queue", { QueueName: "name" }],
  "aws:sqs/queuePolicy:QueuePolicy": ["AWS::SQS::QueuePolicy"],
  "aws:ssm/parameter:Parameter": ["AWS::SSM::Parameter"],
};

function loadSpec() {
  const folder = mkdtempSync(path.join(tmpdir(), "aws-service-spec-"));
  try {
    writeFileSync(path.join(folder, "package.json"), "{}");
    execFileSync(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", `@aws-cdk/aws-service-spec@${specVersion}`],
      { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
    );
    return createRequire(path.join(folder, "package.json"))(
      "@aws-cdk/aws-service-spec",
    ).loadAwsServiceSpecSync();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Inputs that the installed SDK declares for a type. */
function pulumiInputs(token) {
  const [, module, name] = token.split(":");
  const source = readFileSync(path.join(root, `node_modules/@pulumi/aws/${module}.d.ts`), "utf8");
  const block = source.slice(source.indexOf(`export interface ${name}Args {`));
  return new Set([...block.matchAll(/^ {4}(\w+)\??: /gm)].map((m) => m[1]));
}

const db = loadSpec();
const facts = {};
const unmatched = [];
for (const [token, [cloudFormation, renamed = {}]] of Object.entries(types)) {
  const inputs = pulumiInputs(token);
  const resource = db.lookup("resource", "cloudFormationType", "equals", cloudFormation).only();
  facts[token] = Object.entries(resource.properties)
    .filter(([, property]) => property.causesReplacement === "yes")
    .flatMap(([name]) => {
      const plain = name.charAt(0).toLowerCase() + name.slice(1);
      const found = [renamed[name], plain, `${plain}s`, plain.replace(/s$/, "")].find((n) => inputs.has(n));
      if (!found) unmatched.push(`${token}: ${name}`);
      return found ? [found] : [];
    })
    .sort();
}
if (process.argv.includes("--list")) console.log(unmatched.join("\n"));
const version = JSON.parse(
  readFileSync(path.join(root, "node_modules/@pulumi/aws/package.json"), "utf8"),
).version;
const source = `
/**
 * Generated by scripts/generate-facts.mjs from the CloudFormation resource specification
 * (@aws-cdk/aws-service-spec ${specVersion}) for @pulumi/aws ${version}. Do not edit: corrections are made in the
 * kinds, by \`replaces\`.
 *
 * Inputs whose change makes a new resource, by type.
 */
export const replacementFacts: Readonly<Record<string, readonly string[] | undefined>> = ${JSON.stringify(facts)};
`;
const config = await resolveConfig(output);
writeFileSync(output, await format(source.trimStart(), { ...config, parser: "typescript" }));
console.log(`${Object.keys(facts).length} types, ${Object.values(facts).flat().length} inputs`);
