import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { exercised, recordExercised } from "./exercised";
import { aws, openClouds, textOf } from "./harness";

const ACCOUNT = "111111111111";
const STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action: string[], resource: string[]) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});

const BUCKET_ACTIONS = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
const OBJECT_ACTIONS = ["s3:AbortMultipartUpload", "s3:PutObject"];

/** An account with a bucket, a key, a log group and a role that Firehose may take on; `to` makes a stream. */
async function open(trust: object = { StringEquals: { "sts:ExternalId": ACCOUNT } }) {
  const clouds = openClouds({ scenario: { awsAccount: ACCOUNT } });
  const cloud = await aws(clouds);
  const make = (type: string, name: string, inputs: Values) => cloud.create(`aws:${type}`, name, inputs);
  await make("s3/bucket:Bucket", "audit", { bucket: "audit" });
  const key = textOf(
    (
      await make("kms/key:Key", "key", {
        policy: document({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: "kms:*",
          Resource: "*",
        }),
      })
    ).outputs,
    "arn",
  );
  await make("cloudwatch/logGroup:LogGroup", "logs", { name: "deliveries" });
  await make("cloudwatch/logStream:LogStream", "s3", { name: "s3", logGroupName: "deliveries" });
  const made = await make("iam/role:Role", "delivery", {
    name: "delivery",
    assumeRolePolicy: document({
      Effect: "Allow",
      Principal: { Service: "firehose.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: trust,
    }),
  });
  const roleArn = textOf(made.outputs, "arn");
  const permit = (...statements: object[]) =>
    make("iam/rolePolicy:RolePolicy", "delivery", {
      name: "p",
      role: "delivery",
      policy: document(...statements),
    });
  const to = (s3: Values = {}, more: Values = {}) =>
    cloud.create(STREAM, "stream", {
      name: "audit",
      destination: "extended_s3",
      extendedS3Configuration: {
        bucketArn: "arn:aws:s3:::audit",
        roleArn,
        prefix: "events/!{timestamp:yyyy/MM/dd}/",
        errorOutputPrefix: "failed/!{firehose:error-output-type}/",
        kmsKeyArn: key,
        cloudwatchLoggingOptions: { enabled: true, logGroupName: "deliveries", logStreamName: "s3" },
        ...s3,
      },
      ...more,
    });
  return { clouds, cloud, make, key, permit, to };
}

describe("Firehose", () => {
  test.each<[Values, Values, RegExp]>([
    [{}, { name: "a b" }, /name: "a b" is not allowed/],
    [{}, { destination: "s3" }, /destination: "s3" is not one of .*extended_s3/],
    [{}, { destination: "splunk" }, /splunkConfiguration: is needed with destination splunk/],
    [{ bufferingInterval: 901 }, {}, /bufferingInterval: must be from 0 to 900, not 901/],
    [{ bufferingSize: 129 }, {}, /bufferingSize: must be from 1 to 128, not 129/],
    [{ prefix: "!{firehose:error-output-type}/" }, {}, /prefix: .* is for errorOutputPrefix/],
    [
      { errorOutputPrefix: "failed/!{timestamp:yyyy}/" },
      {},
      /errorOutputPrefix: must hold !\{firehose:error/,
    ],
    [{}, { serverSideEncryption: { keyType: "CUSTOMER_MANAGED_CMK" } }, /keyArn: is needed with keyType/],
  ])("%j, %j is refused", async (s3, more, why) => {
    await expect((await open()).to(s3, more)).rejects.toThrow(why);
  });

  test("a prefix with expressions needs one for errors", async () => {
    const { bucketArn, roleArn } = {
      bucketArn: "arn:aws:s3:::audit",
      roleArn: `arn:aws:iam::${ACCOUNT}:role/delivery`,
    };
    const extendedS3Configuration = { bucketArn, roleArn, prefix: "events/!{timestamp:yyyy}/" };
    await expect((await open()).to({}, { extendedS3Configuration })).rejects.toThrow(
      /errorOutputPrefix: is needed where prefix has expressions/,
    );
  });

  test("what is just allowed is taken, once of a name", async () => {
    const { to, key } = await open();
    const encrypted = {
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: key },
    };
    const made = await to({ bufferingInterval: 900, bufferingSize: 128 }, encrypted);
    expect(made.outputs["arn"]).toBe(`arn:aws:firehose:us-east-1:${ACCOUNT}:deliverystream/audit`);
    await expect(to()).rejects.toThrow(/ResourceInUseException: Firehose audit under accountId/);
  });

  test("a bucket, a key and a log group must be there, and a role that Firehose can take on", async () => {
    const { to, make } = await open();
    await expect(to({ bucketArn: "arn:aws:s3:::other" })).rejects.toThrow(
      /bucket arn:aws:s3:::other does not/,
    );
    const nowhere = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0`;
    await expect(
      to({}, { serverSideEncryption: { keyType: "CUSTOMER_MANAGED_CMK", keyArn: nowhere } }),
    ).rejects.toThrow(/keyArn: arn:aws:kms:\S+ does not exist/);
    await expect(
      make("cloudwatch/logStream:LogStream", "other", { name: "s3", logGroupName: "other" }),
    ).rejects.toThrow(/ResourceNotFoundException: The specified log group does not exist/);
    await expect(
      make("cloudwatch/logStream:LogStream", "again", { name: "s3", logGroupName: "deliveries" }),
    ).rejects.toThrow(/ResourceAlreadyExistsException/);
    await expect(
      make("cloudwatch/logStream:LogStream", "odd", { name: "a:b", logGroupName: "deliveries" }),
    ).rejects.toThrow(/name: "a:b" is not allowed/);
    const foreign = await open({ StringEquals: { "sts:ExternalId": "222222222222" } });
    await expect(foreign.to()).rejects.toThrow(/Firehose is unable to assume role/);
  });

  test("its role must reach bucket, both prefixes, key and log; what it can not is said at the end", async () => {
    const { clouds, to, permit, key } = await open();
    await to();
    const refused = () =>
      clouds.uses().flatMap((u) => (u.type === STREAM && u.refusal !== undefined ? [u.refusal] : []));
    expect(refused().join()).toMatch(
      /s3:GetBucketLocation[^]*s3:PutObject[^]*kms:Decrypt[^]*logs:PutLogEvents/,
    );
    expect(refused().join()).toMatch(/is lost after 24 hours/);
    exercised(STREAM, "at the end");
    await permit(
      allow(BUCKET_ACTIONS, ["arn:aws:s3:::audit"]),
      allow(OBJECT_ACTIONS, ["arn:aws:s3:::audit/events/*"]),
      allow(["kms:Decrypt", "kms:GenerateDataKey"], [key]),
      allow(["logs:PutLogEvents"], ["arn:aws:logs:us-east-1:*:log-group:deliveries:log-stream:s3"]),
    );
    expect(refused()).toEqual([expect.stringMatching(/s3:PutObject.*audit\/failed\/x\/x/)]);
  });
});

describe("S3 Object Lock", () => {
  const LOCK = "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
  const days = { rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } } };

  test.each<[Values, RegExp]>([
    [{ mode: "GOVERNMENT", days: 1 }, /mode: "GOVERNMENT" is not COMPLIANCE or GOVERNANCE/],
    [{ days: 1 }, /mode: is needed beside a period/],
    [{ mode: "COMPLIANCE" }, /defaultRetention: needs one of days and years/],
    [{ mode: "COMPLIANCE", days: 1, years: 1 }, /defaultRetention: needs one of days and years/],
    [{ mode: "COMPLIANCE", days: 0 }, /days: must be a positive number/],
  ])("%j is refused", async (defaultRetention, why) => {
    const { make } = await open();
    await make("s3/bucket:Bucket", "locked", { bucket: "locked", objectLockEnabled: true });
    await expect(make(LOCK, "l", { bucket: "locked", rule: { defaultRetention } })).rejects.toThrow(why);
  });

  test("needs a bucket that keeps versions, and holds it to them", async () => {
    const { make, cloud } = await open();
    await make("s3/bucket:Bucket", "locked", { bucket: "locked", objectLockEnabled: true });
    await make(LOCK, "l", { bucket: "locked", ...days });
    await expect(make(LOCK, "l", { bucket: "audit", ...days })).rejects.toThrow(
      /InvalidBucketState: Versioning must be 'Enabled'/,
    );
    const versioned = (bucket: string, status: string) => ({ bucket, versioningConfiguration: { status } });
    const VERSIONING = "s3/bucketVersioning:BucketVersioning";
    const kept = await make(VERSIONING, "v", versioned("audit", "Enabled"));
    await make(LOCK, "later", { bucket: "audit", ...days });
    await expect(cloud.update(kept, versioned("audit", "Suspended"))).rejects.toThrow(
      /InvalidBucketState: An Object Lock configuration is present/,
    );
    await expect(make(VERSIONING, "w", versioned("locked", "Suspended"))).rejects.toThrow(/Object Lock/);
  });
});

recordExercised("aws.firehose");
