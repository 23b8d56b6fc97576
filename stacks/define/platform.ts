import { InputError, type Fault } from "../../components/core";
import { didYouMean } from "../../lib/suggest";
import { PHASES, type PlatformEnvironment, type Stack } from "./stack";

/** A policy pack and how it is configured for an environment. */
export interface PolicyPackUse {
  /** Folder of the pack, absolute. */
  readonly path: string;
  /** CrossGuard configuration, by rule id: enforcement level or an object with it and the rule's own settings. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Where a stack's secrets get their key from. */
export type SecretsProvider =
  /** A passphrase from `PULUMI_CONFIG_PASSPHRASE` or `PULUMI_CONFIG_PASSPHRASE_FILE`. */
  | { readonly kind: "passphrase" }
  /** A cloud's key, as the Pulumi CLI takes it: `awskms://alias/...?region=me-central-1`. */
  | { readonly kind: "key"; readonly url: string };

/** A property that something else than a stack keeps, so that its changes in the cloud are no drift. */
export interface DriftIgnore {
  /** `aws:eks/nodeGroup:NodeGroup` */
  readonly type: string;
  /** Path of the property or of what holds it, `*` for any member: `scalingConfig.desiredSize`. */
  readonly property: string;
  /** The one stack that it holds in. @default every stack */
  readonly stack?: string;
  /** Who keeps the property, and why that is right. */
  readonly reason: string;
}

/** A platform: stacks, and the environments they are deployed to. */
export interface Platform<E extends PlatformEnvironment = PlatformEnvironment> {
  /** Pulumi project name; the first part of a stack reference. */
  readonly name: string;
  /** Every stack, each after those it needs. */
  readonly stacks: readonly Stack<E>[];
  readonly environments: Readonly<Record<string, E>>;
  /**
   * Policy packs that a stack is held to; `config` is its configuration by full key, without what is secret. Asked by the
   * deployer alone: what only they need is best imported in here, as every stack's program loads the platform.
   */
  policies(
    env: E,
    config: Readonly<Record<string, string>>,
  ): readonly PolicyPackUse[] | Promise<readonly PolicyPackUse[]>;
  secretsProvider(env: E): SecretsProvider;
  /** Stack configuration for a rehearsal, where no account is there to give it: plain values by full key. */
  rehearsalConfig(env: E): Readonly<Record<string, string>>;
  /** What `causeway drift` tells apart from drift. */
  readonly driftIgnores: readonly DriftIgnore[];
}

const WORD = /^[a-z][a-z0-9]*$/;
const STACK = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Defines a platform and checks that it hangs together.
 *
 * @throws {InputError} with every fault: a name that is malformed or given twice, a contract that no stack of the
 * platform keeps, a need that comes later in the list or belongs to a later phase (which is how a cycle shows).
 */
export function definePlatform<E extends PlatformEnvironment>(
  definition: Pick<Platform<E>, "name" | "stacks" | "environments"> &
    Partial<Pick<Platform<E>, "policies" | "secretsProvider" | "rehearsalConfig" | "driftIgnores">>,
): Platform<E> {
  const faults = [
    ...environmentFaults(definition.environments),
    ...stackFaults(definition.stacks),
    ...ignoreFaults(definition),
  ];
  if (!STACK.test(definition.name)) {
    faults.push({ path: "name", given: definition.name, allowed: "lower-case words joined by hyphens" });
  }
  if (faults.length > 0) throw new InputError(`platform ${JSON.stringify(definition.name)}`, faults);
  return {
    policies: () => [],
    secretsProvider: () => ({ kind: "passphrase" }),
    rehearsalConfig: () => ({}),
    driftIgnores: [],
    ...definition,
  };
}

function ignoreFaults({
  driftIgnores = [],
  stacks,
}: {
  readonly driftIgnores?: readonly DriftIgnore[];
  readonly stacks: readonly { readonly name: string }[];
}): Fault[] {
  return driftIgnores.flatMap(({ stack, reason }, i): Fault[] => {
    const path = `driftIgnores[${i}]`;
    const names = stacks.map(({ name }) => name);
    return [
      ...(stack === undefined || names.includes(stack)
        ? []
        : [
            { path: `${path}.stack`, given: stack, allowed: `a stack of this platform: ${names.join(", ")}` },
          ]),
      ...(reason.trim() === ""
        ? [{ path: `${path}.reason`, given: reason, allowed: "who keeps the property, and why" }]
        : []),
    ];
  });
}

function environmentFaults(environments: Readonly<Record<string, PlatformEnvironment>>): Fault[] {
  const faults: Fault[] = [];
  const entries = Object.entries(environments);
  if (entries.length === 0)
    faults.push({ path: "environments", given: [], allowed: "at least one environment" });
  for (const [key, env] of entries) {
    if (!WORD.test(key)) {
      faults.push({
        path: `environments.${key}`,
        given: key,
        allowed: "a lower-case word without hyphens, such as dev",
      });
    } else if (env.name !== key) {
      faults.push({
        path: `environments.${key}.name`,
        given: env.name,
        allowed: `${JSON.stringify(key)}, its own key`,
      });
    }
  }
  return faults;
}

function stackFaults<E extends PlatformEnvironment>(stacks: readonly Stack<E>[]): Fault[] {
  const faults: Fault[] = [];
  const earlier = new Map<string, Stack<E>>();
  for (const stack of stacks) {
    const path = `stacks.${stack.name}`;
    if (!STACK.test(stack.name))
      faults.push({ path, given: stack.name, allowed: "lower-case words joined by hyphens" });
    if (!PHASES.includes(stack.phase))
      faults.push({ path: `${path}.phase`, given: stack.phase, allowed: `one of ${PHASES.join(", ")}` });
    if (earlier.has(stack.name))
      faults.push({ path, given: stack.name, allowed: "a name that no other stack has" });
    if (stack.outputs.stack !== stack.name) {
      faults.push({
        path: `${path}.outputs`,
        given: stack.outputs.stack,
        allowed: `the contract of ${stack.name} itself`,
      });
    }
    for (const [key, contract] of Object.entries(stack.needs)) {
      const producer = earlier.get(contract.stack);
      const needPath = `${path}.needs.${key}`;
      if (!producer) {
        const known = stacks.some((other) => other.name === contract.stack);
        const allowed = known
          ? "a stack earlier in the list: this one comes later, or the two need each other"
          : "a stack of this platform";
        faults.push({ path: needPath, given: contract.stack, allowed });
      } else if (PHASES.indexOf(producer.phase) > PHASES.indexOf(stack.phase)) {
        const allowed = `a stack of the phase ${stack.phase} or an earlier one; ${contract.stack} is of ${producer.phase}`;
        faults.push({ path: needPath, given: contract.stack, allowed });
      } else if (producer.outputs.version !== contract.version) {
        const allowed = `version ${producer.outputs.version}, which ${contract.stack} keeps`;
        faults.push({ path: `${needPath}.version`, given: contract.version, allowed });
      }
    }
    earlier.set(stack.name, stack);
  }
  return faults;
}

/** `dev-aws-network`. */
export function stackName(env: string, stack: string): string {
  return `${env}-${stack}`;
}

function fullNames<E extends PlatformEnvironment>({ environments, stacks }: Platform<E>): string[] {
  return Object.values(environments).flatMap((env) =>
    stacks.filter((stack) => stack.includedIn(env)).map((stack) => stackName(env.name, stack.name)),
  );
}

/**
 * The environment and stack that a full name means.
 * @throws {InputError} when the platform has neither or not both.
 */
export function pickStack<E extends PlatformEnvironment>(
  platform: Platform<E>,
  fullName: string,
): { readonly env: E; readonly stack: Stack<E> } {
  const cut = fullName.indexOf("-");
  const env = platform.environments[fullName.slice(0, Math.max(cut, 0))];
  const stack = platform.stacks.find((s) => s.name === fullName.slice(cut + 1));
  if (!env || !stack || !stack.includedIn(env)) {
    const environments = Object.keys(platform.environments).join(", ");
    const stacks = platform.stacks.map((s) => s.name).join(", ");
    const meant = didYouMean(fullName, fullNames(platform));
    const allowed = `<environment>-<stack> with an environment of ${environments} and a stack of ${stacks}${meant}`;
    throw new InputError("stack", [{ path: "name", given: fullName, allowed }]);
  }
  return { env, stack };
}
