import * as v from "../values";
import type { Entity } from "../world/world";
import type { Access } from "./access";
import { textOf, type ApiCall } from "./call";
import type { LiveClock } from "./clock";
import { arnOf, callerOf, nameOf, regionOf, type Estate } from "./estate";
import { failedItems, passes } from "./filter";
import type { Functions, Result } from "./functions";
import type { Local } from "./local";
import { functionOf, mappingsOf, runOn, unread } from "./mapping";
import type { Send } from "./send";

/** How long a stream keeps its records (DynamoDB developer guide, "Change data capture for DynamoDB Streams"). */
const keptMs = 24 * 3_600_000;

/**
 * The wait before a batch is tried again. Lambda says for how long it goes on, not how it waits
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html, read 2026-11-26; unverified).
 */
const pauseMs = (tries: number): number => Math.min(1000 * 2 ** tries, 60_000);

interface StreamRecord {
  readonly dynamodb: { readonly SequenceNumber: string; readonly ApproximateCreationDateTime?: unknown };
}

/** Where a mapping is in its stream. */
interface Reader {
  iterator: string | undefined;
  running: boolean;
  again: boolean;
}

/** Event source mappings of tables' streams: one batch after the other, in order, and no record passed over until it is given up. */
export class StreamMappings {
  private readonly readers = new Map<string, Reader>();
  readonly refused = new Set<string>();

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly local: Local,
    private readonly access: Access,
    private readonly functions: Functions,
    private readonly send: Send,
  ) {}

  /** Takes up its place in every stream: when the cloud goes live. */
  async look(): Promise<void> {
    for (const table of this.estate.all("table"))
      for (const mapping of this.readersOf(table)) {
        const reader = this.readers.get(mapping.id) ?? { iterator: undefined, running: false, again: false };
        this.readers.set(mapping.id, reader);
        reader.iterator ??= await this.start(mapping, table);
        this.wake(mapping, table);
      }
  }

  /** Notices writes. */
  readonly notice = ({ service, action, input, region }: ApiCall): void => {
    if (service !== "dynamodb" || !/^(Put|Update|Delete|BatchWrite|TransactWrite)/.test(action)) return;
    for (const name of tablesOf(input)) {
      const table = this.estate.find("table", name, region);
      if (table) for (const mapping of this.readersOf(table)) this.wake(mapping, table);
    }
  };

  private readersOf(table: Entity): readonly Entity[] {
    const stream = v.text(table.outputs, "streamArn");
    if (stream === undefined || stream === "") return [];
    return mappingsOf(this.estate, stream);
  }

  private async start(mapping: Entity, table: Entity): Promise<string> {
    const region = regionOf(table);
    const described = await this.local.call("dynamodb", region, "DescribeTable", {
      TableName: nameOf(table),
    });
    const StreamArn = textOf(described["Table"], "LatestStreamArn") ?? "";
    const { StreamDescription } = await this.local.call("streams", region, "DescribeStream", { StreamArn });
    const [shard] = (StreamDescription as { Shards: { ShardId: string }[] }).Shards;
    const { ShardIterator } = await this.local.call("streams", region, "GetShardIterator", {
      StreamArn,
      ShardId: shard?.ShardId,
      ShardIteratorType: v.text(mapping.inputs, "startingPosition") === "LATEST" ? "LATEST" : "TRIM_HORIZON",
    });
    return String(ShardIterator);
  }

  private wake(mapping: Entity, table: Entity): void {
    const reader = this.readers.get(mapping.id);
    if (!reader) return;
    if (reader.running) {
      reader.again = true;
      return;
    }
    reader.running = true;
    const window = v.numeric(mapping.inputs, "maximumBatchingWindowInSeconds") ?? 0;
    this.clock.after(window * 1000, () => {
      this.clock.start(() => this.pump(mapping, table, reader));
    });
  }

  private async pump(mapping: Entity, table: Entity, reader: Reader): Promise<void> {
    const region = regionOf(table);
    const lambda = functionOf(this.estate, mapping);
    if (!lambda || !this.mayRead(lambda, mapping, region)) {
      reader.running = false;
      return;
    }
    for (;;) {
      reader.again = false;
      const { Records = [], NextShardIterator } = await this.local.call("streams", region, "GetRecords", {
        ShardIterator: reader.iterator,
        Limit: v.numeric(mapping.outputs, "batchSize") ?? 100,
      });
      reader.iterator = String(NextShardIterator);
      const records = (Records as StreamRecord[])
        .map((r) => recordOf(r, table))
        .filter((r) => passes(mapping, r));
      if (records.length > 0) {
        const batch = { mapping, table, lambda, reader, records, since: this.clock.milliseconds };
        if (!(await this.work(batch, 0))) return;
      } else if ((Records as unknown[]).length === 0 && !reader.again) {
        reader.running = false;
        return;
      }
    }
  }

  /** Runs the function on a batch; false where it is tried again later, after which the reader goes on. */
  private async work(batch: Batch, tries: number): Promise<boolean> {
    const { mapping, lambda, records } = batch;
    const result = await runOn(this.functions, lambda, records);
    const ids = records.map((r) => r.dynamodb.SequenceNumber);
    const failed =
      result === "throttled" || result.error !== undefined
        ? "all"
        : failedItems(mapping, result.payload, ids);
    // The lowest number that failed is where the batch goes on (ibid., "Implementing partial batch responses").
    const from = failed === "all" ? 0 : ids.findIndex((id) => failed.has(id));
    if (from < 0) return true;
    const left = records.slice(from);
    const spent = result === "throttled" ? tries : from > 0 ? 1 : tries + 1;
    const most = v.numeric(mapping.inputs, "maximumRetryAttempts") ?? -1;
    const ageSeconds = v.numeric(mapping.inputs, "maximumRecordAgeInSeconds") ?? -1;
    const ageMs = ageSeconds < 0 ? keptMs : ageSeconds * 1000;
    const late = this.clock.milliseconds + pauseMs(tries) - batch.since > ageMs;
    if ((most >= 0 && spent > most) || late) {
      if (v.flag(mapping.inputs, "bisectBatchOnFunctionError") === true && left.length > 1 && !late) {
        const half = Math.ceil(left.length / 2);
        for (const part of [left.slice(0, half), left.slice(half)])
          if (!(await this.work({ ...batch, records: part }, most))) return false;
        return true;
      }
      this.giveUp(
        { ...batch, records: left },
        result,
        late ? "RecordAgeExceeded" : "RetryAttemptsExhausted",
        spent,
      );
      return true;
    }
    this.clock.after(pauseMs(tries), () => {
      this.clock.start(async () => {
        if (await this.work({ ...batch, records: left }, spent))
          await this.pump(mapping, batch.table, batch.reader);
      });
    });
    return false;
  }

  private mayRead(lambda: Entity, mapping: Entity, region: string): boolean {
    const source = v.text(mapping.inputs, "eventSourceArn") ?? "";
    const why = unread(this.access, lambda, "dynamodb:GetRecords", source, region);
    if (why !== undefined) this.refused.add(why);
    return why === undefined;
  }

  /** The record of a batch that is given up names its place in the stream, not its content (ibid., "Retain discarded batches"). */
  private giveUp(
    { mapping, table, lambda, records }: Batch,
    result: Result | "throttled",
    condition: string,
    count: number,
  ): void {
    const to = v.text(mapping.inputs, "destinationConfig.onFailure.destinationArn");
    if (to === undefined) return;
    const [first, last] = [records[0]?.dynamodb, records.at(-1)?.dynamodb];
    const body = JSON.stringify({
      requestContext: {
        requestId: result === "throttled" ? "" : result.requestId,
        functionArn: arnOf(lambda),
        condition,
        approximateInvokeCount: count,
      },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      timestamp: this.clock.now().toISOString(),
      DDBStreamBatchInfo: {
        shardId: "shardId-00000000000000000000-00000000",
        startSequenceNumber: first?.SequenceNumber,
        endSequenceNumber: last?.SequenceNumber,
        approximateArrivalOfFirstRecord: this.clock.now().toISOString(),
        approximateArrivalOfLastRecord: this.clock.now().toISOString(),
        batchSize: records.length,
        streamArn: v.text(table.outputs, "streamArn"),
      },
    });
    this.send.handOver({ to, body, caller: callerOf(lambda), region: regionOf(table) }, lambda.id);
  }
}

