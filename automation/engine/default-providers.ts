/** Providers that nobody declared: one per package and version, made when the first resource asks for it. */
import type { ConfigValue } from "./config";
import { bareGoal } from "./steps/step";
import type { Goal } from "./steps/step";
import type { ResourceState } from "./state";
import { DYNAMIC_PACKAGE, packageOf, providerType } from "./urn";
import { Secret } from "./values";
import type { Property } from "./values";

const DISABLED = "pulumi:disable-default-providers";

/** Packages that may have no default provider; `*` is all of them. */
export function disabledDefaults(config: Readonly<Record<string, ConfigValue>>): readonly string[] {
  const text = config[DISABLED]?.value ?? "";
  if (text.trim() === "") return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`Failed to parse ${DISABLED}: ${text}`, { cause: error });
  }
  if (!Array.isArray(parsed) || parsed.some((item) => typeof item !== "string")) {
    throw new Error(`${DISABLED} must be a list of package names`);
  }
  return (parsed as string[]).map((name) => name.trim());
}

export class DefaultProviders {
  readonly #known = new Map<string, Promise<string>>();
  readonly #disabled: readonly string[];

  constructor(
    private readonly config: Readonly<Record<string, ConfigValue>>,
    private readonly register: (goal: Goal) => Promise<ResourceState>,
  ) {
    this.#disabled = disabledDefaults(config);
  }

  /** Whether the package's resources must name their provider. */
  isDisabled(packageName: string): boolean {
    return packageName !== "pulumi" && this.#disabled.some((name) => name === "*" || name === packageName);
  }

  reference(packageName: string, version: string): Promise<string> {
    const key = `${packageName}@${version}`;
    let reference = this.#known.get(key);
    if (reference === undefined) {
      reference = this.#make(packageName, version);
      this.#known.set(key, reference);
    }
    return reference;
  }

  async #make(packageName: string, version: string): Promise<string> {
    const properties: Record<string, Property> = {};
    for (const [key, { value, secret }] of Object.entries(this.config)) {
      // Dynamic providers are given all of the configuration, under its full keys.
      const dynamic = packageName === DYNAMIC_PACKAGE;
      if (!dynamic && (packageOf(key) !== packageName || packageName === "pulumi")) continue;
      properties[dynamic ? key : key.slice(packageName.length + 1)] = secret ? new Secret(value) : value;
    }
    // With a version comes the engine's own bag of provider inputs, empty here, as the CLI records it.
    if (version !== "") Object.assign(properties, { version, __internal: {} });
    const goal = bareGoal({ type: providerType(packageName), name: defaultName(version) });
    const state = await this.register({ ...goal, custom: true, properties });
    return `${state.urn}::${state.id}`;
  }
}

/** `default_7_48_0`, or `default` where no version is asked for. */
function defaultName(version: string): string {
  return version === "" ? "default" : `default_${version.split(/[.+-]/).join("_")}`;
}

/** Stands in for the reference to a default provider that may not be. */
const DENIED = "denied-default:";

export function deniedReference(packageName: string): string {
  return DENIED + packageName;
}

export function deniedPackage(reference: string): string | undefined {
  return reference.startsWith(DENIED) ? reference.slice(DENIED.length) : undefined;
}

export function defaultDenied(packageName: string, what: string): string {
  return `Default provider for '${packageName}' disabled. '${what}' must use an explicit provider.`;
}
