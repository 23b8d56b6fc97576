import * as v from "../values";
import { textOf, type ApiCall } from "./call";
import type { LiveClock } from "./clock";
import { ServiceError } from "./errors";
import type { Estate } from "./estate";

/** An object of a bucket. */
export interface StoredObject {
  readonly key: string;
  /** What was put, before any compression. */
  readonly text: string;
  /** Until when it is locked, RFC 3339; undefined in a bucket that locks nothing. */
  readonly lockedUntil: string | undefined;
}

/** S3, as far as services of the cloud write to it: what is in the buckets, in memory. */
export class Objects {
  private readonly buckets = new Map<string, StoredObject[]>();

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
  ) {}

  readonly answer = ({ action, input, region }: ApiCall): Promise<object> => {
    if (action !== "PutObject")
      throw new ServiceError("NotImplemented", `s3 ${action} is not answered here`, 501);
    const name = textOf(input, "Bucket") ?? "";
    this.estate.get("bucket", name, region, "NoSuchBucket", `The specified bucket does not exist: ${name}`);
    const stored = {
      key: textOf(input, "Key") ?? "",
      text: textOf(input, "Body") ?? "",
      lockedUntil: this.lockedUntil(name),
    };
    this.buckets.set(name, [...this.of(name), stored]);
    return Promise.resolve({});
  };

  /** What a bucket holds, in the order in which it came. */
  of(bucket: string): readonly StoredObject[] {
    return this.buckets.get(bucket) ?? [];
  }

  private lockedUntil(bucket: string): string | undefined {
    const lock = this.estate.all("lock").find((one) => v.text(one.inputs, "bucket") === bucket);
    const kept = v.at(lock?.inputs, "rule.defaultRetention");
    if (kept === undefined) return undefined;
    const until = this.clock.now();
    until.setUTCFullYear(until.getUTCFullYear() + (v.numeric(kept, "years") ?? 0));
    until.setUTCDate(until.getUTCDate() + (v.numeric(kept, "days") ?? 0));
    return until.toISOString();
  }
}
