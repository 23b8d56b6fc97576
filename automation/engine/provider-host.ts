/**
 * Providers of an operation: opens those that `pulumi:providers:*` resources stand for, and speaks to them in the
 * engine's values, so that secrets stay tracked although providers see and answer in the clear.
 */
import { createHash } from "node:crypto";
import { isStackReference, readStackReference } from "./builtin";
import type { StackOutputs } from "./builtin";
import { settleDiff } from "./diff";
import type { Diff } from "./diff";
import { EngineError } from "./errors";
import type {
  CheckFailure,
  CheckResponse,
  Clouds,
  Provider,
  ProviderPackage,
  ReadResponse,
  ResourceIdentity,
} from "./provider";
import type { ResourceState } from "./state";
import { withSecretOutputs } from "./state";
import { DYNAMIC_PACKAGE, isProviderType, nameOf, providerPackage, typeOf } from "./urn";
import { containsUnknown, equal, fromProvider, inheritSecrets, toProviderMap } from "./values";
import type { PropertyMap } from "./values";
import { UNKNOWN_TEXT } from "./wire";

/** Inputs of a provider resource that are the engine's, not the provider's. */
const OWN_INPUTS = new Set(["version", "pluginDownloadURL", "__internal"]);

export interface Opened {
  readonly package: ProviderPackage;
  /** Absent in a preview when the configuration is not known: nothing can be asked then. */
  readonly provider: Provider | undefined;
}

export interface Checked {
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

export class UnknownConfiguration extends Error {
  override readonly name = "UnknownConfiguration";
  constructor() {
    super(
      "The provider for this resource has inputs that are not known during preview.\n" +
        "This preview may not correctly represent the changes that will be applied during an update.",
    );
  }
}

export function identity(urn: string): ResourceIdentity {
  return { urn, type: typeOf(urn), name: nameOf(urn) };
}

export function randomSeed(seed: string, urn: string): Buffer {
  return createHash("sha256").update(seed).update("\0").update(urn).digest();
}

export class ProviderHost {
  readonly #open = new Map<string, Promise<Opened>>();
  /** References of the previous operation, and those that the same providers go by now. */
  readonly #renamed = new Map<string, string>();

  constructor(
    private readonly clouds: Clouds,
    /** Packages of the engine's own. */
    private readonly own: readonly ProviderPackage[],
    private readonly seed: string,
    private readonly outputsOf: StackOutputs,
  ) {}

  package(name: string, forWhat: string): ProviderPackage {
    const found = this.own.find((pkg) => pkg.name === name) ?? this.clouds.package(name);
    if (found !== undefined) return found;
    if (name === DYNAMIC_PACKAGE) {
      throw new EngineError(
        "unsupported",
        `${forWhat} has a dynamic provider, whose code would run for real and reach what it is written for: a ` +
          "rehearsal refuses it; where it may run, give embeddedPulumi the option dynamicProviders",
      );
    }
    throw new EngineError(
      "unsupported",
      `there is no simulated provider for the package ${JSON.stringify(name)}, which ${forWhat} needs; there are: ` +
        [...this.clouds.packages].sort().join(", "),
    );
  }

  #packageOf(urn: string): ProviderPackage {
    return this.package(providerPackage(typeOf(urn)), urn);
  }

  /** Opens the provider of a state, once. */
  ensure(state: ResourceState): Promise<Opened> {
    return this.#remember(`${state.urn}::${state.id}`, state.urn, state.inputs);
  }

  /** Opens a provider anew, with changed configuration. */
  async reopen(urn: string, id: string, inputs: PropertyMap): Promise<void> {
    const reference = `${urn}::${id}`;
    const before = this.#open.get(reference);
    this.#open.delete(reference);
    await (await before)?.provider?.close?.();
    await this.#remember(reference, urn, inputs);
  }

