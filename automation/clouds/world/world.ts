import path from "node:path";
import { AssetInstance, type AssetValue, type Value, type Values } from "../../engine/provider";
import { isArray, isObject } from "../values";
import { FileLock } from "./lock";
import { LineLog } from "./log";
import { Seal } from "./seal";

/** Something that exists in a simulated account, whatever Pulumi's state says. */
export interface Entity {
  /** The type token. */
  readonly type: string;
  /** The provider's id, unique for its type within `scope`. */
  readonly id: string;
  /** The account and region, tenancy and region, or cluster that it is in. */
  readonly scope: string;
  /** The URN that made it. */
  readonly urn: string;
  /** What its generated values are derived from, so that a renamed resource keeps them. */
  readonly subject: string;
  readonly inputs: Values;
  readonly outputs: Values;
  /** Other identifiers that refer to it: ARNs, OCIDs of parts that came with it, URLs. */
  readonly aliases: readonly string[];
  /** Keys that no other entity may take, such as a bucket's name. */
  readonly claims: readonly string[];
  /** Keys ({@link entityKey}) of what can not be deleted while this exists. */
  readonly holds: readonly string[];
}

export const entityKey = (e: Pick<Entity, "type" | "id" | "scope">): string =>
  `${e.scope}\0${e.type}\0${e.id}`;

type Change =
  | { readonly op: "put"; readonly entity: Entity }
  | { readonly op: "remove"; readonly key: string }
  | { readonly op: "generation"; readonly urn: string; readonly count: number };

/** What may be asked of the world; inside a transaction also changed. */
export interface WorldView {
  get(type: string, scope: string, id: string): Entity | undefined;
  /** Everything that answers to an identifier: an id, an ARN, an OCID, a URL. */
  resolve(identifier: string): readonly Entity[];
  /** All entities of a type, in the order of their keys. */
  all(type: string): readonly Entity[];
  /** All there is, in the order of keys. */
  everything(): readonly Entity[];
  /** Everything in a scope, in the order of keys. */
  within(scope: string): readonly Entity[];
  /** What holds on to an entity, by its key, and so stops its deletion. */
  holders(key: string): readonly Entity[];
  claimed(claim: string): Entity | undefined;
  /** How often a resource of this URN has been made so far. */
  generation(urn: string): number;
}

export interface Transaction extends WorldView {
  put(entity: Entity): void;
  remove(entity: Entity): void;
  /** Counts one more creation of the URN. */
  count(urn: string): void;
}

class Index {
  private readonly sets = new Map<string, Set<string>>();
  add(key: string, member: string): void {
    const set = this.sets.get(key);
    if (set) set.add(member);
    else this.sets.set(key, new Set([member]));
  }
  delete(key: string, member: string): void {
    const set = this.sets.get(key);
    set?.delete(member);
    if (set?.size === 0) this.sets.delete(key);
  }
  get(key: string): string[] {
    return [...(this.sets.get(key) ?? [])].sort();
  }
  clear(): void {
    this.sets.clear();
  }
}

const format = "causeway-world-1";

/**
 * What really exists in the simulated accounts, kept under `home` apart from any Pulumi state and shared by all
 * processes that name the same `home`.
 *
 * On disk it is `world.jsonl`, one line for one transaction, appended; `world.key`, the key its records are sealed
 * with (see {@link Seal}: nothing about a resource but its type is readable); and `world.lock` while a transaction
 * runs. A process killed at any point leaves each transaction done whole or not at all. When most of the log is out of
 * date it is rewritten, also under the lock.
 */
export class World implements WorldView {
  private readonly log: LineLog;
  private readonly lock: FileLock;
  private readonly seal: Seal;
  private readonly entities = new Map<string, Entity>();
  private readonly generations = new Map<string, number>();
  private readonly byType = new Index();
  private readonly byIdentifier = new Index();
  private readonly byHold = new Index();
  private readonly claims = new Map<string, string>();
  private lines = 0;

  constructor(readonly home: string) {
    const file = path.join(home, "world.jsonl");
    this.seal = Seal.open(path.join(home, "world.key"), file);
    this.log = new LineLog(file);
    this.lock = new FileLock(path.join(home, "world.lock"));
  }

  /** Runs `work` alone among all processes; its changes are written together when it returns, and not if it throws. */
  transact<T>(work: (tx: Transaction) => T): T {
    return this.lock.hold(() => {
      this.catchUp();
      const changes: Change[] = [];
      const tx: Transaction = {
        get: this.get.bind(this),
        resolve: this.resolve.bind(this),
        all: this.all.bind(this),
        everything: this.everything.bind(this),
        within: this.within.bind(this),
        holders: this.holders.bind(this),
        claimed: this.claimed.bind(this),
        generation: this.generation.bind(this),
        put: (entity) => changes.push({ op: "put", entity }),
        remove: (entity) => changes.push({ op: "remove", key: entityKey(entity) }),
        count: (urn) => changes.push({ op: "generation", urn, count: this.generation(urn) + 1 }),
      };
      const result = work(tx);
      if (changes.length > 0) {
        this.write(changes);
        for (const change of changes) this.apply(change);
        if (this.lines > 500 + 4 * (this.entities.size + this.generations.size)) this.compact();
      }
      return result;
    });
  }

