import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { kinds as awsKinds } from "../../../automation/clouds/aws/kinds";
import type { Kind } from "../../../automation/clouds/kind";
import { kinds as ociKinds } from "../../../automation/clouds/oci/cloud";
import { ProviderError, type Values } from "../../../automation/engine/provider";

const folder = path.join(__dirname, "exercised");
const seen = new Map<string, Set<string>>();

/** Notes that a test saw a behaviour of a type: the code of a refusal, or where it was refused. */
export function exercised(type: string, what: string): void {
  seen.set(type, (seen.get(type) ?? new Set()).add(what));
}

const kindOf = (type: string): Kind | undefined => awsKinds.get(type) ?? ociKinds.get(type);

/**
 * Notes a failed check where the kind's own rule has something to say, not only the declarations of the SDK; of objects of
 * Kubernetes, whose rules are by kind and not by type, any.
 */
export function noteCheck(type: string, inputs: Values, region: string): void {
  if (type.startsWith("kubernetes:")) exercised(type, "inputs");
  let own = false;
  const site = { account: "", region, config: {} };
  kindOf(type)?.check?.(inputs, () => (own = true), site);
  if (own) exercised(type, "inputs");
}

/** Hands on what a call comes to and notes its refusal. */
export async function noting<T>(type: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProviderError && error.options.code !== undefined)
      exercised(type, error.options.code);
    throw error;
  }
}

/**
 * The last test of a file: what its tests saw is what is on record, beside them in `exercised/`. The support page lists a
 * type only if some file has it on record; a test that goes takes its record along, or this one fails.
 */
export function recordExercised(file: string): void {
  test("what was refused here is on record", async () => {
    const sorted = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
    const record = Object.fromEntries(sorted.map(([type, what]) => [type, [...what].sort().join(", ")]));
    await expect(`${JSON.stringify(record, null, 2)}\n`).toMatchFileSnapshot(
      path.join(folder, `${file}.json`),
    );
  });
}

/** What all files have on record: refusals by type. */
export function onRecord(): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, Set<string>>();
  for (const name of readdirSync(folder).sort()) {
    const record = JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Record<string, string>;
    for (const [type, what] of Object.entries(record))
      for (const one of what.split(", ")) all.set(type, (all.get(type) ?? new Set()).add(one));
  }
  return new Map([...all].map(([type, what]) => [type, [...what].sort()]));
}
