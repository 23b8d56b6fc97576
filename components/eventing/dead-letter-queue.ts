import type * as pulumi from "@pulumi/pulumi";
import type { DeadLetterQueueArgs } from "./args";
import { LastQueue } from "./last-queue";

/**
 * Where events go that can not be delivered or processed. It keeps them 14 days, lets EventBridge write for one rule or
 * bus, and raises alarms: when a message comes, while one waits, and when nobody has taken it for a day. There is no
 * argument that leaves any of this out.
 *
 * Children: `queue`, `policy`, `alarm` (roles `depth`, `arrivals` and `age`).
 */
export class DeadLetterQueue extends LastQueue {
  /** @throws {InputError} when the age or the consumer's time-out is out of range. */
  constructor(name: string, args: DeadLetterQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    const kind = {
      purpose: "dead-letter-queue",
      waits: "Events could not be processed and wait in a dead-letter queue",
      waitsLong: "A dead letter waits and nobody has taken it",
    } as const;
    super("eventing", "DeadLetterQueue", kind, name, args, opts);
  }
}
