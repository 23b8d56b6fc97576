import {
  ProviderError,
  UNKNOWN,
  type CheckFailure,
  type CheckRequest,
  type CheckResponse,
  type CreateRequest,
  type CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type FindMadeRequest,
  type InvokeRequest,
  type InvokeResponse,
  type Provider,
  type ReadRequest,
  type ReadResponse,
  type ResourceIdentity,
  type UpdateRequest,
  type Value,
  type Values,
} from "../engine/provider";
import { nearest } from "../../lib/suggest";
import { Derive } from "./derive";
import { CloudError, refuse } from "./errors";
import { InputCheck } from "./facts/check";
import { diffInputs, type Replacement } from "./facts/diff";
import type { PackageFacts, TypeFacts } from "./facts/facts";
import { plausibleOutputs, type ByName } from "./facts/plausible";
import { Context, failures, textsAt, type Kind, type Site } from "./kind";
import { lookUp, resourceOf } from "./lookup";
import { autoName, nameIsFixed, nameRule, type NameRule } from "./naming";
import type { Action, Scenario } from "./scenario";
import { changedKeys, equal, hasUnknown, isObject, strings, visible } from "./values";
import { entityKey, known, type Entity, type World, type WorldView } from "./world/world";

/** A data source: answers from its arguments and the world. */
export type CloudFunction = (c: Context) => Values;

/** What tells one cloud with accounts, regions and identifiers from another. */
export interface Cloud {
  readonly facts: PackageFacts;
  /** Inputs of another type than declared are refused even where they read as it. */
  readonly strict?: boolean;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly functions: ReadonlyMap<string, CloudFunction>;
  /** The generic behaviour of a type that no kind describes. */
  fallback(type: string): Kind;
  /** The account and region that a resource with these inputs is in, as the world's scope. */
  readonly scope: (kind: Pick<Kind, "global">, inputs: Values, site: Site) => string;
  /** Whether a change of a property makes a new resource. */
  replacement(facts: TypeFacts, kind: Kind): Replacement;
  /**
   * Checks inputs beyond the SDK's declarations and the kind's rules. The world is there for what its schemas say; the
   * site is absent while the provider's configuration is unknown.
   */
  check?(
    request: CheckRequest,
    inputs: Values,
    world: WorldView,
    site: Site | undefined,
  ): readonly CheckFailure[];
  /** Facts about types that the SDK does not declare. */
  typeFacts?(type: string): TypeFacts | undefined;
  /** Inputs with what the provider fills in beyond names. */
  defaults?(request: CheckRequest, site: Site | undefined, generation: number): Values;
  /** Further top-level inputs that make a new resource under this provider's configuration. */
  replacementFor?(facts: TypeFacts, site: Site): readonly string[];
  /** Throws where the cloud can not be reached at all. */
  reach?(site: Site, world: WorldView): void;
  /** Values that outputs have by their names in this cloud. */
  byName(c: Context, id: string): ByName;
  /** Refuses a text in the inputs that is an identifier of this account and names nothing. */
  dangling(c: Context, path: string, text: string): void;
  /** The refusal of a deletion while something holds on, where the kind has none of its own. */
  inUse(entity: Entity, holders: readonly Entity[]): readonly [code: string, message: string];
  /** The refusal of a change of what is not there. */
  notFound(kind: Kind, id: string): readonly [code: string, message: string];
}

/** Everything that one simulation shares. */
export interface Surroundings {
  readonly world: World;
  readonly scenario: Scenario;
  readonly seed: string;
  now(): string;
}

/** One configured provider of a cloud that keeps what it makes in the world. */
export class CloudProvider implements Provider {
  constructor(
    private readonly cloud: Cloud,
    private readonly around: Surroundings,
    /** Absent while the provider's configuration is unknown, in a preview. */
    private readonly site: Site | undefined,
  ) {}

