import type * as pulumi from "@pulumi/pulumi";
import type { ParkingQueueArgs } from "./args";
import { LastQueue } from "./last-queue";

/**
 * The end of the chain: messages that were tried again as often as they may, or that nothing can ever process. Only a
 * person helps them on; they wait 14 days, and alarms say so.
 *
 * Children: `queue`, `policy`, `alarm` (roles `depth`, `arrivals` and `age`).
 */
export class ParkingQueue extends LastQueue {
  /** @throws {InputError} when the age or the consumer's time-out is out of range. */
  constructor(name: string, args: ParkingQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    const kind = {
      purpose: "parking-queue",
      waits: "Events failed for good and wait for a person",
      waitsLong: "A parked event waits and nobody has looked after it",
    } as const;
    super("eventing", "ParkingQueue", kind, name, args, opts);
  }
}
