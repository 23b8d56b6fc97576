import type { Contract, ContractInputs, ContractOutputs } from "./contract";

/** The deployer's phases, in their order: labels, and the order of destruction; not barriers. */
export const PHASES = ["network", "identity-and-secrets", "clusters", "workloads", "recovery"] as const;
export type Phase = (typeof PHASES)[number];

/** The least that an environment has. */
export interface PlatformEnvironment {
  /** Short name without hyphens, the first part of every stack's name: `dev`. */
  readonly name: string;
}

/** What a program knows of where it runs. */
export interface StackContext<E extends PlatformEnvironment> {
  /** The stack's own name, without the environment. */
  readonly stack: string;
  readonly env: E;
}

/** Contracts that a stack needs, by the name it calls them. */
export type Needs = Readonly<Record<string, Contract>>;

/** The outputs that a contract promises. */
export type TypeOf<C> = C extends Contract<infer T> ? T : never;

/** The outputs of what a stack needs, by the same names. */
export type NeedsOutputs<N extends Needs> = { readonly [K in keyof N]: ContractOutputs<TypeOf<N[K]>> };

/** Registers a stack's resources and returns what its contract promises. */
export type StackProgram<E extends PlatformEnvironment, N extends Needs, T extends object> = (
  context: StackContext<E>,
  needs: NeedsOutputs<N>,
) => ContractInputs<T> | Promise<ContractInputs<T>>;

/** What a gate found. */
export interface GateCheck {
  /** What was looked at, "the queue's policy lets the bus in". */
  readonly check: string;
  readonly passed: boolean;
  /** What was seen; never a secret. */
  readonly evidence: string;
}

/** Judges a stack's outputs after its `up`; what needs the stack starts when all checks have passed. */
export type Gate<T extends object> = (outputs: T) => readonly GateCheck[];

/** How long a stack's first `up` takes on its real clouds, as far as somebody has said so. */
export interface StackDuration {
  /**
   * - `documented`: the cloud's own documentation says that it takes this long
   * - `observed`: somebody measured it
   * - `limit`: no duration, but how long its provider waits before it gives up; it takes no part in ordering starts
   */
  readonly kind: "documented" | "observed" | "limit";
  readonly seconds: number;
  /** What of the stack the figure is of: its slowest part, as a rule. */
  readonly of: string;
  /** Where it can be read. */
  readonly source: string;
  /** When that was published or, where it does not say so, read: `2026-11-25`. */
  readonly date: string;
}

/** An address in a private network through which a stack's resources are made. */
export interface PrivateEndpoint {
  /** What is there, for messages: `the Kubernetes API of oke-dxb`. */
  readonly what: string;
  readonly host: string;
  readonly port: number;
  /** What leads there, after "use": `a runner in 10.73.7.0/24`. */
  readonly access: string;
}

/** The endpoints that a stack's resources are made through, from the outputs of what it needs. */
export type Reaches<N extends Needs> = (needs: {
  readonly [K in keyof N]: TypeOf<N[K]>;
}) => readonly PrivateEndpoint[];

/** A deployable stack as the deployer sees it. */
export interface Stack<E extends PlatformEnvironment = PlatformEnvironment> {
  readonly name: string;
  readonly phase: Phase;
  /** Position within the phase where the phase has waves, for display. */
  readonly wave?: string;
  readonly needs: Needs;
  readonly outputs: Contract;
  readonly gate?: Gate<object>;
  /** What must answer before the stack is begun. */
  readonly reaches?: (needs: Readonly<Record<string, object>>) => readonly PrivateEndpoint[];
  /** The longest remaining path starts first. */
  readonly duration?: StackDuration;
  /** How a protected resource is let be replaced or deleted after all, by its type; told where that is refused. */
  readonly unprotect?: Readonly<Record<string, string>>;
  /** Whether an environment has this stack at all; an empty stack is left out. */
  readonly includedIn: (env: E) => boolean;
  /** Loads the program and does not run it; left out where the platform's own module has it. */
  load?(): Promise<void>;
  /** Loads and runs the program; nothing of a cloud's SDK is loaded before. */
  run(
    context: StackContext<E>,
    needs: Readonly<Record<string, ContractOutputs<object>>>,
  ): Promise<ContractInputs<object>>;
}

/** A program, or how to load the module that exports it as `program`, so that only the stack that runs is loaded. */
export type ProgramSource<E extends PlatformEnvironment, N extends Needs, T extends object> =
  | { readonly program: StackProgram<E, N, T> }
  | { readonly load: () => Promise<{ readonly program: StackProgram<E, N, T> }> };

/**
 * Defines a stack: what it is called, what it needs, what it promises, and its program.
 *
 * @example
 * export const shop = defineStack({
 *   name: "shop", phase: "workloads", needs: { events: eventsContract }, outputs: shopContract,
 *   program: ({ env }, { events }) => ({ url: new Shop("shop", { bus: events.busArn }).url }),
 * });
 */
export function defineStack<E extends PlatformEnvironment, const N extends Needs, T extends object>(
  definition: {
    readonly name: string;
    readonly phase: Phase;
    readonly wave?: string;
    readonly needs: N;
    readonly outputs: Contract<T>;
    readonly gate?: Gate<T>;
    /** @default none: nothing but the clouds' own public APIs is called */
    readonly reaches?: Reaches<N>;
    /** @default unknown: it counts as the mean of those that are known */
    readonly duration?: StackDuration;
    /**
     * How a protected resource is let be replaced or deleted after all, by its type: a sentence, told where that is refused.
     * @default the argument `protect` of its component is named
     */
    readonly unprotect?: Readonly<Record<string, string>>;
    /** @default every environment has it */
    readonly includedIn?: (env: E) => boolean;
  } & ProgramSource<E, N, T>,
): Stack<E> {
  const { name, phase, wave, needs, outputs, gate, reaches, duration, unprotect } = definition;
  const { includedIn = () => true } = definition;
  return {
    name,
    phase,
    needs,
    outputs,
    includedIn,
    ...(wave === undefined ? {} : { wave }),
    ...(duration === undefined ? {} : { duration }),
    ...(unprotect === undefined ? {} : { unprotect }),
    ...(gate === undefined ? {} : { gate: gate as Gate<object> }),
    ...(reaches === undefined ? {} : { reaches: reaches as NonNullable<Stack["reaches"]> }),
    ...("load" in definition ? { load: () => definition.load().then(() => undefined) } : {}),
    async run(context, given) {
      const program = "load" in definition ? (await definition.load()).program : definition.program;
      return await program(context, given as NeedsOutputs<N>);
    },
  };
}
