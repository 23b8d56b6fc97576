import type * as pulumi from "@pulumi/pulumi";
import { InputError } from "../core";

/** Ids by role, of the resources that were made. */
export type IdsByRole<R extends string> = Readonly<Partial<Record<R, pulumi.Output<string>>>>;

/** The ids of resources. */
export function idsOf<R extends string>(resources: ReadonlyMap<R, pulumi.CustomResource>): IdsByRole<R> {
  return Object.fromEntries([...resources].map(([role, { id }]) => [role, id])) as IdsByRole<R>;
}

/** @throws {InputError} when there is none of that role, with those that there are. */
export function idOf<R extends string>(what: string, role: R, ids: IdsByRole<R>): pulumi.Output<string> {
  const id = ids[role];
  if (id !== undefined) return id;
  const allowed = `a role that has a ${what} here: ${Object.keys(ids).join(", ")}`;
  throw new InputError("network", [{ path: "role", given: role, allowed }]);
}

/** What the plan says is there: its absence is the component's own fault, not the user's. */
export function held<R extends string, T>(resources: ReadonlyMap<R, T>, role: R): T {
  return present(resources.get(role), role);
}

/** The same for a single resource. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the plan needs a ${what} that was not created`);
  return value;
}
