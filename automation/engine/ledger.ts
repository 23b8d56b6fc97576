/**
 * The states of one operation in their form on disk: those it began with, those it made, and the calls to providers
 * that are under way. Every change is one small entry, so that a journal of entries over the checkpoint they began with
 * is worth the same as the checkpoint they end in.
 */
import { urnBelow } from "./urn";
import { textOf } from "./wire";
import type { Json } from "./wire";

export type RawState = { readonly [key: string]: Json };

export type PendingKind = "creating" | "updating" | "deleting" | "reading" | "importing";

export type Entry =
  /** A new state, after all others. */
  | { readonly k: "made"; readonly id: number; readonly state: RawState }
  /** A state that the operation found unchanged. */
  | { readonly k: "kept"; readonly id: number }
  /** New content of a state, in its place. */
  | { readonly k: "set"; readonly id: number; readonly state: RawState }
  | { readonly k: "gone"; readonly id: number }
  /** A resource goes by a new URN from here on. */
  | { readonly k: "renamed"; readonly from: string; readonly to: string }
  | { readonly k: "begin"; readonly call: number; readonly kind: PendingKind; readonly state: RawState }
  | { readonly k: "end"; readonly call: number };

/** The fields that an entry of each kind has, beside `k`. */
const FIELDS: Readonly<Record<Entry["k"], Readonly<Record<string, "number" | "string" | "object">>>> = {
  made: { id: "number", state: "object" },
  kept: { id: "number" },
  set: { id: "number", state: "object" },
  gone: { id: "number" },
  renamed: { from: "string", to: "string" },
  begin: { call: "number", kind: "string", state: "object" },
  end: { call: "number" },
};

/** Whether what a file holds is an entry. */
export function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Readonly<Record<string, unknown>>;
  const { k } = entry;
  if (typeof k !== "string" || !Object.hasOwn(FIELDS, k)) return false;
  return Object.entries(FIELDS[k as Entry["k"]]).every(
    ([field, type]) => typeof entry[field] === type && entry[field] !== null,
  );
}

export interface PendingOperation {
  readonly resource: RawState;
  readonly type: string;
}

export interface Folded {
  readonly resources: readonly RawState[];
  readonly pending: readonly PendingOperation[];
}

export class Ledger {
  /** States not met yet, in the order of the checkpoint. */
  readonly #old = new Map<number, RawState>();
  readonly #new = new Map<number, RawState>();
  readonly #calls = new Map<number, PendingOperation>();
  readonly #renamed = new Map<string, string>();
  readonly #unresolved: readonly PendingOperation[];

  constructor(base: Folded) {
    base.resources.forEach((state, id) => this.#old.set(id, state));
    // Whether a create that was cut off made anything is for the user to find out; the rest is settled by doing again.
    this.#unresolved = base.pending.filter((operation) => operation.type === "creating");
  }

  apply(entry: Entry): void {
    switch (entry.k) {
      case "made":
        this.#new.set(entry.id, entry.state);
        break;
      case "kept": {
        const state = this.#old.get(entry.id);
        if (state !== undefined) {
          this.#old.delete(entry.id);
          this.#new.set(entry.id, state);
        }
        break;
      }
      case "set":
        if (this.#new.has(entry.id)) this.#new.set(entry.id, entry.state);
        else this.#old.set(entry.id, entry.state);
        break;
      case "gone":
        this.#old.delete(entry.id);
        this.#new.delete(entry.id);
        break;
      case "renamed":
        this.#renamed.set(entry.from, entry.to);
        break;
      case "begin":
        this.#calls.set(entry.call, { resource: entry.state, type: entry.kind });
        break;
      case "end":
        this.#calls.delete(entry.call);
        break;
    }
  }

  /** A state as it is now. */
  get(id: number): RawState | undefined {
    return this.#new.get(id) ?? this.#old.get(id);
  }

  fold(): Folded {
    const states = [...this.#new.values(), ...this.#old.values()];
    const renamed = withDescendants(states, this.#renamed);
    const resources = states.map((state) => rename(state, renamed));
    return { resources, pending: [...this.#unresolved, ...this.#calls.values()] };
  }
}

/** A URN holds the types of its parents: what goes by a new one takes along the children that did not come up yet. */
function withDescendants(
  states: readonly RawState[],
  renamed: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (renamed.size === 0) return renamed;
  const all = new Map(renamed);
  for (const state of states) {
    const [urn, parent] = [textOf(state["urn"]), all.get(textOf(state["parent"]))];
    if (parent !== undefined && !all.has(urn)) all.set(urn, urnBelow(parent, urn));
  }
  return all;
}

/** The same state with the URNs it refers to renamed, and its own where it is an original that waits for its deletion. */
function rename(state: RawState, renamed: ReadonlyMap<string, string>): RawState {
  if (renamed.size === 0) return state;
  const to = (urn: string): string => renamed.get(urn) ?? urn;
  const each = (urns: Json | undefined): Json =>
    Array.isArray(urns) ? urns.map((urn) => to(textOf(urn))) : null;
  const changes: Record<string, Json> = {};
  for (const field of ["urn", "parent", "deletedWith"]) {
    if (typeof state[field] === "string") changes[field] = to(state[field]);
  }
  for (const field of ["dependencies", "replaceWith"]) {
    if (Array.isArray(state[field])) changes[field] = each(state[field]);
  }
  if (typeof state["provider"] === "string") {
    const at = state["provider"].lastIndexOf("::");
    changes["provider"] = to(state["provider"].slice(0, at)) + state["provider"].slice(at);
  }
  const properties = state["propertyDependencies"];
  if (
    properties !== undefined &&
    properties !== null &&
    typeof properties === "object" &&
    !Array.isArray(properties)
  ) {
    changes["propertyDependencies"] = Object.fromEntries(
      Object.entries(properties).map(([key, urns]) => [key, each(urns)]),
    );
  }
  return { ...state, ...changes };
}
