import type { CheckFailure, Value, Values } from "../engine/provider";
import type { Derive } from "./derive";
import { CloudError } from "./errors";
import type { NameRule } from "./naming";
import * as v from "./values";
import type { Entity, WorldView } from "./world/world";

/** Where a provider acts: one account or tenancy, one region. */
export interface Site {
  /** The AWS account's number or the OCI tenancy's OCID. */
  readonly account: string;
  readonly region: string;
  /** The provider's checked configuration. */
  readonly config: Values;
}

/** What a kind sees of the resource at hand: while it is made or changed, inside a transaction on the world. */
export class Context {
  constructor(
    readonly type: string,
    /** The logical name. */
    readonly name: string,
    readonly inputs: Values,
    readonly site: Site,
    /** Draws on the seed, the URN and how often it was made before. */
    readonly derive: Derive,
    readonly world: WorldView,
    /** The simulated time, in RFC 3339. */
    readonly now: string,
    /** The account and region that a type is in, as the world's scope. */
    readonly scopeOf: (type: string) => string,
    /** What exists already, when it is changed or deleted. */
    readonly old?: Entity,
    /** What generated values are derived from. */
    readonly subject: string = "",
  ) {}

  text(path: string): string | undefined {
    return v.text(this.inputs, path);
  }
  number(path: string): number | undefined {
    return v.numeric(this.inputs, path);
  }
  flag(path: string): boolean | undefined {
    return v.flag(this.inputs, path);
  }
  texts(path: string): string[] {
    return v.texts(this.inputs, path);
  }
  objects(path: string): v.ObjectValue[] {
    return v.objects(this.inputs, path);
  }
  value(path: string): Value | undefined {
    return v.at(this.inputs, path);
  }

  /** The entity of one of these types that answers to an identifier, in this account and region. */
  find(identifier: string | undefined, ...types: string[]): Entity | undefined {
    if (identifier === undefined) return undefined;
    return this.world
      .resolve(identifier)
      .find((e) => (types.length === 0 || types.includes(e.type)) && e.scope === this.scopeOf(e.type));
  }

  /** All entities of a type in this account and region. */
  all(type: string): readonly Entity[] {
    const scope = this.scopeOf(type);
    return this.world.all(type).filter((e) => e.scope === scope);
  }

  /** All but the one at hand. */
  others(type: string): readonly Entity[] {
    return this.all(type).filter((e) => e.id !== this.old?.id || e.type !== this.type);
  }

  refuse(code: string, message: string): never {
    throw new CloudError(code, message);
  }
}

/** What an input refers to. */
export interface Target {
  readonly types: readonly string[];
  /** The words of the cloud when there is no such thing. */
  missing(identifier: string): readonly [code: string, message: string];
}

export type Report = (property: string, reason: string) => void;

/** One thing that a service or a role will do with what is set up. */
export interface Use {
  /** Who does what to which: `events.amazonaws.com sqs:SendMessage arn:aws:sqs:...`. */
  readonly what: string;
  /** Why the cloud will not let it happen, as a sentence; absent where it will. */
  readonly refusal?: string;
}

/** A check of inputs alone, made before anything starts and in previews; unknown values are absent to its readers. */
export type InputRule = (inputs: Values, report: Report, site: Site) => void;

/**
 * One resource type worth simulating beyond the generic behaviour. Everything is optional but the type and the id: what
 * is not said here follows from the SDK's declarations.
 */
export interface Kind {
  /** The type token. */
  readonly type: string;
  /** What is simulated beyond the generic behaviour, for the documentation: one sentence, no full stop. */
  readonly simulates?: string;
  /** Exists once per account, not per region. */
  readonly global?: boolean;
  /** How it is named; false for never by itself. */
  readonly naming?: NameRule | false;
  /** Corrections of the replacement facts by path: true makes a new resource, false is made in place. */
  readonly replaces?: Readonly<Record<string, boolean>>;
  readonly check?: InputRule;
  readonly id: (c: Context) => string;
  /** Outputs that the cloud computes; the id is known. */
  readonly outputs?: (c: Context, id: string) => Values;
  /** Outputs that an update of these inputs changes in a way that nobody knows before: unknown in its preview. */
  readonly renews?: (changed: readonly string[], news: Values) => readonly string[];
  /** Further identifiers that come with it. */
  readonly aliases?: (outputs: Values, id: string) => readonly (string | undefined)[];
  /** Names that only one resource may have, each with a word for what is taken. */
  readonly claims?: (c: Context, id: string) => readonly string[];
  /** The refusal when a claim is taken. */
  readonly taken?: (c: Context, claim: string) => readonly [code: string, message: string];
  /** Inputs, by path, that must name something that exists. A list's members are each looked at. */
  readonly references?: Readonly<Record<string, Target>>;
  /** Paths of references whose target can not be deleted while this exists. */
  readonly holds?: readonly string[];
  /** The cloud's own rules, with the world at hand. Throws through {@link Context.refuse}. */
  readonly rules?: (c: Context) => void;
  /**
   * What is done with it once everything around it is there, and whether the permissions and routes that were set up let it
   * happen. The cloud accepts the resource in any case and fails later, often silently; so this is asked at the end of a
   * deployment, when no order of creation counts any more. What the cloud's own API refuses belongs into `rules`.
   */
  readonly uses?: (c: Context) => readonly Use[];
  /** Whether a deletion leaves it where it is, as the provider does with some. */
  readonly leaves?: (entity: Entity) => boolean;
  /** What exists already and is taken over instead of made. */
  readonly adopts?: (c: Context) => Entity | undefined;
  /** What else vanishes, without a word, once it is made. */
  readonly displaces?: (c: Context) => readonly Entity[];
  /** What vanishes together with it, and so does not hold it. */
  readonly takesAlong?: (c: Context, entity: Entity) => readonly Entity[];
  /** Rules for a deletion beyond what holds on to it. */
  readonly beforeDelete?: (c: Context, entity: Entity) => void;
  /** The refusal of a deletion while something holds on. */
  readonly inUse?: (entity: Entity, holders: readonly Entity[]) => readonly [code: string, message: string];
}

/** Texts at a path, whether it holds one or a list, and through lists of objects on the way: `routes.gatewayId`. */
export function textsAt(values: Value | undefined, path: string): string[] {
  const [head = "", ...rest] = path.split(".");
  const value = v.isObject(values) ? values[head] : undefined;
  const members: readonly (Value | undefined)[] = v.isArray(value) ? value : [value];
  if (rest.length === 0) return members.filter((m): m is string => typeof m === "string" && m !== "");
  return members.flatMap((m) => textsAt(m, rest.join(".")));
}

export function failures(
  rule: InputRule | undefined,
  inputs: Values,
  site: Site | undefined,
): CheckFailure[] {
  const found: CheckFailure[] = [];
  if (rule && site) rule(inputs, (property, reason) => found.push({ property, reason }), site);
  return found;
}