interface Batch {
  readonly mapping: Entity;
  readonly table: Entity;
  readonly lambda: Entity;
  readonly reader: Reader;
  readonly records: readonly StreamRecord[];
  readonly since: number;
}

function tablesOf(input: ApiCall["input"]): string[] {
  const own = textOf(input, "TableName");
  const batch =
    typeof input["RequestItems"] === "object" && input["RequestItems"] !== null
      ? Object.keys(input["RequestItems"])
      : [];
  const items = Array.isArray(input["TransactItems"]) ? (input["TransactItems"] as object[]) : [];
  const inside = items.flatMap((item) =>
    (Object.values(item) as unknown[]).flatMap((op) => textOf(op, "TableName") ?? []),
  );
  return [...new Set([...(own === undefined ? [] : [own]), ...batch, ...inside])];
}

/** What the local server gets wrong of a record: the region, the table, and times that are not numbers. */
function recordOf(record: StreamRecord, table: Entity): StreamRecord {
  const time = record.dynamodb.ApproximateCreationDateTime;
  return {
    ...record,
    awsRegion: regionOf(table),
    eventSourceARN: v.text(table.outputs, "streamArn"),
    dynamodb: {
      ...record.dynamodb,
      ApproximateCreationDateTime:
        typeof time === "number" ? Math.floor(time) : Math.floor(Date.parse(String(time)) / 1000),
    },
  } as StreamRecord;
}