  #remember(reference: string, urn: string, inputs: PropertyMap): Promise<Opened> {
    let opened = this.#open.get(reference);
    if (opened === undefined) {
      opened = this.#configure(urn, inputs);
      this.#open.set(reference, opened);
    }
    return opened;
  }

  async #configure(urn: string, inputs: PropertyMap): Promise<Opened> {
    const pkg = this.#packageOf(urn);
    const config = ownInputsRemoved(inputs);
    if (containsUnknown(config)) return { package: pkg, provider: undefined };
    return {
      package: pkg,
      provider: await pkg.configure({ ...identity(urn), config: toProviderMap(config) }),
    };
  }

  /** The provider that a resource or an invoke names. */
  async get(reference: string): Promise<Opened> {
    const opened = this.#find(reference);
    if (opened === undefined) throw new Error(`unknown provider '${reference}'`);
    return opened;
  }

  has(reference: string): boolean {
    return this.#find(reference) !== undefined;
  }

  #find(reference: string): Promise<Opened> | undefined {
    return this.#open.get(reference) ?? this.#open.get(this.#renamed.get(reference) ?? "");
  }

  /** A provider was found by an alias: what names it by its former reference finds it too. */
  rename(from: string, to: string): void {
    this.#renamed.set(from, to);
  }

  async close(): Promise<void> {
    for (const opened of new Set(this.#open.values())) await (await opened).provider?.close?.();
    this.#open.clear();
  }

  async check(state: ResourceState, olds: PropertyMap | undefined, news: PropertyMap): Promise<Checked> {
    const request = {
      ...identity(state.urn),
      ...(olds === undefined ? {} : { olds: toProviderMap(ownInputsOf(state, olds)) }),
      news: toProviderMap(ownInputsOf(state, news)),
      randomSeed: randomSeed(this.seed, state.urn),
    };
    let response: CheckResponse;
    if (isProviderType(state.type)) {
      const pkg = this.#packageOf(state.urn);
      response = await pkg.checkConfig(request);
      const kept = Object.fromEntries(Object.entries(news).filter(([key]) => OWN_INPUTS.has(key)));
      return {
        inputs: { ...inheritSecrets(fromProvider(response.inputs), news), ...kept },
        failures: response.failures,
      };
    }
    const { provider } = await this.get(state.provider);
    if (provider === undefined) return { inputs: news, failures: [] };
    response = await provider.check(request);
    return { inputs: inheritSecrets(fromProvider(response.inputs), news), failures: response.failures };
  }

  async diff(
    old: ResourceState,
    news: PropertyMap,
    provider: string,
    ignoreChanges: readonly string[],
  ): Promise<Diff> {
    const request = {
      ...identity(old.urn),
      id: old.id,
      oldInputs: toProviderMap(ownInputsOf(old, old.inputs)),
      oldOutputs: toProviderMap(ownInputsOf(old, old.outputs)),
      news: toProviderMap(ownInputsOf(old, news)),
      ignoreChanges,
    };
    if (isProviderType(old.type)) {
      const diff = settleDiff(await this.#packageOf(old.urn).diffConfig(request), old.inputs, news);
      const moved = ["version", "pluginDownloadURL"].some((key) => !equal(old.inputs[key], news[key]));
      return moved && !diff.changed ? { ...diff, changed: true, changedKeys: ["version"] } : diff;
    }
    const opened = await this.get(provider);
    if (opened.provider === undefined) throw new UnknownConfiguration();
    return settleDiff(await opened.provider.diff(request), old.inputs, news);
  }

  /** Whether moving resources from one provider to another replaces them. */
  async replacesResources(old: ResourceState, now: ResourceState): Promise<boolean> {
    const response = await this.#packageOf(now.urn).diffConfig({
      ...identity(now.urn),
      id: old.id,
      oldInputs: toProviderMap(ownInputsRemoved(old.inputs)),
      oldOutputs: toProviderMap(ownInputsRemoved(old.outputs)),
      news: toProviderMap(ownInputsRemoved(now.inputs)),
      ignoreChanges: [],
    });
    return response.replaces.length > 0;
  }

  async create(state: ResourceState, preview: boolean): Promise<{ id: string; outputs: PropertyMap }> {
    if (isProviderType(state.type)) return this.#createProvider(state, preview);
    const { provider, package: pkg } = await this.get(state.provider);
    if (provider === undefined) return { id: "", outputs: {} };
    const { create } = state.customTimeouts;
    const response = await provider.create({
      ...identity(state.urn),
      inputs: toProviderMap(state.inputs),
      preview,
      ...(create === undefined ? {} : { timeoutSeconds: create }),
    });
    const outputs = this.outputs(pkg, state.type, response.outputs, state.inputs, preview);
    return { id: response.id, outputs };
  }

  // The id is derived, so that a rehearsal with the same seed gives the same state; replacing a provider gives it
  // another, because resources follow their provider's id.
  async #createProvider(
    state: ResourceState,
    preview: boolean,
  ): Promise<{ id: string; outputs: PropertyMap }> {
    const config = createHash("sha256").update(JSON.stringify(state.inputs)).digest();
    const bytes = createHash("sha256").update(randomSeed(this.seed, state.urn)).update(config).digest("hex");
    const uuid = [
      bytes.slice(0, 8),
      bytes.slice(8, 12),
      `4${bytes.slice(13, 16)}`,
      `a${bytes.slice(17, 20)}`,
    ];
    const id = preview ? UNKNOWN_TEXT : [...uuid, bytes.slice(20, 32)].join("-");
    await this.reopen(state.urn, id, state.inputs);
    return { id, outputs: providerOutputs(state.inputs) };
  }

  async update(
    old: ResourceState,
    now: ResourceState,
    ignoreChanges: readonly string[],
    preview: boolean,
  ): Promise<PropertyMap> {
    if (isProviderType(now.type)) {
      await this.reopen(now.urn, old.id, now.inputs);
      return providerOutputs(now.inputs);
    }
    const { provider, package: pkg } = await this.get(now.provider);
    if (provider === undefined) return {};
    const { update } = now.customTimeouts;
    const response = await provider.update({
      ...identity(now.urn),
      id: old.id,
      oldInputs: toProviderMap(old.inputs),
      oldOutputs: toProviderMap(old.outputs),
      news: toProviderMap(now.inputs),
      ignoreChanges,
      preview,
      ...(update === undefined ? {} : { timeoutSeconds: update }),
    });
    return this.outputs(pkg, now.type, response.outputs, now.inputs, preview);
  }

  async delete(state: ResourceState): Promise<void> {
    if (isProviderType(state.type)) {
      const reference = `${state.urn}::${state.id}`;
      const opened = await this.#open.get(reference);
      this.#open.delete(reference);
      await opened?.provider?.close?.();
      return;
    }
    const { provider } = await this.get(state.provider);
    const { delete: timeout } = state.customTimeouts;
    await provider?.delete({
      ...identity(state.urn),
      id: state.id,
      inputs: toProviderMap(state.inputs),
      outputs: toProviderMap(state.outputs),
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    });
  }

  /** `undefined`: it does not exist. */
  async read(
    state: ResourceState,
    id: string,
    inputs: PropertyMap,
    outputs: PropertyMap,
  ): Promise<{ id: string; inputs: PropertyMap; outputs: PropertyMap } | undefined> {
    if (isProviderType(state.type)) return { id, inputs, outputs };
    // Another stack's outputs may be secret, which a provider could not say.
    if (isStackReference(state.type)) {
      return { id, inputs, outputs: await readStackReference(inputs, this.outputsOf) };
    }
    const { provider, package: pkg } = await this.get(state.provider);
    if (provider === undefined) return { id, inputs, outputs: {} };
    const response: ReadResponse = await provider.read({
      ...identity(state.urn),
      id,
      inputs: toProviderMap(inputs),
      outputs: toProviderMap(outputs),
    });
    if (response === undefined) return undefined;
    const known = { ...outputs, ...inputs };
    return {
      id: response.id,
      inputs: inheritSecrets(fromProvider(response.inputs), known),
      outputs: this.outputs(pkg, state.type, response.outputs, known, false),
    };
  }

  /**
   * What an interrupted create made, as its state would have it; `nothing` where it made nothing, `unknown` where that can
   * not be told. The provider must be open.
   */
  async findMade(
    state: ResourceState,
    known: readonly string[],
  ): Promise<{ id: string; inputs: PropertyMap; outputs: PropertyMap } | "nothing" | "unknown"> {
    if (isProviderType(state.type)) return "nothing";
    const { provider, package: pkg } = await this.get(state.provider);
    if (provider?.findMade === undefined) return "unknown";
    const inputs = toProviderMap(state.inputs);
    const made = await provider.findMade({ ...identity(state.urn), inputs, known });
    if (made === undefined) return "nothing";
    return {
      id: made.id,
      inputs: inheritSecrets(fromProvider(made.inputs), state.inputs),
      outputs: this.outputs(pkg, state.type, made.outputs, state.inputs, false),
    };
  }

  /** Whether the provider of a state, which must be open, can tell what became of an interrupted operation. */
  async canTell(state: ResourceState): Promise<boolean> {
    if (isProviderType(state.type)) return true;
    return (await this.get(state.provider)).provider?.findMade !== undefined;
  }

  /** A provider's answer as the engine keeps it: what was secret stays so. In a preview inputs stand for themselves. */
  outputs(
    pkg: ProviderPackage,
    type: string,
    answered: Parameters<typeof fromProvider>[0],
    inputs: PropertyMap,
    preview: boolean,
  ): PropertyMap {
    const all = { ...(preview ? inputs : {}), ...fromProvider(answered) };
    return withSecretOutputs(inheritSecrets(all, inputs), pkg.secretOutputs?.(type) ?? []);
  }
}

function ownInputsRemoved(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !OWN_INPUTS.has(key)));
}

/** What a provider resource shows of itself: its inputs, without the engine's bag. */
function providerOutputs(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "__internal"));
}

function ownInputsOf(state: ResourceState, inputs: PropertyMap): PropertyMap {
  return isProviderType(state.type) ? ownInputsRemoved(inputs) : inputs;
}
