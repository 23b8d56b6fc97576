/** The engine's events, in the form that the Automation API's `onEvent` and event log take. */
import fs from "node:fs";
import * as eventsGrpc from "@pulumi/pulumi/proto/events_grpc_pb";
import * as eventsPb from "@pulumi/pulumi/proto/events_pb";
import type { Clock } from "./clock";
import type { PropertyDiff } from "./diff";
import { unsupported } from "./errors";
import { channelOptions, grpc } from "./sdk";
import { AssetInstance } from "./provider";
import type { ResourceState } from "./state";
import type { Step } from "./steps/step";
import { Redactor } from "./redact";
import { Secret, isList, isMap, secretsIn, toProvider } from "./values";
import type { Property, PropertyMap } from "./values";
import { SECRET_SIGNATURE, SIGNATURE, encode } from "./wire";
import type { Json } from "./wire";

export type Severity = "info" | "info#err" | "warning" | "error" | "debug";

export interface EngineEvents {
  preludeEvent: { config: Record<string, string> };
  resourcePreEvent: { metadata: StepMetadata; planning: boolean };
  resOutputsEvent: { metadata: StepMetadata; planning: boolean };
  resOpFailedEvent: { metadata: StepMetadata; status: number; steps: number };
  diagnosticEvent: {
    urn?: string;
    prefix?: string;
    message: string;
    color: string;
    severity: Severity;
    streamID?: number;
    ephemeral?: boolean;
  };
  policyEvent: {
    resourceUrn?: string;
    message: string;
    color: string;
    policyName: string;
    policyPackName: string;
    policyPackVersion: string;
    policyPackVersionTag: string;
    enforcementLevel: string;
    severity?: string;
    /** `stacks/events.ts:42`: where the program asks for the resource. The CLI's events do not say. */
    line?: string;
  };
  policyRemediationEvent: {
    resourceUrn?: string;
    color: string;
    policyName: string;
    policyPackName: string;
    policyPackVersion: string;
    policyPackVersionTag: string;
    before: Json;
    after: Json;
  };
  stdoutEvent: { message: string; color: string };
  summaryEvent: {
    maybeCorrupt: boolean;
    durationSeconds: number;
    resourceChanges: Record<string, number>;
    policyPacks: Record<string, string>;
    isPreview: boolean;
    result: string;
  };
  cancelEvent: Record<string, never>;
}

export type EngineEvent = Partial<EngineEvents>;

export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: Json;
  readonly new?: Json;
  readonly keys?: readonly string[];
  readonly diffs?: readonly string[];
  readonly detailedDiff?: Record<string, { diffKind: string; inputDiff: boolean }>;
  /** The embedded engine's own: paths whose change may be a replacement, as the provider does not know it. */
  readonly undecided?: readonly string[];
  readonly logical: boolean;
  readonly provider: string;
}

/** Values in events: secrets are replaced by a mark. */
export function blind(value: Property): Json {
  if (value instanceof Secret) return { [SIGNATURE]: SECRET_SIGNATURE, ciphertext: "[secret]" };
  if (isList(value)) return value.map(blind);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, blind(item)]));
  return encode(value, { secrets: true, resources: true });
}

function stateMetadata(state: ResourceState): Json {
  return {
    type: state.type,
    urn: state.urn,
    ...(state.custom ? { custom: true } : {}),
    ...(state.delete ? { delete: true } : {}),
    id: state.id,
    parent: state.parent,
    ...(state.protect ? { protect: true } : {}),
    ...(state.retainOnDelete ? { retainOnDelete: true } : {}),
    inputs: blind(state.inputs),
    outputs: blind(state.outputs),
    provider: state.provider,
    ...(state.initErrors.length > 0 ? { initErrors: [...state.initErrors] } : {}),
    ...(state.hideDiff.length > 0 ? { hideDiffs: [...state.hideDiff] } : {}),
  };
}

