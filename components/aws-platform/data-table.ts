import { Table } from "@pulumi/aws/dynamodb/table";
import * as pulumi from "@pulumi/pulumi";
import { Check, matching, oneOf, wholeNumber } from "../core";
import type { DataTableArgs, DataTableChildren, TableKey } from "./args";
import { AwsComponent } from "./component";

/** DynamoDB API, PointInTimeRecoverySpecification, RecoveryPeriodInDays. */
const RECOVERY_DAYS = { min: 1, max: 35 } as const;

/**
 * A DynamoDB table under a customer key, charged by request, that can be restored to any second of the last 35 days.
 *
 * @throws {InputError} for a malformed key, one attribute used twice, or a period out of range.
 * @example
 * const processed = new DataTable("processed-events", {
 *   naming, tags, role: "processed-events", keyArn: keys.arns.data,
 *   partitionKey: { name: "consumerEvent", type: "S" }, expiresAt: "ttl",
 * });
 */
export class DataTable extends AwsComponent<DataTableChildren> {
  readonly tableName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Empty without a stream. */
  readonly streamArn: pulumi.Output<string>;
  /** Key of the items. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: DataTableArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("aws-platform", "DataTable", name, args, opts);

    const table = this.createTable(args);
    this.tableName = table.name;
    this.arn = table.arn;
    this.streamArn = table.streamArn;
    this.keyArn = pulumi.output(args.keyArn);
    this.registerOutputs({
      tableName: this.tableName,
      arn: this.arn,
      streamArn: this.streamArn,
      keyArn: this.keyArn,
    });
  }

  private createTable(args: DataTableArgs): Table {
    const { role, keyArn, partitionKey, sortKey, expiresAt, protect = true } = args;
    const keys = sortKey ? [partitionKey, sortKey] : [partitionKey];
    return this.child(
      "table",
      Table,
      {
        name: this.physical("aws-table", role),
        billingMode: "PAY_PER_REQUEST",
        attributes: keys.map(({ name, type }) => ({ name, type })),
        hashKey: partitionKey.name,
        ...(sortKey ? { rangeKey: sortKey.name } : {}),
        serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
        pointInTimeRecovery: {
          enabled: true,
          recoveryPeriodInDays: args.recoveryDays ?? RECOVERY_DAYS.max,
        },
        ...(args.stream === undefined ? {} : { streamEnabled: true, streamViewType: args.stream }),
        ...(expiresAt === undefined ? {} : { ttl: { enabled: true, attributeName: expiresAt } }),
        deletionProtectionEnabled: protect,
      },
      { protect, retainOnDelete: protect },
    );
  }
}

const attributeName = matching(/^.{1,255}$/, "1 to 255 characters");

function checkKey(inputs: Check, path: string, key: TableKey): void {
  inputs.plain(`${path}.name`, key.name, attributeName);
  inputs.plain(`${path}.type`, key.type, oneOf("S", "N", "B"));
}

function check(name: string, args: DataTableArgs): void {
  const inputs = new Check(`DataTable "${name}"`);
  const { partitionKey, sortKey, expiresAt, recoveryDays } = args;
  checkKey(inputs, "partitionKey", partitionKey);
  if (sortKey) {
    checkKey(inputs, "sortKey", sortKey);
    if (sortKey.name === partitionKey.name) {
      inputs.fault("sortKey.name", sortKey.name, "another attribute than the partition key");
    }
  }
  if (expiresAt !== undefined) {
    inputs.plain("expiresAt", expiresAt, attributeName);
    if ([partitionKey.name, sortKey?.name].includes(expiresAt)) {
      inputs.fault("expiresAt", expiresAt, "an attribute that is no key of the table");
    }
  }
  if (recoveryDays !== undefined) {
    const { min, max } = RECOVERY_DAYS;
    inputs.plain("recoveryDays", recoveryDays, wholeNumber(min, max, "days"));
  }
  inputs.done();
}
