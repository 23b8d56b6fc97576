import {
  type CheckFailure,
  type CheckRequest,
  type CheckResponse,
  type DiffRequest,
  type DiffResponse,
  type Provider,
  type ProviderPackage,
  type ResourceIdentity,
  type Value,
  type Values,
} from "../engine/provider";
import { InputCheck } from "./facts/check";
import { changes } from "./facts/diff";
import type { PackageFacts } from "./facts/facts";
import { hasUnknown } from "./values";

/**
 * A provider's configuration reaches it with lists and objects written as JSON text, as Pulumi's protocol has it, or
 * as they are; this reads both.
 */
export function decodeConfig(facts: PackageFacts, config: Values): Values {
  const declared = facts.provider();
  const decode = (name: string, value: Value): Value => {
    const fact = declared.get(name);
    if (typeof value !== "string" || fact === undefined || !/^\s*[[{]/.test(value)) return value;
    const plain = JSON.stringify(fact.shape);
    if (!/"kind":"(array|map|object)"/.test(plain)) return value;
    try {
      return JSON.parse(value) as Value;
    } catch (error) {
      if (error instanceof SyntaxError) return value;
      throw error;
    }
  };
  return Object.fromEntries(Object.entries(config).map(([k, v]) => [k, decode(k, v)]));
}

/** What differs between the packages' own configuration. */
export interface PackageDefinition {
  readonly name: string;
  readonly facts: () => PackageFacts;
  /** Configuration whose change makes another provider, so that everything behind it is replaced. */
  readonly identity: readonly string[];
  /** Whether a change makes another provider for a reason that no single property shows. */
  readonly replacesProvider?: (before: Values, after: Values) => boolean;
  /** Checks the configuration beyond its declared types; unknown values are to be passed over. */
  readonly checkConfig?: (config: Values) => readonly CheckFailure[];
  readonly open: (config: Values, unknown: boolean, identity: ResourceIdentity) => Provider;
  readonly secretOutputs?: (type: string) => readonly string[];
}

/** A package whose configuration is checked against the installed SDK like a resource's inputs. */
export class SimulatedPackage implements ProviderPackage {
  constructor(private readonly definition: PackageDefinition) {}

  get name(): string {
    return this.definition.name;
  }

  checkConfig(request: CheckRequest): Promise<CheckResponse> {
    const facts = this.definition.facts();
    const { version, pluginDownloadURL, ...own } = decodeConfig(facts, request.news);
    const check = new InputCheck(facts);
    check.properties(own, facts.provider(), "", "this provider");
    const failures = [...check.failures, ...(this.definition.checkConfig?.(own) ?? [])];
    const kept = Object.fromEntries(
      Object.entries({ version, pluginDownloadURL }).filter((e): e is [string, Value] => e[1] !== undefined),
    );
    return Promise.resolve({ inputs: { ...own, ...kept }, failures });
  }

  diffConfig(request: DiffRequest): Promise<DiffResponse> {
    const found = [...changes(request.oldInputs, request.news)].filter(([path]) => path !== "version");
    const another = this.definition.replacesProvider?.(request.oldInputs, request.news) ?? false;
    const listed = found
      .map(([path]) => path)
      .filter((path) => this.definition.identity.some((p) => path === p || path.startsWith(`${p}.`)));
    const replaces = listed.length === 0 && another ? found.map(([path]) => path) : listed;
    return Promise.resolve({
      changes: found.length === 0 ? "none" : "some",
      replaces,
      deleteBeforeReplace: false,
    });
  }

  configure(request: ResourceIdentity & { readonly config: Values }): Promise<Provider> {
    const config = decodeConfig(this.definition.facts(), request.config);
    return Promise.resolve(this.definition.open(config, hasUnknown(config), request));
  }

  secretOutputs(type: string): readonly string[] {
    return this.definition.secretOutputs?.(type) ?? [];
  }
}
