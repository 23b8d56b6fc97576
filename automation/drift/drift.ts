/** What somebody changed in the clouds behind the back of a platform: read again, compared with the states, not kept. */
import { byText } from "../../lib/by-text";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { DriftIgnore } from "../../stacks/define/platform";
import type { Engine } from "../deploy/engine";
import { readStacks } from "../deploy/read-stacks";
import type { Selection } from "../deploy/selection";
import type { PropertyDiff } from "../diff/model";
import { differences } from "../diff/values";
import { covers, parsePath } from "../engine/property-path";
import { nameOf } from "../engine/urn";
import { soonEnd } from "./endings";
import { canBeGiven } from "./given";

/** The schema of the document; the number rises with every change that a reader can not take. */
export const DRIFT_SCHEMA = "causeway.drift/1";

/** A resource that is not as its stack left it. */
export interface DriftedResource {
  readonly urn: string;
  /** `aws:sqs/queue:Queue` */
  readonly type: string;
  readonly name: string;
  /** `gone`: the cloud knows it no more. */
  readonly kind: "changed" | "gone";
  /** What differs of what can be given, from the state to what was found; secrets are masked by the engine. */
  readonly properties: readonly PropertyDiff[];
}

/** A resource that ends by itself soon, or has ended: what should have renewed it did not. */
export interface EndingResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** When, as its cloud gives it. */
  readonly at: string;
}

/** A difference that the platform says is none of its own, and why. */
export interface IgnoredDrift {
  readonly stack: string;
  readonly urn: string;
  readonly path: string;
  readonly reason: string;
}

export interface StackDrift {
  readonly name: string;
  readonly fullName: string;
  /** `absent`: it is not up. */
  readonly status: "as-deployed" | "drifted" | "absent";
  readonly looked: number;
  readonly resources: readonly DriftedResource[];
  /** What ends within {@link SOON_DAYS} days, drifted or not. */
  readonly ending: readonly EndingResource[];
}

export interface DriftReport {
  readonly schema: typeof DRIFT_SCHEMA;
  /** True when the clouds were simulated. */
  readonly simulated: boolean;
  readonly platform: string;
  readonly environment: string;
  readonly stacks: readonly StackDrift[];
  readonly ignored: readonly IgnoredDrift[];
  /** Ignore rules that ignored nothing, though all stacks of the environment were looked at. */
  readonly unused: readonly DriftIgnore[];
}

/**
 * Refreshes stacks in a preview: nothing is changed, in no cloud and in no state.
 *
 * @param now what ends soon is told by.
 * @throws {DeployError} of the kind of the first stack that can not be read.
 */
export async function readDrift(
  selection: Selection,
  engine: Engine,
  workDir: string,
  now: Date,
): Promise<DriftReport> {
  const ignores = selection.platform.driftIgnores;
  const used = new Set<DriftIgnore>();
  const ignored: IgnoredDrift[] = [];
  const stacks = await readStacks(selection, engine, workDir, async (stack, name, fullName) => {
    if (stack === undefined)
      return { name, fullName, status: "absent", looked: 0, resources: [], ending: [] } as const;
    const steps = new Map<string, Step>();
    await stack.previewRefresh({ onEvent: (event) => note(event, steps) });
    const resources = [...steps.values()].flatMap((step): DriftedResource[] => {
      const found = drifted(step);
      if (found === undefined || found.kind === "gone") return found === undefined ? [] : [found];
      const kept = found.properties.filter(({ path }) => {
        const ignore = ignores.find((one) => applies(one, name, found.type, path));
        if (ignore === undefined) return true;
        used.add(ignore);
        ignored.push({ stack: name, urn: found.urn, path, reason: ignore.reason });
        return false;
      });
      return kept.length === 0 ? [] : [{ ...found, properties: kept }];
    });
    resources.sort((a, b) => byText(a.urn, b.urn));
    const status = resources.length === 0 ? "as-deployed" : "drifted";
    const ending = [...steps.values()].flatMap(({ urn, type, new: found }): EndingResource[] => {
      const at = soonEnd(type, found?.outputs ?? {}, now);
      return at === undefined ? [] : [{ urn, type, name: nameOf(urn), at }];
    });
    ending.sort((a, b) => byText(a.urn, b.urn));
    return { name, fullName, status, looked: steps.size, resources, ending } as const;
  });
  const all = selection.stacks.length === selection.all.length;
  return {
    schema: DRIFT_SCHEMA,
    simulated: engine.simulated,
    platform: selection.platform.name,
    environment: selection.env.name,
    stacks,
    ignored,
    unused: all ? ignores.filter((one) => !used.has(one)) : [],
  };
}

type Metadata = NonNullable<EngineEvent["resOutputsEvent"]>["metadata"];
type Step = Omit<Metadata, "old" | "new"> & {
  readonly old?: Metadata["old"] | null;
  readonly new?: Metadata["new"] | null;
};

function note({ resOutputsEvent }: EngineEvent, into: Map<string, Step>): void {
  if (resOutputsEvent !== undefined) into.set(resOutputsEvent.metadata.urn, resOutputsEvent.metadata);
}

function drifted({ urn, type, op, old, new: found }: Step): DriftedResource | undefined {
  const name = nameOf(urn);
  if (op === "delete" || found === null || found === undefined) {
    return { urn, type, name, kind: "gone", properties: [] };
  }
  const properties = differences(old?.outputs ?? {}, found.outputs ?? {}).filter(({ path }) =>
    canBeGiven(type, path),
  );
  return properties.length === 0 ? undefined : { urn, type, name, kind: "changed", properties };
}

function applies(ignore: DriftIgnore, stack: string, type: string, path: string): boolean {
  if (ignore.type !== type || (ignore.stack !== undefined && ignore.stack !== stack)) return false;
  return covers(parsePath(ignore.property), parsePath(path));
}
