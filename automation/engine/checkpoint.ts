/** Pulumi's version-3 checkpoint: its shape, and what makes one unfit to be built upon. */
import { createHash } from "node:crypto";
import type { PendingOperation, RawState } from "./ledger";
import { sdkVersion } from "./sdk";
import { isProviderType, isUrn, parseReference, urnPrefix } from "./urn";
import { textOf } from "./wire";
import type { Json } from "./wire";

export interface Deployment {
  readonly manifest: { readonly time: string; readonly magic: string; readonly version: string };
  readonly secrets_providers?: { readonly type: string; readonly state?: { readonly salt?: string } };
  readonly resources?: readonly RawState[];
  readonly pending_operations?: readonly PendingOperation[];
  readonly metadata?: Json;
}

export interface CheckpointFile {
  readonly version: 3;
  readonly checkpoint: { readonly stack: string; readonly latest?: Deployment };
}

const CHECKPOINT_VERSION = 3;

const VERSION = `v${sdkVersion}`;

function magic(version: string): string {
  return version === "" ? "" : createHash("sha256").update(version).digest("hex");
}

export function makeDeployment(
  salt: string,
  resources: readonly RawState[],
  pending: readonly PendingOperation[],
  time: Date,
): Deployment {
  return {
    manifest: { time: time.toISOString(), magic: magic(VERSION), version: VERSION },
    secrets_providers: { type: "passphrase", state: { salt } },
    ...(resources.length > 0 ? { resources } : {}),
    ...(pending.length > 0 ? { pending_operations: pending } : {}),
    metadata: {},
  };
}

const RESOURCES = "resources come here";

/** The text of a checkpoint in pieces, so that the state of a large stack is never in memory as one text. */
export function* checkpointText(file: CheckpointFile): Generator<string> {
  const { stack, latest } = file.checkpoint;
  const resources = latest?.resources ?? [];
  const frame = resources.length === 0 ? latest : { ...latest, resources: [RESOURCES] };
  const text = `${JSON.stringify({ version: file.version, checkpoint: { stack, latest: frame } }, undefined, 2)}\n`;
  if (resources.length === 0) {
    yield text;
    return;
  }
  const mark = JSON.stringify(RESOURCES);
  const at = text.indexOf(mark);
  const indent = text.slice(text.lastIndexOf("\n", at), at);
  yield text.slice(0, at);
  for (const [index, resource] of resources.entries()) {
    const lines = JSON.stringify(resource, undefined, 2).replaceAll("\n", indent);
    yield index === 0 ? lines : `,${indent}${lines}`;
  }
  yield text.slice(at + mark.length);
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Faults in a deployment, each with the resource it is at; empty when it can be built upon. */
export function deploymentFaults(deployment: Deployment): string[] {
  const faults: string[] = [];
  const { manifest } = deployment;
  if (!isObject(manifest) || typeof manifest.version !== "string") return ["it has no manifest"];
  const lists = { resources: deployment.resources, pending_operations: deployment.pending_operations };
  for (const [name, list] of Object.entries(lists)) {
    // Some writers leave out what is empty, others say null.
    if ((list ?? undefined) !== undefined && !(Array.isArray(list) && list.every(isObject)))
      faults.push(`its ${name} are no list of objects`);
  }
  if (faults.length > 0) return faults;
  if ((deployment.pending_operations ?? []).some(({ resource }) => !isObject(resource)))
    return ["one of its pending_operations has no resource"];
  if ((manifest.magic ?? "") !== "" && manifest.magic !== magic(manifest.version)) {
    faults.push("its manifest's magic does not belong to its version");
  }
  const provider = deployment.secrets_providers ?? undefined;
  if (provider !== undefined && provider.type !== "" && provider.type !== "passphrase") {
    faults.push(
      `its secrets are kept by ${provider.type}; the embedded engine opens passphrase secrets only`,
    );
  }
  const seen = new Map<string, RawState>();
  const providers = new Set<string>();
  (deployment.resources ?? []).forEach((state, index) => {
    const { urn, parent, provider: reference } = state;
    if (typeof urn !== "string" || !isUrn(urn) || typeof state["type"] !== "string") {
      faults.push(`resource ${index} has no proper urn and type`);
      return;
    }
    const missing = (what: string, of: Json | undefined): void => {
      if (typeof of === "string" && of !== "" && !seen.has(of)) {
        faults.push(`${urn} names ${of} as its ${what}, which does not come before it`);
      }
    };
    missing("parent", parent);
    for (const dependency of asList(state["dependencies"])) missing("dependency", dependency);
    // What was deleted ahead of its replacement needs no provider, and its own may have been replaced already.
    const needs = typeof reference === "string" && reference !== "" && state["pendingReplacement"] !== true;
    if (needs && !providers.has(reference)) {
      faults.push(`${urn} names ${reference} as its provider, which does not come before it`);
    }
    if (isProviderType(state["type"])) providers.add(`${urn}::${textOf(state["id"])}`);
    if (state["delete"] !== true) {
      if (seen.get(urn) !== undefined && seen.get(urn)?.["delete"] !== true)
        faults.push(`${urn} is there twice`);
      seen.set(urn, state);
    } else if (!seen.has(urn)) {
      seen.set(urn, state);
    }
  });
  return faults;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export type ReadCheckpoint =
  | { readonly file: CheckpointFile }
  /** Why it can not be used. */
  | { readonly fault: string; readonly cause?: unknown };

/** Reads the text of a checkpoint. */
export function parseCheckpoint(text: string, stack: string): ReadCheckpoint {
  let parsed: Partial<CheckpointFile>;
  try {
    parsed = JSON.parse(text) as Partial<CheckpointFile>;
  } catch (cause) {
    return { fault: "it is cut off or not JSON", cause };
  }
  if (!isObject(parsed) || !isObject(parsed.checkpoint)) return { fault: "it is not a checkpoint" };
  const { version, checkpoint } = parsed as { version?: unknown; checkpoint: CheckpointFile["checkpoint"] };
  if (version !== CHECKPOINT_VERSION) {
    const newer = Number(version) > CHECKPOINT_VERSION ? ", which a newer release wrote" : "";
    return { fault: `it is of version ${String(version)}${newer}; this release reads ${CHECKPOINT_VERSION}` };
  }
  if (checkpoint.stack !== stack) {
    return { fault: `it belongs to the stack ${checkpoint.stack}, not to ${stack}` };
  }
  const { latest } = checkpoint;
  if (latest !== undefined && !isObject(latest)) return { fault: "what it holds is not a deployment" };
  const faults = latest === undefined ? [] : deploymentFaults(latest);
  if (faults.length > 0) return { fault: faults.slice(0, 3).join("; ") };
  return { file: { version: CHECKPOINT_VERSION, checkpoint } };
}

/** The stack that a provider reference's URN names; used to tell a foreign deployment. */
export function foreignUrns(deployment: Deployment, stack: string, project: string): string[] {
  const prefix = urnPrefix(stack, project);
  return (deployment.resources ?? [])
    .flatMap((state) => [
      textOf(state["urn"]),
      ...(typeof state["provider"] === "string" ? [parseReference(state["provider"]).urn] : []),
    ])
    .filter((urn) => !urn.startsWith(prefix));
}