  check(request: CheckRequest): Promise<CheckResponse> {
    const facts = this.factsOf(request);
    const kind = this.kindOf(request.type);
    const rule = this.ruleOf(facts, kind);
    const world = this.around.world.refresh();
    const generation = world.generation(request.urn);
    const inputs = rule
      ? autoName(rule, request, generation)
      : (this.cloud.defaults?.(request, this.site, generation) ?? request.news);
    const check = new InputCheck(this.cloud.facts, this.cloud.strict);
    if (facts.open !== true) check.properties(inputs, facts.inputs);
    const own = [...check.failures, ...failures(kind.check, inputs, this.site)];
    const further = this.cloud.check?.(request, inputs, world, this.site) ?? [];
    return Promise.resolve({
      inputs,
      // What the kind or the SDK has said of a property is not said again.
      failures: [...own, ...further.filter((f) => !own.some((o) => o.property === f.property))],
    });
  }

  diff(request: DiffRequest): Promise<DiffResponse> {
    const facts = this.factsOf(request);
    const kind = this.kindOf(request.type);
    const fixed = nameIsFixed(this.ruleOf(facts, kind), request.oldInputs, request.news);
    const further = this.site ? (this.cloud.replacementFor?.(facts, this.site) ?? []) : [];
    const replacement = this.cloud.replacement(facts, kind);
    return Promise.resolve(
      diffInputs(
        request,
        (path, change) => further.includes(path.split(".")[0] ?? "") || replacement(path, change),
        fixed,
      ),
    );
  }

  async create(request: CreateRequest): Promise<CreateResponse> {
    const { inputs, type } = request;
    if (request.preview) return { id: "", outputs: visible(inputs) };
    return this.acting("create", request, async (site) => {
      await this.around.scenario.before({ action: "create", ...callOf(request) }, site.region);
      const facts = this.factsOf(request);
      const kind = this.kindOf(type);
      const made = this.around.world.transact((tx) => {
        const fresh = this.context(request, inputs, site, tx);
        const adopted = kind.adopts?.(fresh);
        const c = adopted ? this.context(request, inputs, site, tx, adopted) : fresh;
        this.vet(kind, c);
        const id = adopted?.id ?? kind.id(c);
        const entity = this.entity(kind, facts, c, request.urn, inputs, id);
        if (!adopted && tx.get(type, entity.scope, id))
          throw new CloudError(
            ...(kind.taken?.(c, id) ?? (["AlreadyExists", `${id} exists already`] as const)),
          );
        tx.put(entity);
        for (const other of kind.displaces?.(c) ?? []) tx.remove(other);
        tx.count(request.urn);
        return entity;
      });
      const reason = this.around.scenario.halfFinished({ action: "create", ...callOf(request) });
      if (reason !== undefined)
        throw new ProviderError(`create ${subject(request)}: ${reason}`, {
          code: "HalfFinished",
          partial: { id: made.id, inputs, outputs: made.outputs, reasons: [reason] },
        });
      return { id: made.id, outputs: made.outputs };
    });
  }

  async read(request: ReadRequest): Promise<ReadResponse> {
    return this.acting("read", request, async (site) => {
      await this.around.scenario.before({ action: "read", ...callOf(request) }, site.region);
      this.factsOf(request);
      const entity = this.existing(this.around.world.refresh(), request, request.inputs, site);
      return entity && { id: entity.id, inputs: entity.inputs, outputs: entity.outputs };
    });
  }

  /** No call of a program: neither faults nor latency of the scenario apply. */
  findMade({ type, urn, known: ids }: FindMadeRequest): Promise<ReadResponse> {
    const made = this.around.world.refresh().all(type);
    const entity = made.find((e) => e.urn === urn && !ids.includes(e.id));
    return Promise.resolve(entity && { id: entity.id, inputs: entity.inputs, outputs: entity.outputs });
  }

  async update(request: UpdateRequest): Promise<{ readonly outputs: Values }> {
    const { news, oldOutputs, oldInputs, type } = request;
    if (request.preview) {
      const renewed = this.kindOf(type).renews?.(changedKeys(oldInputs, news), news) ?? [];
      const unknown: Values = Object.fromEntries(renewed.map((key) => [key, UNKNOWN] as const));
      return { outputs: { ...foretold(oldOutputs, visible(oldInputs), visible(news)), ...unknown } };
    }
    return this.acting("update", request, async (site) => {
      await this.around.scenario.before({ action: "update", ...callOf(request) }, site.region);
      const facts = this.factsOf(request);
      const kind = this.kindOf(type);
      return this.around.world.transact((tx) => {
        const old = this.existing(tx, request, oldInputs, site);
        if (!old) throw new CloudError(...this.cloud.notFound(kind, request.id));
        const c = this.context(request, news, site, tx, old);
        this.vet(kind, c);
        const entity = this.entity(kind, facts, c, request.urn, news, old.id);
        tx.put(entity);
        return { outputs: entity.outputs };
      });
    });
  }

