import type { Context, InputRule, Kind, Report, Use } from "../kind";
import * as v from "../values";
import { role, uses } from "./access/ask";
import { keyOf } from "./access/keys";
import { arn, limit, nameOf, region, target, within } from "./common";
import { assumable, roleTarget } from "./iam-rules";

const SERVICE = "firehose.amazonaws.com";
const S3 = "extendedS3Configuration";

/** Destinations by what they are called and the block that describes them (provider documentation, `destination`). */
const destinations: Readonly<Record<string, string>> = {
  elasticsearch: "elasticsearchConfiguration",
  extended_s3: S3,
  http_endpoint: "httpEndpointConfiguration",
  iceberg: "icebergConfiguration",
  opensearch: "opensearchConfiguration",
  opensearchserverless: "opensearchserverlessConfiguration",
  redshift: "redshiftConfiguration",
  snowflake: "snowflakeConfiguration",
  splunk: "splunkConfiguration",
};

/** Amazon Data Firehose Developer Guide, "Understand custom prefixes for Amazon S3 objects", semantic rules. */
function prefixRules(inputs: v.ObjectValue, report: Report): void {
  const [prefix = "", errors] = [v.text(inputs, `${S3}.prefix`), v.text(inputs, `${S3}.errorOutputPrefix`)];
  const kind = "!{firehose:error-output-type}";
  if (prefix.includes(kind)) report(`${S3}.prefix`, `${kind} is for errorOutputPrefix`);
  if (prefix.includes("!{") && v.at(inputs, `${S3}.errorOutputPrefix`) === undefined)
    report(`${S3}.errorOutputPrefix`, "is needed where prefix has expressions");
  if (errors?.includes("!{") === true && !errors.includes(kind))
    report(`${S3}.errorOutputPrefix`, `must hold ${kind}`);
}

const checks: InputRule = (inputs, report) => {
  limit(inputs, report, "name", /^[a-zA-Z0-9_.-]{1,64}$/, "up to 64 letters, digits and _.-");
  const destination = v.text(inputs, "destination");
  const block = destinations[destination ?? ""];
  if (destination !== undefined && block === undefined)
    report("destination", `"${destination}" is not one of ${Object.keys(destinations).join(", ")}`);
  if (block !== undefined && inputs[block] === undefined)
    report(block, `is needed with destination ${destination ?? ""}`);
  // BufferingHints in the Amazon Data Firehose API reference.
  within(inputs, report, `${S3}.bufferingInterval`, 0, 900);
  within(inputs, report, `${S3}.bufferingSize`, 1, 128);
  prefixRules(inputs, report);
  const own = v.text(inputs, "serverSideEncryption.keyType") === "CUSTOMER_MANAGED_CMK";
  const key = v.at(inputs, "serverSideEncryption.keyArn");
  if (own && key === undefined)
    report("serverSideEncryption.keyArn", "is needed with keyType CUSTOMER_MANAGED_CMK");
  if (
    inputs["kinesisSourceConfiguration"] !== undefined &&
    v.flag(inputs, "serverSideEncryption.enabled") === true
  )
    report("serverSideEncryption", "is for streams that are put to; a Kinesis stream is encrypted itself");
};

function refusals(c: Context): void {
  const roleArn = c.text(`${S3}.roleArn`);
  // Developer Guide, "Controlling access with Amazon Data Firehose": it says its account as external id.
  if (!assumable(c, roleArn, SERVICE, undefined, { "sts:ExternalId": c.site.account }))
    c.refuse(
      "InvalidArgumentException",
      `Firehose is unable to assume role ${roleArn ?? ""}. Please check the role provided.`,
    );
}

