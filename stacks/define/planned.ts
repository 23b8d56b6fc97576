import { readFileSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../../components/core";
import { contractId, type Contract } from "./contract";
import { digestOf } from "./digest";
import { inspect } from "./inspect";

/**
 * A contract's values as a preview knows them, part by part: what the engine knows of a resource that stays, what a
 * provider foretells of one that is updated, what the program itself gave one that is made anew. `unknown` stands for what
 * only a deployment can tell; secrets are always unknown, so that no planned output ever holds one. A `digest` under the
 * key of the run says whether one is what is deployed already. Those, and all of a stack that the preview changes nothing
 * in, the deployer marks `deployed`: whoever needs one reads it from the state.
 */
export type PlannedValue =
  | { readonly value: unknown }
  | { readonly unknown: true; readonly secret?: true; readonly deployed?: true; readonly digest?: string }
  | { readonly fields: Readonly<Record<string, PlannedValue>> }
  | { readonly items: readonly PlannedValue[] };

/** What one stack hands on in a preview. */
export interface PlannedOutputs {
  /** `aws-network/1`. */
  readonly contract: string;
  readonly outputs: Readonly<Record<string, PlannedValue>>;
}

/** The document that `CAUSEWAY_PLAN_IN` names: planned outputs by stack. */
export interface PlannedDocument {
  readonly version: 1;
  readonly stacks: Readonly<Record<string, PlannedOutputs>>;
}

/** Records what is known of a value, leaf by leaf. */
export async function plannedOf(value: unknown): Promise<PlannedValue> {
  if (pulumi.Output.isInstance(value)) {
    const { value: inner, known, secret } = await inspect(value);
    if (secret) return secretOf(inner, known);
    return known ? { value: inner } : plannedOf(inner);
  }
  if (value instanceof Promise) return plannedOf(await value);
  if (pulumi.isUnknown(value) || value === undefined) return { unknown: true };
  if (Array.isArray(value)) return { items: await Promise.all(value.map(plannedOf)) };
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(async ([key, part]) => [key, await plannedOf(part)] as const);
    return { fields: Object.fromEntries(await Promise.all(entries)) };
  }
  return { value };
}

function secretOf(value: unknown, known: boolean): PlannedValue {
  const key = process.env["CAUSEWAY_PLAN_KEY"];
  const digest = known && key ? { digest: digestOf(key, value) } : {};
  return { unknown: true, secret: true, ...digest };
}

/** The value again, with unknowns where it was unknown. */
export function fromPlanned(planned: PlannedValue): unknown {
  if ("value" in planned) return planned.value;
  if ("items" in planned) return planned.items.map(fromPlanned);
  if ("fields" in planned) {
    return Object.fromEntries(Object.entries(planned.fields).map(([key, part]) => [key, fromPlanned(part)]));
  }
  return planned.secret ? pulumi.secret(pulumi.unknown) : pulumi.unknown;
}

/**
 * Planned outputs from the file that `CAUSEWAY_PLAN_IN` names; undefined outside a preview or without such a file.
 *
 * @throws {InputError} when the file can not be read or holds no planned outputs.
 */
export function plannedNeeds(): PlannedDocument | undefined {
  const file = process.env["CAUSEWAY_PLAN_IN"];
  if (!pulumi.runtime.isDryRun() || !file) return undefined;
  const document = readJson(file);
  if (isPlanned(document)) return document;
  throw refuse(
    file,
    'a document {"version":1,"stacks":{…}}, as the deployer writes it; unset it to read the states',
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = (error as Error).message;
    throw Object.assign(refuse(file, `a readable JSON file (${reason}); unset it to read the states`), {
      cause: error,
    });
  }
}

function isPlanned(document: unknown): document is PlannedDocument {
  if (document === null || typeof document !== "object") return false;
  const { version, stacks } = document as Partial<PlannedDocument>;
  return version === 1 && stacks !== null && typeof stacks === "object";
}

function refuse(file: string, allowed: string): InputError {
  return new InputError("planned outputs", [{ path: "CAUSEWAY_PLAN_IN", given: file, allowed }]);
}

/**
 * Writes what this stack hands on to the file that `CAUSEWAY_PLAN_OUT` names; does nothing outside a preview.
 *
 * @param outputs what the program returned. What follows from it, such as a value that was checked, is unknown as a whole
 * when any part of it is.
 */
export async function writePlanned(
  contract: Contract,
  outputs: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = process.env["CAUSEWAY_PLAN_OUT"];
  if (!pulumi.runtime.isDryRun() || !file) return;
  const planned = contract.fields.map(async (field): Promise<[string, PlannedValue]> => [
    field,
    await plannedOf(contract.secrets.has(field) ? pulumi.secret(outputs[field]) : outputs[field]),
  ]);
  const document: PlannedOutputs = {
    contract: contractId(contract),
    outputs: Object.fromEntries(await Promise.all(planned)),
  };
  writeFileSync(file, `${JSON.stringify(document)}\n`, { mode: 0o600 });
}
