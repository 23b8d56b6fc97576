import type { Engine } from "./engine";
import { readResources, type StateResource } from "./read-resources";
import type { Selection } from "./selection";

/** What of events was deployed, as the stacks' states have it. */
export interface EventEstate {
  readonly buses: readonly Named[];
  readonly archives: readonly (Named & { readonly busArn: string })[];
  readonly rules: readonly DeployedRule[];
  readonly queues: readonly (Named & {
    readonly url: string;
    /** Whether it is where events end that were not processed. */
    readonly deadLetters: boolean;
  })[];
}

export interface Named {
  readonly stack: string;
  readonly name: string;
  readonly arn: string;
}

/** An event rule of a stack, as its state has it. */
export interface DeployedRule extends Named {
  readonly bus: string;
  readonly enabled: boolean;
  /** The text of its pattern; undefined for a rule on a schedule, or one whose pattern is a secret. */
  readonly pattern: string | undefined;
}

/**
 * Reads buses, archives, rules and queues of stacks from their state.
 *
 * @throws {DeployError} of the kind of the first stack whose state can not be read.
 */
export async function readEvents(
  selection: Selection,
  engine: Engine,
  workDir: string,
): Promise<EventEstate> {
  return estateOf(await readResources(selection, engine, workDir));
}

/** Values of the `Purpose` tag of queues that keep what was not processed. */
const PURPOSES: readonly unknown[] = ["dead-letter-queue", "parking-queue"];

function estateOf(resources: readonly StateResource[]): EventEstate {
  const ofType = (type: string) => resources.filter((one) => one.type === `aws:${type}`);
  const queues = ofType("sqs/queue:Queue");
  const lastResorts = new Set([
    ...[...queues, ...ofType("sqs/redrivePolicy:RedrivePolicy")].map(
      (one) => jsonOf(one.outputs?.["redrivePolicy"])["deadLetterTargetArn"],
    ),
    ...ofType("cloudwatch/eventTarget:EventTarget").map(
      (one) => record(one.outputs?.["deadLetterConfig"])["arn"],
    ),
  ]);
  return {
    buses: ofType("cloudwatch/eventBus:EventBus").map(named),
    archives: ofType("cloudwatch/eventArchive:EventArchive").map((one) => ({
      ...named(one),
      busArn: text(one, "eventSourceArn"),
    })),
    rules: ofType("cloudwatch/eventRule:EventRule").map((one) => ({
      ...named(one),
      bus: text(one, "eventBusName") || "default",
      enabled: one.outputs?.["state"] !== "DISABLED",
      pattern: text(one, "eventPattern") || undefined,
    })),
    queues: queues.map((one) => ({
      ...named(one),
      url: text(one, "url"),
      deadLetters:
        lastResorts.has(text(one, "arn")) || PURPOSES.includes(record(one.outputs?.["tagsAll"])["Purpose"]),
    })),
  };
}

const text = ({ outputs = {} }: StateResource, key: string): string => {
  const value = outputs[key];
  return typeof value === "string" ? value : "";
};

const named = (one: StateResource): Named => ({
  stack: one.stack,
  name: text(one, "name"),
  arn: text(one, "arn"),
});

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};

const jsonOf = (value: unknown): Readonly<Record<string, unknown>> =>
  record(typeof value === "string" && value !== "" ? JSON.parse(value) : undefined);
