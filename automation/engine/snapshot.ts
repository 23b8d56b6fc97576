/** The live states of an operation. Every change goes to the ledger and, outside previews, to the journal. */
import type { Journal } from "./journal";
import type { Ledger } from "./ledger";
import type { Entry, Folded, PendingKind, RawState } from "./ledger";
import { writeState } from "./state";
import type { ResourceState, SecretWriter } from "./state";

export class Snapshot {
  readonly #ids = new Map<ResourceState, number>();
  #nextId: number;
  #nextCall = 0;

  constructor(
    private readonly ledger: Ledger,
    states: readonly ResourceState[],
    private readonly writeSecret: SecretWriter,
    private readonly journal: Journal | undefined,
  ) {
    states.forEach((state, id) => this.#ids.set(state, id));
    this.#nextId = states.length;
  }

  #record(entry: Entry): void {
    this.ledger.apply(entry);
    this.journal?.write(entry);
  }

  #write(state: ResourceState): RawState {
    return writeState(state, this.writeSecret) as RawState;
  }

  #holds(id: number, raw: RawState): boolean {
    return JSON.stringify(this.ledger.get(id)) === JSON.stringify(raw);
  }

  /** A new state, in place of `old` where there is one. */
  made(state: ResourceState, old?: ResourceState): void {
    const raw = this.#write(state);
    const oldId = old === undefined ? undefined : this.#ids.get(old);
    if (old !== undefined && oldId !== undefined && this.#holds(oldId, raw)) {
      this.#ids.delete(old);
      this.#ids.set(state, oldId);
      this.#record({ k: "kept", id: oldId });
      return;
    }
    const id = this.#nextId++;
    this.#ids.set(state, id);
    this.#record({ k: "made", id, state: raw });
    if (old !== undefined) this.gone(old);
  }

  /** The content of a state changed in place. */
  changed(state: ResourceState): void {
    const id = this.#ids.get(state);
    if (id === undefined) return;
    const raw = this.#write(state);
    if (this.#holds(id, raw)) return;
    this.#record({ k: "set", id, state: raw });
  }

  /** `now` is what `old` turned out to be. */
  refreshed(old: ResourceState, now: ResourceState): void {
    const id = this.#ids.get(old);
    if (id === undefined) return;
    this.#ids.delete(old);
    this.#ids.set(now, id);
    this.changed(now);
  }

  gone(state: ResourceState): void {
    const id = this.#ids.get(state);
    if (id === undefined) return;
    this.#ids.delete(state);
    this.#record({ k: "gone", id });
  }

  renamed(from: string, to: string): void {
    this.#record({ k: "renamed", from, to });
  }

  /** Notes a call to a provider before it is made; the answer ends it. */
  begin(kind: PendingKind, state: ResourceState): () => void {
    const call = this.#nextCall++;
    const entry: Entry = { k: "begin", call, kind, state: this.#write(state) };
    // A call that the journal does not know of is not made, so it is not pending either.
    this.journal?.write(entry);
    this.ledger.apply(entry);
    return () => this.#record({ k: "end", call });
  }

  fold(): Folded {
    return this.ledger.fold();
  }
}
