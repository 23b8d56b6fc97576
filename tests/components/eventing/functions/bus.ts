import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import type { EventDetail, EventEnvelope } from "../../../../components/eventing/events";
import { traceCalls } from "../../../../components/eventing/runtime/clients";
import { systemClock, type Clock } from "../../../../components/eventing/runtime/clock";
import type { Observe } from "../../../../components/eventing/runtime/observe";
import { createFallback, createPublisher } from "../../../../components/eventing/runtime/publisher";
import { seededRandom } from "../runtime/fixed";
import type { Resources } from "./local";

export const SOURCE_PREFIX = "com.acme";
export const MAX_BYTES = 262_144;

/** A bus of one test whose events all come to a queue. */
export async function busWithEar(resources: Resources, name: string) {
  const client = new EventBridgeClient({});
  const heardAt = await resources.queue(`${name}-heard`);
  await client.send(new CreateEventBusCommand({ Name: name }));
  const EventPattern = JSON.stringify({ source: [{ prefix: `${SOURCE_PREFIX}.` }] });
  await client.send(new PutRuleCommand({ Name: `${name}-all`, EventBusName: name, EventPattern }));
  await client.send(
    new PutTargetsCommand({
      Rule: `${name}-all`,
      EventBusName: name,
      Targets: [{ Id: "ear", Arn: await resources.queueArn(heardAt) }],
    }),
  );
  return {
    name,
    heard: async () =>
      (await resources.drain(heardAt)).map(
        ({ Body = "" }) => JSON.parse(Body) as EventEnvelope<EventDetail & Record<string, unknown>>,
      ),
  };
}

/** A publisher to a bus, with a fallback queue where one is given, whose waits are over at once on a fixed clock. */
export const publisherTo = (
  observe: Observe,
  busName: string,
  {
    queue,
    clock = systemClock,
    resources,
    maxBytes = MAX_BYTES,
  }: {
    readonly queue?: string;
    readonly clock?: Clock;
    readonly resources: Resources;
    readonly maxBytes?: number;
  },
) =>
  createPublisher({
    // As in production, but for its time-out: the local bus takes its time, and more of it on a busy machine.
    bus: traceCalls(new EventBridgeClient({ maxAttempts: 1 }), observe.tracing),
    busName,
    maxBytes,
    clock,
    random: seededRandom(7),
    observe,
    ...(queue === undefined
      ? {}
      : { fallback: createFallback(resources.queues, queue, maxBytes, observe.tracing) }),
  });
