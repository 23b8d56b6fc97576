/**
 * What an operation that was cut off left in the air. The user is told, as the CLI does it; and where the clouds can tell
 * what became of it, which simulated ones can, it is settled before anything else is done: what a create made is taken into
 * the state instead of being made a second time, and what a deletion took away is taken out.
 */
import type { Folded, PendingOperation, RawState } from "./ledger";
import type { Lock } from "./lock";
import type { EventStream } from "./events";
import type { ProviderHost } from "./provider-host";
import type { Crypter } from "./secrets";
import { finishedOutputs, readState, writeState } from "./state";
import type { ResourceState } from "./state";
import { isProviderType } from "./urn";
import { textOf } from "./wire";

/** What one interrupted operation came to; undefined where that can not be told. */
type Outcome = { readonly found: string; readonly resources: readonly RawState[] } | undefined;

export interface Settlement extends Folded {
  /** What was found out, for the user; empty when nothing was. */
  readonly found: readonly string[];
}

/** Settles the interrupted operations of a state, as far as its clouds can tell what became of them. */
export async function settleInterrupted(
  { resources, pending }: Folded,
  crypter: Crypter,
  providers: ProviderHost,
  now: string,
): Promise<Settlement> {
  let settled = resources;
  const left: PendingOperation[] = [];
  const found: string[] = [];
  for (const operation of pending) {
    const outcome = await settleOne(operation, settled, crypter, providers, now);
    if (outcome === undefined) {
      left.push(operation);
      continue;
    }
    settled = outcome.resources;
    found.push(`${textOf(operation.resource["urn"])}, interrupted while ${operation.type}: ${outcome.found}`);
  }
  return { resources: settled, pending: left, found };
}

async function settleOne(
  { resource, type }: PendingOperation,
  resources: readonly RawState[],
  crypter: Crypter,
  providers: ProviderHost,
  now: string,
): Promise<Outcome> {
  if (type !== "creating" && type !== "deleting") return undefined;
  const state = readState(resource, crypter.read);
  if (!(await openProvider(state, resources, crypter, providers))) return undefined;
  return type === "creating"
    ? settleCreate(state, resources, crypter, providers, now)
    : settleDelete(state, resources, providers);
}

async function settleCreate(
  state: ResourceState,
  resources: readonly RawState[],
  crypter: Crypter,
  providers: ProviderHost,
  now: string,
): Promise<Outcome> {
  const known = resources.filter((raw) => raw["urn"] === state.urn).map((raw) => textOf(raw["id"]));
  const made = await providers.findMade(state, known);
  if (made === "unknown") return undefined;
  if (made === "nothing") return { found: "nothing was made", resources };
  const { id, inputs, outputs } = made;
  const fresh: ResourceState = { ...state, id, inputs, outputs, created: now, modified: now };
  fresh.outputs = finishedOutputs(fresh);
  return {
    found: `it was made, as ${id}, and is in the state now`,
    resources: inPlace(resources, writeState(fresh, crypter.write) as RawState),
  };
}

/** A replacement comes before what it replaces, which waits for its deletion; anything else comes last. */
function inPlace(resources: readonly RawState[], fresh: RawState): RawState[] {
  const at = resources.findIndex((raw) => raw["urn"] === fresh["urn"] && raw["delete"] !== true);
  const old = resources[at];
  if (old === undefined) return [...resources, fresh];
  // What was deleted ahead of its replacement is gone already.
  const replaced = old["pendingReplacement"] === true ? [] : [{ ...old, delete: true }];
  return [...resources.slice(0, at), fresh, ...replaced, ...resources.slice(at + 1)];
}

async function settleDelete(
  state: ResourceState,
  resources: readonly RawState[],
  providers: ProviderHost,
): Promise<Outcome> {
  if (isProviderType(state.type) || !(await providers.canTell(state))) return undefined;
  if ((await providers.read(state, state.id, state.inputs, state.outputs)) !== undefined) {
    return { found: "it is still there", resources };
  }
  const isIt = (raw: RawState): boolean => raw["urn"] === state.urn && raw["id"] === state.id;
  const rest = resources.filter((raw) => !isIt(raw));
  // What waits for its replacement may still hang on it: the next deletion finds it gone and settles both. A component
  // that mentions it in its outputs does not.
  return rest.some((raw) => hangsOn(raw, state.urn))
    ? undefined
    : { found: "it is gone, and out of the state now", resources: rest };
}

function hangsOn({ inputs: _inputs, outputs: _outputs, ...raw }: RawState, urn: string): boolean {
  return JSON.stringify(raw).includes(JSON.stringify(urn));
}

/** Opens the provider that a state names; false where it is not in the state. */
async function openProvider(
  state: ResourceState,
  resources: readonly RawState[],
  crypter: Crypter,
  providers: ProviderHost,
): Promise<boolean> {
  if (isProviderType(state.type) || providers.has(state.provider)) return true;
  const provider = resources.find((raw) => `${textOf(raw["urn"])}::${textOf(raw["id"])}` === state.provider);
  if (provider === undefined) return false;
  await providers.ensure(readState(provider, crypter.read));
  return true;
}

/** Says what was found of the last operation: whose lock was taken over, what was recovered and what is not known. */
export function warnOfTheLast(
  events: EventStream,
  lock: Lock,
  recovered: boolean,
  pending: readonly PendingOperation[],
  { found, pending: left }: Pick<Settlement, "found" | "pending">,
): void {
  if (lock.tookOver !== undefined) {
    const { pid, operation, since } = lock.tookOver;
    events.diagnose(
      "warning",
      `The lock of ${operation} by process ${pid} since ${since} was taken over: that process is gone.`,
    );
  }
  if (recovered) {
    events.diagnose(
      "warning",
      "The last operation was interrupted; what it had done was recovered from its journal.",
    );
  }
  if (pending.length === 0) return;
  const lines = pending.map(
    ({ resource, type }) => `  * ${textOf(resource["urn"])}, interrupted while ${type}`,
  );
  const told = found.map((line) => `  * ${line}`);
  events.diagnose(
    "warning",
    [
      `Attempting to deploy or update resources with ${pending.length} pending operations from previous deployment.`,
      ...lines,
      ...(told.length === 0 ? [] : ["The clouds were asked what became of them:", ...told]),
      ...(left.some(({ type }) => type === "creating") ? [UNKNOWN_STATE] : []),
    ].join("\n"),
  );
}

const UNKNOWN_STATE =
  "What is still being created is in an unknown state because the engine was interrupted while waiting for changes to these " +
  "resources to complete. Look for what was made, bring it in with the resource option `import` if it is there, then clear " +
  "the rest with `refresh --clear-pending-creates`.";
