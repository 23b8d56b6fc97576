import {
  compilePattern,
  compileRules,
  matches,
  readEvent,
  type Event,
  type Pattern,
  type Rules,
} from "../../../lib/event-patterns";
import * as v from "../values";
import type { Derive } from "../derive";
import type { Entity } from "../world/world";
import { isRecord, recordsOf, textOf, type ApiCall } from "./call";
import type { LiveClock } from "./clock";
import { Envelope } from "./envelope";
import { ServiceError } from "./errors";
import { arnOf, busOf, nameOf, regionOf, type Estate } from "./estate";
import type { Faults } from "./faults";
import type { RuleDeliveries } from "./rules";

/** Entries and bytes of one PutEvents call (Amazon EventBridge quotas: 10 entries; 1 MB since January 2026, before that 256 KB). */
const limits = { entries: 10, bytes: 1_048_576 };

interface Replay {
  readonly name: string;
  readonly archive: string;
  readonly start: string;
  readonly from: number;
  readonly to: number;
  readonly destination: string;
  readonly rules: readonly string[];
  state: "STARTING" | "RUNNING" | "COMPLETED";
  last: string | undefined;
}

interface Archived {
  readonly event: Envelope;
  readonly time: number;
}

/** EventBridge: takes events, keeps them in archives, hands them to the rules of their bus and replays them. */
export class Events {
  private readonly patterns = new Map<string, Pattern>();
  /** The rules of each bus, put together. */
  private readonly ofBus = new Map<string, Rules<Entity>>();
  /** What each archive holds, by its ARN. */
  private readonly archives = new Map<string, Archived[]>();
  private readonly replays = new Map<string, Replay>();
  private count = 0;

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly derive: Derive,
    private readonly faults: Faults,
    private readonly rules: RuleDeliveries,
  ) {}

  readonly answer = (call: ApiCall): Promise<object> => {
    switch (call.action) {
      case "PutEvents":
        return Promise.resolve(this.putEvents(call));
      case "StartReplay":
        return Promise.resolve(this.startReplay(call));
      case "DescribeReplay":
        return Promise.resolve(this.describeReplay(call));
      default:
        throw new ServiceError("UnknownOperationException", `events ${call.action} is not answered here`);
    }
  };

  /** Looks at the rules anew: after a deployment. */
  refresh(): void {
    this.ofBus.clear();
  }

  /** What an archive holds, as JSON, in the order in which it came. */
  archived(archiveArn: string): readonly string[] {
    return (this.archives.get(archiveArn) ?? []).map(({ event }) => event.text);
  }

  private putEvents(call: ApiCall): object {
    const entries = recordsOf(call.input, "Entries");
    if (entries.length === 0 || entries.length > limits.entries)
      throw new ServiceError(
        "ValidationException",
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to ${String(limits.entries)} and greater than or equal to 1`,
      );
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > limits.bytes)
      throw new ServiceError(
        "ValidationException",
        "Total size of the entries in the request is over the limit.",
      );
    const failing = this.faults.entries(call, busNamesOf(entries), entries.length);
    const results = entries.map((entry, i) => (failing.has(i) ? internal : this.take(entry, call.region)));
    return { FailedEntryCount: results.filter((r) => "ErrorCode" in r).length, Entries: results };
  }

  /** Takes one entry, or says what is wrong with it (PutEventsResultEntry in the Amazon EventBridge API reference). */
  private take(
    entry: Record<string, unknown>,
    region: string,
  ): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
    const [source, type, detail] = [
      textOf(entry, "Source"),
      textOf(entry, "DetailType"),
      textOf(entry, "Detail"),
    ];
    for (const [name, value] of Object.entries({ Source: source, DetailType: type, Detail: detail }))
      if (value === undefined || value === "")
        return {
          ErrorCode: "InvalidArgument",
          ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
        };
    if (source?.startsWith("aws.") === true)
      return { ErrorCode: "NotAuthorizedForSource", ErrorMessage: "Not authorized for the source." };
    if (!isObject(detail ?? ""))
      return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    const name = textOf(entry, "EventBusName") ?? "default";
    const bus = this.estate.find("bus", name, region);
    if (!bus && name !== "default")
      return { ErrorCode: "ResourceNotFoundException", ErrorMessage: `Event bus ${name} does not exist.` };
    const head = {
      version: "0" as const,
      id: this.derive.uuid(`event ${String(++this.count)}`),
      "detail-type": type ?? "",
      source: source ?? "",
      account: this.estate.account,
      time: timeOf(entry["Time"], this.clock.now()),
      region,
      resources: Array.isArray(entry["Resources"]) ? (entry["Resources"] as string[]) : [],
    };
    this.publish(new Envelope(head, detail ?? ""), bus, region);
    return { EventId: head.id };
  }

  private publish(event: Envelope, bus: Entity | undefined, region: string): void {
    const read = readEvent(event.text);
    const busArn = bus ? arnOf(bus) : `arn:aws:events:${region}:${this.estate.account}:event-bus/default`;
    for (const archive of this.estate.all("archive"))
      if (v.text(archive.inputs, "eventSourceArn") === busArn && this.keeps(archive, read)) {
        const kept = this.archives.get(arnOf(archive)) ?? [];
        kept.push({ event, time: Date.parse(event.head.time) });
        this.archives.set(arnOf(archive), kept);
      }
    this.toRules(event, read, bus ? nameOf(bus) : "default", region);
  }

  private toRules(
    event: Envelope,
    read: Event,
    bus: string,
    region: string,
    only: readonly string[] = [],
  ): void {
    for (const rule of this.rulesOf(bus, region).of(read))
      if (only.length === 0 || only.includes(arnOf(rule))) this.rules.deliver(rule, event);
  }

  private rulesOf(bus: string, region: string): Rules<Entity> {
    const key = `${region} ${bus}`;
    const known = this.ofBus.get(key) ?? compileRules(this.enabled(bus, region));
    this.ofBus.set(key, known);
    return known;
  }

  private *enabled(bus: string, region: string): Generator<readonly [Entity, Pattern]> {
    for (const rule of this.estate.all("rule")) {
      const pattern = v.text(rule.inputs, "eventPattern");
      if (pattern === undefined || regionOf(rule) !== region || busOf(rule) !== bus) continue;
      if (v.text(rule.outputs, "state") !== "DISABLED") yield [rule, this.compiled(pattern)];
    }
  }

  private keeps(archive: Entity, event: Event): boolean {
    const pattern = v.text(archive.inputs, "eventPattern");
    return pattern === undefined || matches(this.compiled(pattern), event);
  }

  private compiled(pattern: string): Pattern {
    const compiled = this.patterns.get(pattern) ?? compilePattern(pattern);
    this.patterns.set(pattern, compiled);
    return compiled;
  }

  private startReplay({ input, region }: ApiCall): object {
    const name = textOf(input, "ReplayName") ?? "";
    if (this.replays.has(name))
      throw new ServiceError("ResourceAlreadyExistsException", `Replay ${name} already exists.`);
    const archive = this.estate.get(
      "archive",
      textOf(input, "EventSourceArn") ?? "",
      region,
      "ResourceNotFoundException",
      `Archive ${textOf(input, "EventSourceArn") ?? ""} does not exist.`,
    );
    const destination = isRecord(input["Destination"]) ? input["Destination"] : {};
    const bus = textOf(destination, "Arn") ?? "";
    if (bus !== v.text(archive.inputs, "eventSourceArn"))
      throw new ServiceError(
        "ValidationException",
        "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.",
      );
    const replay: Replay = {
      name,
      archive: arnOf(archive),
      start: this.clock.now().toISOString(),
      from: instantOf(input["EventStartTime"]),
      to: instantOf(input["EventEndTime"]),
      destination: bus,
      rules: Array.isArray(destination["FilterArns"]) ? (destination["FilterArns"] as string[]) : [],
      state: "STARTING",
      last: undefined,
    };
    this.replays.set(name, replay);
    this.clock.start(() => Promise.resolve(this.run(replay, region)));
    return {
      ReplayArn: replayArn(replay, region, this.estate.account),
      State: "STARTING",
      ReplayStartTime: seconds(replay.start),
    };
  }

  private run(replay: Replay, region: string): void {
    replay.state = "RUNNING";
    const bus = replay.destination.slice(replay.destination.lastIndexOf("/") + 1);
    for (const { event, time } of this.archives.get(replay.archive) ?? []) {
      if (time < replay.from || time > replay.to) continue;
      const again = event.replayedAs(replay.name);
      this.toRules(again, readEvent(again.text), bus, region, replay.rules);
      replay.last = event.head.time;
    }
    replay.state = "COMPLETED";
  }

  private describeReplay({ input, region }: ApiCall): object {
    const name = textOf(input, "ReplayName") ?? "";
    const replay = this.replays.get(name);
    if (!replay) throw new ServiceError("ResourceNotFoundException", `Replay ${name} does not exist.`);
    return {
      ReplayName: name,
      ReplayArn: replayArn(replay, region, this.estate.account),
      State: replay.state,
      EventSourceArn: replay.archive,
      Destination: { Arn: replay.destination, FilterArns: replay.rules },
      EventStartTime: replay.from / 1000,
      EventEndTime: replay.to / 1000,
      ReplayStartTime: seconds(replay.start),
      ...(replay.last === undefined ? {} : { EventLastReplayedTime: seconds(replay.last) }),
    };
  }
}

const internal = { ErrorCode: "InternalFailure", ErrorMessage: "An internal error has occurred." };

const seconds = (instant: string): number => Date.parse(instant) / 1000;

const replayArn = ({ name }: Replay, region: string, account: string): string =>
  `arn:aws:events:${region}:${account}:replay/${name}`;

const busNamesOf = (entries: readonly Record<string, unknown>[]): string =>
  [...new Set(entries.map((e) => (textOf(e, "EventBusName") ?? "default").replace(/^.*\//, "")))].join(",");

/** The size of an entry as PutEvents counts it (EventBridge user guide, "Calculating PutEvents event entry size"). */
export function sizeOf(entry: Record<string, unknown>): number {
  const texts = ["Source", "DetailType", "Detail"].flatMap((key) => textOf(entry, key) ?? []);
  const resources = Array.isArray(entry["Resources"]) ? (entry["Resources"] as string[]) : [];
  const time = entry["Time"] === undefined ? 0 : 14;
  return [...texts, ...resources].reduce((sum, text) => sum + Buffer.byteLength(text), time);
}

function isObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The JSON protocol has times as seconds since 1970. */
const instantOf = (value: unknown): number =>
  typeof value === "number" ? value * 1000 : Date.parse(String(value));

const timeOf = (value: unknown, now: Date): string =>
  (value === undefined ? now : new Date(instantOf(value))).toISOString().replace(/\.\d+Z$/, "Z");