/** What Firehose does as its role (Developer Guide, "Grant Firehose access to an Amazon S3 destination"). */
function deliveryUses(c: Context): Use[] {
  const [bucket, roleArn] = [c.text(`${S3}.bucketArn`), c.text(`${S3}.roleArn`)];
  if (bucket === undefined || roleArn === undefined) return [];
  const caller = role(roleArn);
  const outcome = `what is put to ${nameOf(c)} is lost after 24 hours`;
  const key = keyOf(c, c.text(`${S3}.kmsKeyArn`) ?? "");
  const viaS3 = { "kms:ViaService": `s3.${region(c)}.amazonaws.com`, "kms:CallerAccount": c.site.account };
  const [group, stream] = ["logGroupName", "logStreamName"].map((k) =>
    c.text(`${S3}.cloudwatchLoggingOptions.${k}`),
  );
  const logged = c.flag(`${S3}.cloudwatchLoggingOptions.enabled`) === true;
  return [
    ...uses(
      c,
      caller,
      ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      bucket,
      {},
      outcome,
    ),
    ...[`${S3}.prefix`, `${S3}.errorOutputPrefix`].flatMap((path) =>
      uses(
        c,
        caller,
        ["s3:AbortMultipartUpload", "s3:PutObject"],
        `${bucket}/${(c.text(path) ?? "").replace(/!\{[^}]*\}/g, "x")}x`,
        {},
        outcome,
      ),
    ),
    ...(key === undefined
      ? []
      : uses(c, caller, ["kms:Decrypt", "kms:GenerateDataKey"], key, viaS3, outcome)),
    ...(logged
      ? uses(
          c,
          caller,
          ["logs:PutLogEvents"],
          `${arn(c, "logs", `log-group:${group ?? ""}`)}:log-stream:${stream ?? ""}`,
          {},
          `nobody sees why ${nameOf(c)} does not deliver`,
        )
      : []),
  ];
}

const deliveryStream: Kind = {
  type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  simulates:
    "the name, a destination with its block, buffers, prefixes with expressions, a bucket and keys that exist, a role that Firehose can assume; the role may write to the bucket, use its key and log",
  naming: { property: "name", maximum: 64 },
  replaces: { name: true, destination: true },
  references: {
    [`${S3}.roleArn`]: roleTarget,
    [`${S3}.bucketArn`]: target(
      "InvalidArgumentException",
      (id) => `The bucket ${id} does not exist`,
      "s3/bucket:Bucket",
      "s3/bucketV2:BucketV2",
    ),
  },
  check: checks,
  rules: refusals,
  uses: deliveryUses,
  id: (c) => arn(c, "firehose", `deliverystream/${nameOf(c)}`),
  outputs: (c, id) => ({
    arn: id,
    name: nameOf(c),
    destinationId: "destinationId-000000000001",
    versionId: "1",
  }),
  taken: (c) => [
    "ResourceInUseException",
    `Firehose ${nameOf(c)} under accountId ${c.site.account} already exists`,
  ],
};

const logStream: Kind = {
  type: "aws:cloudwatch/logStream:LogStream",
  simulates: "the name, a log group that exists, one of a name in a group",
  references: {
    logGroupName: target(
      "ResourceNotFoundException",
      () => "The specified log group does not exist.",
      "cloudwatch/logGroup:LogGroup",
    ),
  },
  holds: [],
  naming: { property: "name", maximum: 512 },
  replaces: { name: true, logGroupName: true },
  check: (inputs, report) => {
    // CreateLogStream in the Amazon CloudWatch Logs API reference.
    limit(inputs, report, "name", /^[^:*]{1,512}$/, "up to 512 characters without : and *");
  },
  id: (c) => nameOf(c),
  claims: (c) => [
    `log stream ${c.scopeOf("aws:cloudwatch/logGroup:LogGroup")} ${c.text("logGroupName") ?? ""} ${nameOf(c)}`,
  ],
  outputs: (c) => ({
    arn: arn(c, "logs", `log-group:${c.text("logGroupName") ?? ""}:log-stream:${nameOf(c)}`),
    name: nameOf(c),
  }),
  taken: () => ["ResourceAlreadyExistsException", "The specified log stream already exists"],
};

export const firehose: readonly Kind[] = [deliveryStream, logStream];