  async delete(request: DeleteRequest): Promise<void> {
    return this.acting("delete", request, async (site) => {
      await this.around.scenario.before({ action: "delete", ...callOf(request) }, site.region);
      const kind = this.kindOf(request.type);
      this.around.world.transact((tx) => {
        const entity = this.existing(tx, request, request.inputs, site);
        // What is gone already is deleted, as the providers see it.
        if (!entity || kind.leaves?.(entity) === true) return;
        const c = this.context(request, entity.inputs, site, tx, entity);
        kind.beforeDelete?.(c, entity);
        const gone = [entity, ...(kind.takesAlong?.(c, entity) ?? [])];
        const keys = new Set(gone.map(entityKey));
        const holders = tx.holders(entityKey(entity)).filter((h) => !keys.has(entityKey(h)));
        if (holders.length > 0) throw new CloudError(...(kind.inUse ?? this.cloud.inUse)(entity, holders));
        for (const one of gone) tx.remove(one);
      });
    });
  }

  async invoke(request: InvokeRequest): Promise<InvokeResponse> {
    const { token, args } = request;
    const facts = this.cloud.facts.function(token);
    if (!facts)
      throw new ProviderError(
        `call ${token}: @pulumi/${this.cloud.facts.name} ${this.cloud.facts.version} has no such function`,
      );
    const check = new InputCheck(this.cloud.facts);
    check.properties(args, facts.arguments, "", "this function");
    if (check.failures.length > 0) return { failures: check.failures };
    const site = this.site;
    if (site === undefined || hasUnknown(args))
      return { result: Object.fromEntries([...facts.results.keys()].map((k) => [k, UNKNOWN])) };
    const type = resourceOf(this.cloud.facts, token);
    const answer =
      this.cloud.functions.get(token) ?? (type === undefined ? undefined : (c: Context) => lookUp(c, type));
    if (!answer)
      throw new ProviderError(
        `call ${token}: the simulated ${this.cloud.facts.name} does not answer this function. It answers ` +
          `${[...this.cloud.functions.keys()].map((t) => t.slice(t.lastIndexOf(":") + 1)).join(", ")}.`,
      );
    try {
      await this.around.scenario.before({ action: "invoke", type: token, urn: token }, site.region);
      const name = token.slice(token.lastIndexOf(":") + 1);
      const c = this.context({ urn: token, type: token, name }, args, site, this.around.world.refresh());
      return { result: { ...args, ...answer(c) } };
    } catch (error) {
      throw refuse("call", token, error);
    }
  }

  private async acting<T>(
    action: Action,
    request: ResourceIdentity,
    work: (site: Site) => Promise<T>,
  ): Promise<T> {
    try {
      if (!this.site) throw new Error("the provider's configuration is not known yet");
      this.cloud.reach?.(this.site, this.around.world.refresh());
      return await work(this.site);
    } catch (error) {
      throw refuse(action, subject(request), error);
    }
  }

  private kindOf(type: string): Kind {
    return this.cloud.kinds.get(type) ?? this.cloud.fallback(type);
  }

  private ruleOf(facts: TypeFacts, kind: Kind): NameRule | undefined {
    return kind.naming === false ? undefined : (kind.naming ?? nameRule(facts));
  }

  private factsOf(request: ResourceIdentity): TypeFacts {
    const { facts } = this.cloud;
    const found = this.typeFacts(request);
    if (found) return found;
    const close = nearest(request.type, [...this.cloud.kinds.keys()]);
    throw new ProviderError(
      `${subject(request)}: @pulumi/${facts.name} ${facts.version} has no resource type ${request.type}` +
        (close === undefined ? "" : `; did you mean ${close}?`),
    );
  }

