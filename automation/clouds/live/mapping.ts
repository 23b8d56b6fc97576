/** What event source mappings of queues and of streams have in common. */
import * as v from "../values";
import type { Entity } from "../world/world";
import type { Access } from "./access";
import { ServiceError } from "./errors";
import { callerOf, regionOf, type Estate } from "./estate";
import type { Functions, Result } from "./functions";

/** The mappings that read a source and are switched on. */
export const mappingsOf = (estate: Estate, sourceArn: string): readonly Entity[] =>
  estate
    .all("mapping")
    .filter((m) => v.text(m.inputs, "eventSourceArn") === sourceArn && v.flag(m.inputs, "enabled") !== false);

/** The function that a mapping runs. */
export const functionOf = (estate: Estate, mapping: Entity): Entity | undefined =>
  estate.find("lambda", v.text(mapping.inputs, "functionName") ?? "", regionOf(mapping));

/** Why a function may not read a source, if so. */
export function unread(
  access: Access,
  lambda: Entity,
  action: string,
  resource: string,
  region: string,
): string | undefined {
  const why = access.refusal(callerOf(lambda), { action, resource }, region);
  return why === undefined ? undefined : `${lambda.id} may not read ${resource}: ${why}`;
}

/** Runs a function on records; the service's refusal to run it now is no failure of the function. */
export async function runOn(
  functions: Functions,
  lambda: Entity,
  Records: readonly object[],
): Promise<Result | "throttled"> {
  try {
    return await functions.invoke(lambda, JSON.stringify({ Records }));
  } catch (error) {
    if (error instanceof ServiceError) return "throttled";
    throw error;
  }
}
