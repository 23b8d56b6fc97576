import {
  ProviderError,
  type CheckFailure,
  type CheckRequest,
  type CheckResponse,
  type CreateRequest,
  type CreateResponse,
  type DiffRequest,
  type DiffResponse,
  type InvokeResponse,
  type Provider,
  type ReadRequest,
  type ReadResponse,
  type UpdateRequest,
  type Values,
} from "../engine/provider";
import { Derive } from "./derive";
import { refuse } from "./errors";
import { InputCheck } from "./facts/check";
import { diffInputs } from "./facts/diff";
import type { PackageFacts, TypeFacts } from "./facts/facts";
import { visible } from "./values";

/** A resource that is nowhere but in Pulumi's state, such as a random password or a private key. */
export interface Generator {
  /** Inputs with the provider's own defaults. */
  readonly defaults?: Values;
  /** Paths that change in place; every other change generates anew. */
  readonly updatable?: readonly string[];
  readonly check?: (inputs: Values) => readonly CheckFailure[];
  /**
   * Inputs that hold signatures. Those are never the same twice, so that nothing may derive from them.
   * @default none
   */
  readonly signed?: readonly string[];
  /** The id and what is generated. `derive` draws on the seed, the URN and all inputs but signed ones, keepers included. */
  readonly generate: (
    inputs: Values,
    derive: Derive,
    now: string,
  ) => CreateResponse | Promise<CreateResponse>;
}

/** A provider whose resources live in the state alone: nothing of them is kept in the world. */
export class StatelessProvider implements Provider {
  constructor(
    private readonly facts: PackageFacts,
    private readonly generators: ReadonlyMap<string, Generator>,
    private readonly seed: string,
    private readonly now: () => string,
  ) {}

  check(request: CheckRequest): Promise<CheckResponse> {
    const [facts, generator] = this.of(request.type);
    const check = new InputCheck(this.facts);
    check.properties(request.news, facts.inputs);
    return Promise.resolve({
      inputs: request.news,
      failures: [...check.failures, ...(generator.check?.(request.news) ?? [])],
    });
  }

  diff(request: DiffRequest): Promise<DiffResponse> {
    const [, generator] = this.of(request.type);
    const inPlace = (path: string): boolean =>
      generator.updatable?.some((p) => path === p || path.startsWith(`${p}.`)) ?? false;
    return Promise.resolve(diffInputs(request, (path) => !inPlace(path), false));
  }

  async create(request: CreateRequest): Promise<CreateResponse> {
    const [, generator] = this.of(request.type);
    const inputs = { ...generator.defaults, ...visible(request.inputs) };
    if (request.preview) return { id: "", outputs: inputs };
    try {
      const plain = Object.fromEntries(
        Object.entries(inputs).filter(([key]) => generator.signed?.includes(key) !== true),
      );
      const derive = new Derive(this.seed, `${request.urn}\0${JSON.stringify(sorted(plain))}`);
      const made = await generator.generate(inputs, derive, this.now());
      return { id: made.id, outputs: { ...inputs, ...made.outputs } };
    } catch (error) {
      throw refuse("create", `${request.type} "${request.name}"`, error);
    }
  }

  /** What the state says is all there is. */
  read(request: ReadRequest): Promise<ReadResponse> {
    return Promise.resolve({ id: request.id, inputs: request.inputs, outputs: request.outputs });
  }

  update(request: UpdateRequest): Promise<{ readonly outputs: Values }> {
    return Promise.resolve({ outputs: { ...request.oldOutputs, ...visible(request.news) } });
  }

  /** What never came into the state is nowhere. */
  findMade(): Promise<ReadResponse> {
    return Promise.resolve(undefined);
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  invoke({ token }: { readonly token: string }): Promise<InvokeResponse> {
    return Promise.reject(
      new ProviderError(`call ${token}: the simulated ${this.facts.name} has no such function`),
    );
  }

  private of(type: string): [TypeFacts, Generator] {
    const facts = this.facts.type(type);
    const generator = this.generators.get(type);
    if (facts && generator) return [facts, generator];
    throw new ProviderError(
      `The simulated ${this.facts.name} has no ${type}. It has ${[...this.generators.keys()].join(", ")}.`,
    );
  }
}

/** The same values with the keys of objects in order, so that text made of them does not depend on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}
