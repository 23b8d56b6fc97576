import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { judgeDelivery } from "./subscriptions";
import { Derive } from "../derive";
import { World } from "../world/world";
import { Access } from "./access";
import { Api } from "./api";
import { AsynchronousInvocations } from "./asynchronous";
import { textOf, type ApiCall } from "./call";
import { LiveClock } from "./clock";
import { Deliveries } from "./deliveries";
import { Estate } from "./estate";
import { Events } from "./events";
import { Executions, type Execution } from "./executions";
import { Faults, type LiveFault } from "./faults";
import { Functions } from "./functions";
import { Gateway } from "./gateway";
import { Local, type LocalServers } from "./local";
import { Notices, type Notice } from "./notices";
import { Objects, type StoredObject } from "./objects";
import { QueueMappings } from "./queues";
import { RuleDeliveries } from "./rules";
import { Schedules } from "./schedules";
import { Send, type Lost } from "./send";
import { StreamMappings } from "./streams";
import { TopicFunctions } from "./subscriptions";

export type { LocalServers } from "./local";
export type { LiveFault } from "./faults";
export type { Lost } from "./send";
export type { Execution } from "./executions";
export type { Notice } from "./notices";
export type { StoredObject } from "./objects";

export interface LiveOptions {
  /** The directory of the world, as {@link simulatedClouds} has it: what was deployed there runs. */
  readonly home: string;
  /** The local servers that hold items and messages, started by `scripts/local-aws.py` or alike. */
  readonly servers: LocalServers;
  /** The folder that relative paths of deployed archives are relative to: the project's. @default the working directory */
  readonly base?: string;
  /** What ids, jitter and chances derive from. @default "causeway" */
  readonly seed?: string;
  /** The simulated time at which it begins, RFC 3339. @default "2026-01-01T00:00:00Z" */
  readonly now?: string;
  readonly faults?: readonly LiveFault[];
  /** Execution environments of one function that are kept at most. @default 2 */
  readonly environments?: number;
}

/** A simulated cloud that runs. */
export interface LiveCloud {
  /** The address that SDKs send their calls to, `AWS_ENDPOINT_URL`: all services at one. Whoever calls may do everything. */
  readonly endpoint: string;
  now(): Date;
  /**
   * Lets everything happen, however late it is due in simulated time: deliveries, retries, delayed messages. Schedules run
   * meanwhile; when nothing else is left to do, it ends.
   *
   * @throws what went wrong in the simulation itself.
   */
  settle(): Promise<void>;
  /** Lets so many simulated milliseconds pass, and everything happen that falls into them. */
  advance(milliseconds: number): Promise<void>;
  /** Adds a fault from now on; the answer ends it. */
  inject(fault: LiveFault): () => void;
  /** How often faults struck so far. */
  readonly struck: number;
  /** Takes over what was deployed or removed since. */
  refresh(): Promise<void>;
  /** What a function has written so far, line by line. */
  logs(name: string): readonly string[];
  /** Executions of a state machine, by its name. */
  executions(machine: string): readonly Execution[];
  /** Events that an archive holds, by its ARN: JSON, in the order in which they came. */
  archived(archiveArn: string): readonly string[];
  /** What was published to a topic, by its name, in the order in which it was. */
  told(topic: string): readonly Notice[];
  /** Objects that services wrote to a bucket, by its name, in the order in which they came. */
  objects(bucket: string): readonly StoredObject[];
  /** Events and records that could neither be delivered nor put into a dead-letter queue. */
  readonly lost: readonly Lost[];
  /** Sources that functions may not read, and why. */
  readonly unread: readonly string[];
  close(): Promise<void>;
}

/**
 * Runs what was deployed on the simulated AWS: events go from the bus through its rules to queues, functions and state
 * machines; functions run from their deployed code and make real SDK calls; queues, topics and tables are those of local
 * servers. Every call a function makes is judged by the policies of its role. Time is simulated and jumps ahead when there is
 * nothing to do.
 *
 * @throws if the world in `home` can not be read, or a local server does not answer.
 */