  /** Brings the view up to date with what other processes wrote. */
  refresh(): this {
    this.catchUp();
    return this;
  }

  get(type: string, scope: string, id: string): Entity | undefined {
    return this.entities.get(entityKey({ type, scope, id }));
  }

  resolve(identifier: string): readonly Entity[] {
    return this.pick(this.byIdentifier.get(identifier));
  }

  all(type: string): readonly Entity[] {
    return this.pick(this.byType.get(type));
  }

  everything(): readonly Entity[] {
    return this.pick([...this.entities.keys()].sort());
  }

  within(scope: string): readonly Entity[] {
    return this.everything().filter((entity) => entity.scope === scope);
  }

  holders(key: string): readonly Entity[] {
    return this.pick(this.byHold.get(key));
  }

  claimed(claim: string): Entity | undefined {
    const key = this.claims.get(claim);
    return key === undefined ? undefined : this.entities.get(key);
  }

  generation(urn: string): number {
    return this.generations.get(urn) ?? 0;
  }

  get size(): number {
    return this.entities.size;
  }

  /** Returns when everything written so far is on the disk. */
  flush(): void {
    this.log.sync();
  }

  close(): void {
    this.log.close();
    this.forget();
  }

  private pick(keys: readonly string[]): Entity[] {
    return keys.flatMap((k) => this.entities.get(k) ?? []);
  }

  private catchUp(): void {
    const { restarted, lines } = this.log.tail();
    if (restarted) this.forget();
    for (const line of lines) {
      this.lines++;
      for (const change of this.decode(line)) this.apply(change);
    }
  }

  private forget(): void {
    this.entities.clear();
    this.generations.clear();
    this.byType.clear();
    this.byIdentifier.clear();
    this.byHold.clear();
    this.claims.clear();
    this.lines = 0;
  }

  private apply(change: Change): void {
    switch (change.op) {
      case "put":
        this.drop(entityKey(change.entity));
        this.add(change.entity);
        break;
      case "remove":
        this.drop(change.key);
        break;
      case "generation":
        this.generations.set(change.urn, change.count);
        break;
    }
  }

  private add(entity: Entity): void {
    const key = entityKey(entity);
    this.entities.set(key, entity);
    this.byType.add(entity.type, key);
    for (const name of new Set([entity.id, ...entity.aliases])) this.byIdentifier.add(name, key);
    for (const name of entity.holds) this.byHold.add(name, key);
    for (const claim of entity.claims) this.claims.set(claim, key);
  }

  private drop(key: string): void {
    const entity = this.entities.get(key);
    if (!entity) return;
    this.entities.delete(key);
    this.byType.delete(entity.type, key);
    for (const name of new Set([entity.id, ...entity.aliases])) this.byIdentifier.delete(name, key);
    for (const name of entity.holds) this.byHold.delete(name, key);
    for (const claim of entity.claims) if (this.claims.get(claim) === key) this.claims.delete(claim);
  }

  private encode(changes: readonly Change[]): string {
    const types = changes.flatMap((c) => (c.op === "put" ? [c.entity.type] : []));
    return JSON.stringify({ format, types, sealed: this.seal.seal(JSON.stringify(changes, toJson)) });
  }

  private write(changes: readonly Change[]): void {
    this.log.append(this.encode(changes));
    this.lines++;
  }

  private decode(line: string): Change[] {
    try {
      const { sealed } = JSON.parse(line) as { sealed: string };
      return JSON.parse(this.seal.open(sealed), fromJson) as Change[];
    } catch (error) {
      throw new Error(
        `The simulated world is damaged: line ${String(this.lines)} of ${this.log.file} can not be read. ` +
          "Put the file back from a copy, or remove its directory together with the state of its stacks.",
        { cause: error },
      );
    }
  }

  private compact(): void {
    const changes: Change[] = [
      ...[...this.entities.values()].map((entity): Change => ({ op: "put", entity })),
      ...[...this.generations].map(([urn, count]): Change => ({ op: "generation", urn, count })),
    ];
    const lines = changes.map((c) => this.encode([c]));
    this.log.replace(lines);
    this.lines = lines.length;
  }
}

const assetMark = "\0asset";

function toJson(_key: string, value: unknown): unknown {
  return value instanceof AssetInstance ? { [assetMark]: value.asset } : value;
}

function fromJson(_key: string, value: unknown): unknown {
  if (typeof value === "object" && value !== null && assetMark in value)
    return new AssetInstance(value[assetMark] as AssetValue);
  return value;
}

/** A copy without unknowns, as only known values exist. */
export function known(values: Values): Values {
  const clean = (v: Value): Value | undefined => {
    if (typeof v === "symbol") return undefined;
    if (isArray(v)) return v.map(clean).filter((m) => m !== undefined);
    if (isObject(v))
      return Object.fromEntries(
        Object.entries(v).flatMap(([k, m]) => {
          const c = clean(m);
          return c === undefined ? [] : [[k, c]];
        }),
      );
    return v;
  };
  return clean(values) as Values;
}
