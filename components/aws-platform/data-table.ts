import { Table } from "@pulumi/aws/dynamodb/table";
import * as pulumi from "@pulumi/pulumi";
import { Check, matching, oneOf, wholeNumber } from "../core";
import type { DataTableArgs, DataTableChildren, TableIndex, TableKey } from "./args";
import { AwsComponent } from "./component";

/** DynamoDB API, PointInTimeRecoverySpecification, RecoveryPeriodInDays. */
const RECOVERY_DAYS = { min: 1, max: 35 } as const;

/**
 * A DynamoDB table under a customer key, charged by request, that can be restored to any second of the last 35 days.
 *
 * @throws {InputError} for a malformed key or index, one attribute used twice, or a period out of range.
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
    const { role, keyArn, partitionKey, sortKey, indexes = [], expiresAt, protect = true } = args;
    const types = new Map(allKeys(args).map(({ name, type }) => [name, type]));
    return this.child(
      "table",
      Table,
      {
        name: this.physical("aws-table", role),
        billingMode: "PAY_PER_REQUEST",
        attributes: [...types].map(([name, type]) => ({ name, type })),
        hashKey: partitionKey.name,
        ...(sortKey ? { rangeKey: sortKey.name } : {}),
        ...(indexes.length === 0 ? {} : { globalSecondaryIndexes: indexes.map(indexArgs) }),
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

const allKeys = ({ partitionKey, sortKey, indexes = [] }: DataTableArgs): TableKey[] =>
  [{ partitionKey, sortKey }, ...indexes].flatMap((keys) =>
    keys.sortKey === undefined ? [keys.partitionKey] : [keys.partitionKey, keys.sortKey],
  );

const indexArgs = ({ name, partitionKey, sortKey, projection = "KEYS_ONLY" }: TableIndex) => ({
  name,
  hashKey: partitionKey.name,
  ...(sortKey === undefined ? {} : { rangeKey: sortKey.name }),
  projectionType: projection,
});

const indexName = matching(/^[a-zA-Z0-9_.-]{3,255}$/, "3 to 255 letters, digits, _ . and -");

const attributeName = matching(/^.{1,255}$/, "1 to 255 characters");

function checkKey(inputs: Check, path: string, key: TableKey): void {
  inputs.plain(`${path}.name`, key.name, attributeName);
  inputs.plain(`${path}.type`, key.type, oneOf("S", "N", "B"));
}

function checkIndexes(inputs: Check, { partitionKey, sortKey, indexes = [] }: DataTableArgs): void {
  const types = new Map<string, string>();
  for (const key of [partitionKey, sortKey]) if (key !== undefined) types.set(key.name, key.type);
  const checkIndexKey = (path: string, key: TableKey): void => {
    checkKey(inputs, path, key);
    const other = types.get(key.name) ?? key.type;
    if (other !== key.type)
      inputs.fault(`${path}.type`, key.type, `${other}, as "${key.name}" is of that type already`);
    types.set(key.name, other);
  };
  indexes.forEach((index, i) => {
    inputs.plain(`indexes[${i}].name`, index.name, indexName);
    if (indexes.findIndex(({ name }) => name === index.name) < i)
      inputs.fault(`indexes[${i}].name`, index.name, "a name that no other index of the table has");
    checkIndexKey(`indexes[${i}].partitionKey`, index.partitionKey);
    if (index.sortKey !== undefined) checkIndexKey(`indexes[${i}].sortKey`, index.sortKey);
  });
  if (indexes.length > 20) inputs.fault("indexes", indexes.length, "20 at most");
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
  checkIndexes(inputs, args);
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
