import { readFileSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { inspect } from "./inspect";

/**
 * A contract's values as a preview knows them. `unknown` stands for what only a deployment can tell; secrets are always
 * unknown, so that no planned output ever holds one.
 */
export type PlannedValue =
  | { readonly value: unknown }
  | { readonly unknown: true; readonly secret?: true }
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
    if (secret) return { unknown: true, secret: true };
    return known ? { value: inner } : plannedOf(inner);
  }
  if (pulumi.isUnknown(value) || value === undefined) return { unknown: true };
  if (Array.isArray(value)) return { items: await Promise.all(value.map(plannedOf)) };
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(async ([key, part]) => [key, await plannedOf(part)] as const);
    return { fields: Object.fromEntries(await Promise.all(entries)) };
  }
  return { value };
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

/** Planned outputs from the file that `CAUSEWAY_PLAN_IN` names; undefined outside a preview or without such a file. */
export function plannedNeeds(): PlannedDocument | undefined {
  const file = process.env["CAUSEWAY_PLAN_IN"];
  if (!pulumi.runtime.isDryRun() || !file) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as PlannedDocument;
}

/** Writes what this stack hands on to the file that `CAUSEWAY_PLAN_OUT` names; does nothing outside a preview. */
export async function writePlanned(
  contract: string,
  outputs: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = process.env["CAUSEWAY_PLAN_OUT"];
  if (!pulumi.runtime.isDryRun() || !file) return;
  const planned = Object.entries(outputs).map(async ([key, value]) => [key, await plannedOf(value)] as const);
  const document: PlannedOutputs = { contract, outputs: Object.fromEntries(await Promise.all(planned)) };
  writeFileSync(file, `${JSON.stringify(document)}\n`);
}
