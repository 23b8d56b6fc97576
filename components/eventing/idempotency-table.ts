import { Table } from "@pulumi/aws/dynamodb";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import type { IdempotencyTableArgs, IdempotencyTableChildren } from "./args";
import { idempotencyDays } from "./plan";

/** Key and time to live, as `runtime` writes them; the key is the consumer's name and the event's id. */
const KEY = "id";
const EXPIRES_AT = "ttl";

/**
 * Where consumers note which events they have handled, so that one that comes twice is handled once. A note is kept as long
 * as its event can come back: by a replay from the archive, and out of the dead letters of that replay.
 *
 * Children: `table`.
 */
export class IdempotencyTable extends Component<IdempotencyTableChildren> {
  readonly table: Table;
  readonly tableName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  /** How long a consumer keeps a note, seconds: days of the archive, 14 of the dead letters and one more. */
  readonly ttlSeconds: number;

  /** @throws {InputError} for an archive of less than 30 or more than 3650 days. */
  constructor(name: string, args: IdempotencyTableArgs, opts?: pulumi.ComponentResourceOptions) {
    const { archiveDays, keyArn, protect = true } = args;
    const check = new Check(`IdempotencyTable "${name}"`);
    check.plain("archiveDays", archiveDays, wholeNumber(30, 3650, "days"));
    check.done();
    super("eventing", "IdempotencyTable", name, args, opts);

    this.ttlSeconds = idempotencyDays(archiveDays) * 86_400;
    this.table = this.child(
      "table",
      Table,
      {
        name: this.physical("aws-table", name),
        billingMode: "PAY_PER_REQUEST",
        attributes: [{ name: KEY, type: "S" }],
        hashKey: KEY,
        ttl: { enabled: true, attributeName: EXPIRES_AT },
        serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: protect,
      },
      { protect, retainOnDelete: protect, purpose: "idempotency" },
    );
    this.tableName = this.table.name;
    this.arn = this.table.arn;
    this.keyArn = pulumi.output(keyArn);
    this.registerOutputs({
      table: this.table,
      tableName: this.tableName,
      arn: this.arn,
      keyArn: this.keyArn,
      ttlSeconds: this.ttlSeconds,
    });
  }
}
