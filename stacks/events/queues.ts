import {
  DelayQueue,
  NoticeTopic,
  ParkingQueue,
  WorkQueue,
  type NoticeTopicArgs,
} from "../../components/eventing";
import { functions } from "../../components/eventing/functions/manifest";
import type { EventsPlace } from "./place";

/** Where events and notifications wait or go beside the routes of the bus. */
export function makeQueues({ place, of, safe, subscribers, here }: EventsPlace) {
  const topic = (name: string, service: string, told: NoticeTopicArgs["subscribers"] = {}) =>
    new NoticeTopic(name, { ...of(service), kmsKeyArn: safe.deadLetterKeyArn, subscribers: told }, here);
  return {
    /** What could not be published waits here for the bus. */
    fallback: new WorkQueue(
      "fallback",
      { ...place, ...safe, consumerTimeoutSeconds: functions["fallback-drain"].timeoutSeconds },
      here,
    ),
    /** Dead letters wait here until they are tried again. */
    redrive: new DelayQueue(
      "redrive",
      { ...place, ...safe, consumerTimeoutSeconds: functions.redrive.timeoutSeconds },
      here,
    ),
    /** What was tried as often as it may be, and what nothing can process, waits here for a person. */
    parking: new ParkingQueue("parking", { ...place, ...safe }, here),
    /** Tells people that they must act. */
    operations: topic("ops-alerts", "events", subscribers),
    channels: {
      email: topic("email", "notification"),
      sms: topic("sms", "notification"),
      "account-managers": topic("account-managers", "notification"),
    },
  };
}

export type Queues = ReturnType<typeof makeQueues>;