  private typeFacts(request: ResourceIdentity): TypeFacts | undefined {
    try {
      return this.cloud.typeFacts?.(request.type) ?? this.cloud.facts.type(request.type);
    } catch (error) {
      throw refuse("use", subject(request), error);
    }
  }

  private context(
    request: ResourceIdentity,
    inputs: Values,
    site: Site,
    world: WorldView,
    old?: Entity,
  ): Context {
    const origin = old?.subject ?? `${request.urn}\0${String(world.generation(request.urn))}`;
    return new Context(
      request.type,
      request.name,
      visible(inputs),
      site,
      new Derive(this.around.seed, origin),
      world,
      this.around.now(),
      (type) => this.cloud.scope(this.kindOf(type), inputs, site),
      old,
      origin,
    );
  }

  private existing(
    world: WorldView,
    request: ResourceIdentity & { readonly id: string },
    inputs: Values,
    site: Site,
  ): Entity | undefined {
    const kind = this.kindOf(request.type);
    return world.get(request.type, this.cloud.scope(kind, inputs, site), request.id);
  }

  /** References, then the cloud's rules. */
  private vet(kind: Kind, c: Context): void {
    for (const [path, target] of Object.entries(kind.references ?? {}))
      for (const identifier of textsAt(c.inputs, path))
        if (!c.find(identifier, ...target.types)) throw new CloudError(...target.missing(identifier));
    for (const [path, identifier] of strings(c.inputs)) this.cloud.dangling(c, path, identifier);
    kind.rules?.(c);
  }

  private held(kind: Kind, c: Context): string[] {
    const targets = (kind.holds ?? []).flatMap((path) =>
      textsAt(c.inputs, path).map((name) => c.find(name, ...(kind.references?.[path]?.types ?? []))),
    );
    return targets.flatMap((target) => (target ? [entityKey(target)] : []));
  }

  private entity(kind: Kind, facts: TypeFacts, c: Context, urn: string, inputs: Values, id: string): Entity {
    const own = kind.outputs?.(c, id) ?? {};
    const kept = c.old ? computed(c.old.outputs, c.old.inputs) : {};
    const given = { ...kept, ...c.inputs, ...own };
    const outputs = known({ ...plausibleOutputs(facts, given, this.cloud.byName(c, id)), ...given });
    const aliases = kind.aliases?.(outputs, id) ?? [outputs["arn"], outputs["id"]];
    const claims = kind.claims?.(c, id) ?? [];
    for (const claim of claims) {
      const owner = c.world.claimed(claim);
      if (owner && owner.id !== c.old?.id)
        throw new CloudError(
          ...(kind.taken?.(c, claim) ?? (["AlreadyExists", `${claim} is taken`] as const)),
        );
    }
    return {
      type: kind.type,
      id,
      urn,
      subject: c.subject,
      scope: this.cloud.scope(kind, c.inputs, c.site),
      inputs: known(inputs),
      outputs,
      aliases: aliases.filter((a): a is string => typeof a === "string"),
      claims,
      holds: this.held(kind, c),
    };
  }
}

const callOf = ({ type, urn }: ResourceIdentity) => ({ type, urn });

/** How messages name a resource: its type and logical name. */
function subject(request: ResourceIdentity): string {
  return `${request.type} "${request.name}"`;
}

/** What an update leaves: the news, and beside them, however deep, what the cloud had computed. */
function foretold(outputs: Values, inputs: Values, news: Values): Values {
  const next = (key: string, value: Value): Value => {
    const was = outputs[key];
    const given = inputs[key];
    if (was !== undefined && equal(value, given)) return was;
    return isObject(value) && isObject(was) && isObject(given) ? foretold(was, given, value) : value;
  };
  const entries = Object.entries(news).map(([key, value]) => [key, next(key, value)] as const);
  return { ...computed(outputs, inputs), ...Object.fromEntries(entries) };
}

/** Outputs that are not just the inputs echoed: what the cloud computed. */
function computed(outputs: Values, inputs: Values): Values {
  return Object.fromEntries(Object.entries(outputs).filter(([k]) => inputs[k] === undefined));
}
