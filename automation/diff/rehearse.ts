/** One environment in memory: the base deployed, the head previewed on top of it. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { PolicyPackUse } from "../../stacks/define/platform";
import { deploy } from "../deploy/deploy";
import { embeddedEngine } from "../deploy/embedded-engine";
import type { Engine } from "../deploy/engine";
import { layoutOf } from "../deploy/layout";
import { silent } from "../deploy/progress";
import { readStacks } from "../deploy/read-stacks";
import type { RunReport } from "../deploy/report";
import { select, type Selection } from "../deploy/selection";
import { affected, withNeeds, type AffectedStack } from "./affected";
import type { Checkout } from "./checkout";
import { confinement, ownFolders, plainEnvironment } from "./confined";
import { platformOf } from "./description";
import type { PolicyUse } from "./policy-use";

export interface RehearsalRequest {
  readonly env: string;
  readonly base: Checkout;
  readonly head: Checkout;
  readonly policies: PolicyUse;
  /** A folder of the environment's own; its states and what programs write. */
  readonly folder: string;
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/** What an environment's two revisions came to. */
export interface Rehearsal {
  readonly env: string;
  readonly stacks: readonly AffectedStack[];
  /** The base's deployment; undefined where nothing of it is looked at. */
  readonly base: RunReport | undefined;
  /** The head's preview, of what it has and is looked at. */
  readonly head: RunReport | undefined;
  /** What every resource of the base depends on, by URN. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** Deploys and previews what differs, and what that needs. What goes wrong in a stack is in the reports. */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const { env, base, head, folder } = request;
  const stacks = affected(base, head, env);
  const looked = new Set(stacks.filter(({ because }) => because !== "unchanged").map(({ name }) => name));
  if (looked.size === 0) return { env, stacks, base: undefined, head: undefined, dependencies: new Map() };
  const scratch = path.join(folder, "scratch");
  const home = path.join(folder, "home");
  for (const made of [scratch, home]) mkdirSync(made, { recursive: true, mode: 0o700 });
  const read = [base.root, head.root, scratch, home, ...ownFolders()];
  const modules = [base.modules, head.modules].filter((one) => one !== undefined);
  const engine = await embeddedEngine(layoutOf(path.join(folder, "state"), folder, "embedded"), undefined, {
    ...plainEnvironment(process.env, home),
    NODE_OPTIONS: confinement([...new Set([...read, ...modules])], [scratch, home]).join(" "),
  });
  try {
    return { env, stacks, ...(await compared(request, engine, looked, scratch)) };
  } finally {
    await engine.close();
  }
}

async function compared(
  { env, base, head, policies, folder, parallel, signal }: RehearsalRequest,
  engine: Engine,
  looked: ReadonlySet<string>,
  scratch: string,
): Promise<Pick<Rehearsal, "base" | "head" | "dependencies">> {
  const layout = layoutOf(path.join(folder, "state"), folder, "embedded");
  const common = { engine, layout, parallel, signal, scratch, progress: silent };
  const of = (checkout: Checkout, uses: readonly PolicyPackUse[], names: ReadonlySet<string>) => {
    const present = checkout.description.environments[env]?.stacks.filter((name) => names.has(name)) ?? [];
    const platform = platformOf(checkout.description, () => uses);
    return present.length === 0 ? undefined : select(platform, env, present);
  };
  const run = async (verb: "up" | "preview", checkout: Checkout, selection: Selection | undefined) =>
    selection === undefined
      ? undefined
      : await deploy({ ...common, verb, selection, workDir: checkout.workDir });
  const needed = new Set([
    ...withNeeds(base.description, looked),
    // What the head needs and the base has must be up, too.
    ...withNeeds(head.description, looked),
  ]);
  const before = of(base, policies.advisory("base", env), needed);
  const up = await run("up", base, before);
  const dependencies = before === undefined ? new Map() : await dependenciesOf(before, engine, base.workDir);
  const preview = await run("preview", head, of(head, policies.advisory("head", env), looked));
  return { base: up, head: preview, dependencies: dependencies as ReadonlyMap<string, readonly string[]> };
}

interface StateEntry {
  readonly urn: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
}

async function dependenciesOf(
  selection: Selection,
  engine: Engine,
  workDir: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await readStacks(selection, engine, workDir, async (stack) => {
    if (stack === undefined) return [];
    const { resources = [] } = (await stack.exportStack()).deployment as {
      resources?: readonly StateEntry[];
    };
    return resources.map(({ urn, dependencies = [] }) => [urn, dependencies] as const);
  });
  return new Map(found.flat());
}