export function stepMetadata(step: Step, op: string = step.op): StepMetadata {
  const detailed = Object.entries(step.diff?.detailed ?? {}).map(
    ([path, change]: [string, PropertyDiff]) =>
      [path, { diffKind: change.kind, inputDiff: change.inputDiff }] as const,
  );
  const undecided = step.op === "update" ? (step.diff?.undecided ?? []) : [];
  return {
    op,
    urn: step.urn,
    type: step.type,
    ...(step.old === undefined ? {} : { old: stateMetadata(step.old) }),
    ...(step.new === undefined ? {} : { new: stateMetadata(step.new) }),
    ...(step.keys === undefined ? {} : { keys: step.keys }),
    ...(step.diff === undefined ? {} : { diffs: step.diff.changedKeys }),
    ...(detailed.length === 0 ? {} : { detailedDiff: Object.fromEntries(detailed) }),
    ...(undecided.length === 0 ? {} : { undecided }),
    logical: step.logical,
    provider: step.new?.provider ?? step.old?.provider ?? "",
  };
}

export interface EventSink {
  write(event: EngineEvent & { sequence: number; timestamp: number }): void;
  /** Resolves when the other side has everything. */
  close(): Promise<void>;
}

/** `--event-log`: a gRPC stream for `tcp://HOST:PORT`, else a file of JSON lines. */
export function openEventLog(target: string): EventSink {
  if (target.startsWith("tcp://")) return grpcSink(target.slice("tcp://".length));
  if (target.includes("://")) throw unsupported(`--event-log ${target}`, "give a file or tcp://HOST:PORT");
  const descriptor = fs.openSync(target, "a", 0o600);
  return {
    write: (event) => void fs.writeSync(descriptor, `${JSON.stringify(event)}\n`),
    close: () => Promise.resolve(fs.closeSync(descriptor)),
  };
}

function grpcSink(address: string): EventSink {
  const client = new eventsGrpc.EventsClient(address, grpc.credentials.createInsecure(), channelOptions);
  let failed: Error | undefined;
  let acknowledge: () => void = () => undefined;
  const acknowledged = new Promise<void>((resolve) => (acknowledge = resolve));
  const stream = client.streamEvents((error) => {
    failed = error ?? undefined;
    acknowledge();
  });
  stream.on("error", (error: Error) => (failed = error));
  return {
    write: (event) => {
      const request = new eventsPb.EventRequest();
      request.setEvent(JSON.stringify(event));
      if (failed === undefined) stream.write(request);
    },
    close: async () => {
      stream.end();
      await acknowledged;
      client.close();
      if (failed !== undefined) throw new Error(`the event log at ${address} was lost: ${failed.message}`);
    },
  };
}

/** A secret's content as plain data; the text of an asset counts, too. */
function plain(value: Property): unknown {
  return JSON.parse(
    JSON.stringify(toProvider(value), (_key, member: unknown) =>
      member instanceof AssetInstance ? (member.asset.text ?? null) : member,
    ) ?? "null",
  );
}

export type Listener = (event: EngineEvent) => void;

/** Numbers events, stamps them and hands them to whoever listens. */
export class EventStream {
  #sequence = 0;
  readonly #sinks: EventSink[] = [];
  readonly #listeners: Listener[] = [];
  readonly #redactor = new Redactor();

  constructor(private readonly clock: Clock) {}

  /** Text that must never be shown: the values of secret configuration. */
  hide(text: string): void {
    this.#redactor.hide(text);
  }

  /** What is secret in these values must not be shown from here on, whoever quotes it. */
  hideSecrets(values: PropertyMap): void {
    for (const { value } of secretsIn(values)) this.#redactor.hideMembers(plain(value));
  }

  /** A name that is no secret, also where a secret value repeats it. */
  spare(name: string): void {
    this.#redactor.spare(name);
  }

  /** Text as it may be shown or kept. */
  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  addSink(sink: EventSink): void {
    this.#sinks.push(sink);
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  emit(event: EngineEvent): void {
    const timestamp = Math.floor(this.clock.now().getTime() / 1000);
    const numbered = { sequence: this.#sequence++, timestamp, ...event };
    for (const sink of this.#sinks) sink.write(numbered);
    for (const listener of this.#listeners) listener(event);
  }

  diagnose(
    severity: Severity,
    message: string,
    urn = "",
    extra: { ephemeral?: boolean; streamID?: number } = {},
  ): void {
    this.emit({
      diagnosticEvent: {
        ...(urn === "" ? {} : { urn }),
        ...(severity === "error" || severity === "warning" ? { prefix: `${severity}: ` } : {}),
        message: this.redact(message.endsWith("\n") ? message : `${message}\n`),
        color: "never",
        severity,
        ...extra,
      },
    });
  }

  async close(): Promise<void> {
    for (const sink of this.#sinks) await sink.close();
  }
}