export async function startLive(options: LiveOptions): Promise<LiveCloud> {
  const { home, servers, seed = "causeway", base = process.cwd() } = options;
  const derive = new Derive(seed, "live");
  const world = new World(home).refresh();
  const folder = path.join(home, "live");
  mkdirSync(folder, { recursive: true });
  const clock: LiveClock = new LiveClock(Date.parse(options.now ?? "2026-01-01T00:00:00Z"), (time) =>
    local.setTime(time),
  );
  const estate = new Estate(world, () => clock.now());
  const local = new Local(servers, estate);
  const access = new Access(estate);
  const faults = new Faults(seed);
  for (const fault of options.faults ?? []) faults.inject(fault);
  const api = new Api(estate, local, access, faults);
  const send = new Send(api, estate, clock);
  const functions = new Functions({
    estate,
    clock,
    derive,
    folder,
    base,
    environments: options.environments ?? 2,
    endpoint: () => gateway.endpoint,
  });
  const asynchronous = new AsynchronousInvocations(estate, clock, functions, send);
  const rules = new RuleDeliveries(estate, clock, derive, send);
  const events = new Events(estate, clock, derive, faults, rules);
  const objects = new Objects(estate, clock);
  const deliveries = new Deliveries(estate, clock, derive, api, send.lost);
  const schedules = new Schedules(estate, clock, send);
  const executions = new Executions(estate, clock, derive, api);
  const queues = new QueueMappings(estate, clock, local, access, functions);
  const streams = new StreamMappings(estate, clock, local, access, functions, send);
  const topics = new TopicFunctions(estate, clock, derive, send);
  const gateway: Gateway = new Gateway(api, local, estate, functions, clock);

  const invoke = async ({ input, region }: ApiCall): Promise<object> => {
    const name = textOf(input, "FunctionName") ?? "";
    const lambda = estate.get(
      "lambda",
      name,
      region,
      "ResourceNotFoundException",
      `Function not found: ${name}`,
    );
    const payload =
      typeof input["Payload"] === "string" ? input["Payload"] : JSON.stringify(input["Payload"] ?? {});
    if (textOf(input, "InvocationType") === "Event") {
      asynchronous.accept(lambda, payload);
      return { StatusCode: 202 };
    }
    const result = await functions.invoke(lambda, payload);
    return {
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: result.payload,
      ...(result.error === undefined ? {} : { FunctionError: "Unhandled" }),
    };
  };
  api.answeredBy({
    events: events.answer,
    firehose: deliveries.answer,
    lambda: invoke,
    s3: objects.answer,
    states: executions.answer,
  });
  const notices = new Notices();
  for (const watcher of [queues.notice, streams.notice, topics.notice, notices.notice]) api.watch(watcher);

  const open = async (): Promise<void> => {
    await local.provision((subscription) => judgeDelivery(estate, subscription));
    queues.look();
    await streams.look();
    schedules.look();
  };
  await local.setTime(clock.milliseconds);
  await gateway.listen();
  await open();
  return {
    endpoint: gateway.endpoint,
    now: () => clock.now(),
    settle: () => clock.settle(),
    advance: (milliseconds) => clock.advance(milliseconds),
    inject: (fault) => faults.inject(fault),
    get struck() {
      return faults.struck;
    },
    async refresh() {
      estate.refresh();
      access.refresh();
      events.refresh();
      await functions.refresh();
      await open();
    },
    logs: (name) => functions.logs(name),
    executions: (machine) => executions.of(machine),
    archived: (archiveArn) => events.archived(archiveArn),
    told: (topic) => notices.of(topic),
    objects: (bucket) => objects.of(bucket),
    get lost() {
      return send.lost;
    },
    get unread() {
      return [...queues.refused, ...streams.refused];
    },
    async close() {
      await functions.close();
      await gateway.close();
      local.close();
      world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
