import type * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import type { Fault } from "../../components/core";

/** A value in which every part may still be an output. */
export type DeepInput<T> =
  | pulumi.Input<T>
  | (T extends readonly (infer E)[]
      ? readonly DeepInput<E>[]
      : T extends object
        ? { readonly [K in keyof T]: DeepInput<T[K]> }
        : pulumi.Input<T>);

/** What a program returns for a contract. */
export type ContractInputs<T extends object> = { readonly [K in keyof T]: DeepInput<T[K]> };

/** What a later stack gets: one output a field. */
export type ContractOutputs<T extends object> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** The outputs that a stack promises to later ones: the only way in which a value crosses a stack boundary. */
export interface Contract<T extends object = object> {
  /** The stack that keeps the promise, `aws-network`. */
  readonly stack: string;
  /** Raised with every change that an older consumer or producer can not take. */
  readonly version: number;
  /** The fields, in the order of their declaration. */
  readonly fields: readonly string[];
  /** Fields whose values are secret. */
  readonly secrets: ReadonlySet<string>;
  /** Every fault of a value, each with its path; none when the value keeps the promise. */
  faultsOf(field: string, value: unknown): Fault[];
  /** Keeps the type of the fields; never set. */
  readonly _type?: T;
}

/** The output key under which a stack says which contract it keeps: `aws-network/1`. */
export const CONTRACT_KEY = "contract";

/**
 * Declares a contract.
 *
 * @param definition.stack the producing stack.
 * @param definition.version a whole number from 1.
 * @param definition.fields a valibot schema a field; what a field may hold is what a JSON document may hold.
 * @param definition.secrets fields that are secret. Default: none.
 *
 * @example
 * export const bus = defineContract({ stack: "events", version: 1, fields: { busArn: v.string() } });
 */
export function defineContract<const E extends v.ObjectEntries>(definition: {
  readonly stack: string;
  readonly version: number;
  readonly fields: E;
  readonly secrets?: readonly (keyof E & string)[];
}): Contract<v.InferOutput<v.ObjectSchema<E, undefined>>> {
  const { stack, version, fields, secrets = [] } = definition;
  return {
    stack,
    version,
    fields: Object.keys(fields),
    secrets: new Set(secrets),
    faultsOf: (field, value) => {
      const schema = fields[field];
      if (schema === undefined) return [{ path: field, given: value, allowed: "a field of the contract" }];
      const result = v.safeParse(v.object({ [field]: schema }), { [field]: value });
      const hidden = secrets.includes(field);
      return (result.issues ?? []).map((issue) => ({
        path: v.getDotPath(issue) ?? field,
        ...(hidden ? {} : { given: issue.input }),
        allowed: issue.expected ?? issue.message,
      }));
    },
  };
}

/** The value of {@link CONTRACT_KEY}. */
export function contractId(contract: Contract): string {
  return `${contract.stack}/${contract.version}`;
}
