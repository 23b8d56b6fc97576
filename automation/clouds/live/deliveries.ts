import { keyOf } from "../aws/access/keys";
import * as v from "../values";
import type { Derive } from "../derive";
import type { Entity } from "../world/world";
import type { Api } from "./api";
import { recordsOf, textOf, type ApiCall } from "./call";
import type { LiveClock } from "./clock";
import { ServiceError, Unreachable } from "./errors";
import { nameOf, regionOf, type Estate } from "./estate";
import type { Lost } from "./send";

/** Amazon Data Firehose Developer Guide, "Amazon Data Firehose quota" and "Troubleshoot errors", Direct PUT. */
const limits = { record: 1_024_000, batch: 500, keptMs: 24 * 3_600_000 };
const MEBIBYTE = 1_048_576;

/**
 * The wait before another try at the bucket. Firehose goes on until it keeps a record no longer
 * (https://docs.aws.amazon.com/firehose/latest/dev/troubleshooting.html, read 2026-11-26); of the waits it says nothing
 * (unverified): taken are those of Lambda's queue, as in `rules.ts`.
 */
const firstPauseMs = 1000;
const longestPauseMs = 300_000;

const S3 = "extendedS3Configuration";

/** What was put to a stream and is not in its bucket yet. */
interface Waiting {
  records: string[];
  bytes: number;
  /** When the oldest came, milliseconds since 1970. */
  readonly since: number;
  readonly end: () => void;
}

/** Firehose: gathers what is put to a stream and writes it to a bucket, as the stream's role. */
export class Deliveries {
  private readonly waiting = new Map<string, Waiting>();
  private count = 0;

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly derive: Derive,
    private readonly api: Api,
    private readonly lost: Lost[],
  ) {}

  readonly answer = (call: ApiCall): Promise<object> => {
    const { action, input, region } = call;
    const name = textOf(input, "DeliveryStreamName") ?? "";
    const words = `Firehose ${name} under account ${this.estate.account} not found.`;
    const stream = this.estate.get("delivery", name, region, "ResourceNotFoundException", words);
    const records =
      action === "PutRecord"
        ? [textOf(input["Record"], "Data") ?? ""]
        : action === "PutRecordBatch"
          ? recordsOf(input, "Records").map((record) => textOf(record, "Data") ?? "")
          : undefined;
    if (records === undefined)
      throw new ServiceError("UnknownOperationException", `firehose ${action} is not answered here`);
    const ids = this.take(stream, records);
    return Promise.resolve(
      action === "PutRecord"
        ? { RecordId: ids[0], Encrypted: encrypted(stream) }
        : {
            FailedPutCount: 0,
            Encrypted: encrypted(stream),
            RequestResponses: ids.map((RecordId) => ({ RecordId })),
          },
    );
  };

  private take(stream: Entity, records: readonly string[]): string[] {
    if (records.length > limits.batch)
      throw new ServiceError(
        "ValidationException",
        `records must have at most ${String(limits.batch)} members`,
      );
    const texts = records.map((data) => Buffer.from(data, "base64"));
    if (texts.some((bytes) => bytes.length > limits.record))
      throw new ServiceError(
        "ValidationException",
        `Value at 'record.data' failed to satisfy constraint: Member must have length less than or equal to ${String(limits.record)}`,
      );
    return texts.map((bytes) => {
      const waiting = this.waiting.get(stream.id) ?? this.begin(stream);
      waiting.records.push(bytes.toString("utf8"));
      waiting.bytes += bytes.length;
      if (waiting.bytes >= (v.numeric(stream.inputs, `${S3}.bufferingSize`) ?? 5) * MEBIBYTE)
        this.deliver(stream, waiting);
      return this.derive.uuid(`record ${String(++this.count)}`);
    });
  }

  private begin(stream: Entity): Waiting {
    const milliseconds = (v.numeric(stream.inputs, `${S3}.bufferingInterval`) ?? 300) * 1000;
    const waiting: Waiting = {
      records: [],
      bytes: 0,
      since: this.clock.milliseconds,
      end: this.clock.after(milliseconds, () => {
        this.deliver(stream, waiting);
      }),
    };
    this.waiting.set(stream.id, waiting);
    return waiting;
  }

  private deliver(stream: Entity, waiting: Waiting): void {
    waiting.end();
    this.waiting.delete(stream.id);
    const key = this.keyOf(stream, new Date(waiting.since));
    const lines = v
      .objects(stream.inputs, `${S3}.processingConfiguration.processors`)
      .some((p) => v.text(p, "type") === "AppendDelimiterToRecord");
    this.attempt(
      stream,
      waiting,
      key,
      waiting.records.map((r) => (lines ? `${r}\n` : r)).join(""),
      firstPauseMs,
    );
  }

  /** Whatever the bucket answers, Firehose goes on trying for as long as it keeps records. */
  private attempt(stream: Entity, waiting: Waiting, key: string, body: string, pause: number): void {
    this.clock.start(async () => {
      try {
        await this.put(stream, key, body);
      } catch (error) {
        if (!(error instanceof ServiceError || error instanceof Unreachable)) throw error;
        if (this.clock.milliseconds + pause - waiting.since < limits.keptMs)
          this.clock.after(pause, () => {
            this.attempt(stream, waiting, key, body, Math.min(2 * pause, longestPauseMs));
          });
        else
          for (const record of waiting.records)
            this.lost.push({ what: `${stream.id} -> ${key}: ${error.message}`, body: record });
      }
    });
  }

  private async put(stream: Entity, key: string, body: string): Promise<void> {
    const region = regionOf(stream);
    const given = v.text(stream.inputs, `${S3}.kmsKeyArn`);
    const kmsKey =
      given === undefined ? undefined : keyOf(this.estate.context(this.estate.account, region), given);
    const Bucket = (v.text(stream.inputs, `${S3}.bucketArn`) ?? "").replace(/^.*:::/, "");
    await this.api.call({
      service: "s3",
      action: "PutObject",
      region,
      caller: { kind: "role", arn: v.text(stream.inputs, `${S3}.roleArn`) ?? "", by: nameOf(stream) },
      input: { Bucket, Key: key, Body: body, ...(kmsKey === undefined ? {} : { SSEKMSKeyId: kmsKey }) },
    });
  }

  /** Developer Guide, "Amazon S3 object name format": prefix, stream, version, time and something random. */
  private keyOf(stream: Entity, at: Date): string {
    const prefix = (v.text(stream.inputs, `${S3}.prefix`) ?? "!{timestamp:yyyy/MM/dd/HH}/").replace(
      /!\{timestamp:([^}]*)\}/g,
      (_, form: string) => formatted(form, at),
    );
    const time = formatted("yyyy-MM-dd-HH-mm-ss", at);
    const unique = this.derive.uuid(`object ${String(++this.count)}`);
    return `${prefix}${nameOf(stream)}-1-${time}-${unique}${v.text(stream.inputs, `${S3}.fileExtension`) ?? ""}`;
  }
}

const encrypted = (stream: Entity): boolean => v.flag(stream.inputs, "serverSideEncryption.enabled") ?? false;

/** A time in UTC by the letters of Java's DateTimeFormatter that a prefix has use for. */
function formatted(form: string, at: Date): string {
  const iso = at.toISOString();
  const parts: Readonly<Record<string, string>> = {
    yyyy: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    dd: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  return form.replace(/yyyy|MM|dd|HH|mm|ss/g, (letters) => parts[letters] ?? letters);
}
