import type { Fault } from "../../lib/fault";
import { InputError } from "../../components/core/errors";
import { allowedNames } from "../../lib/suggest";
import { stackName, type Platform } from "../../stacks/define/platform";
import { PHASES, type Phase, type PlatformEnvironment, type Stack } from "../../stacks/define/stack";
import { reversed, type Task } from "./schedule";

/** The stacks of one environment that a command is about. */
export interface Selection<E extends PlatformEnvironment = PlatformEnvironment> {
  readonly platform: Platform<E>;
  readonly env: E;
  /** What was selected, in the platform's order. */
  readonly stacks: readonly Stack<E>[];
  /** Everything the environment has, in the platform's order. */
  readonly all: readonly Stack<E>[];
}

/**
 * Picks stacks of an environment.
 *
 * @param only names of stacks; all of the environment's when empty.
 * @throws {InputError} with every unknown name and the nearest known one.
 */
export function select<E extends PlatformEnvironment>(
  platform: Platform<E>,
  environment: string,
  only: readonly string[] = [],
): Selection<E> {
  const env = Object.hasOwn(platform.environments, environment)
    ? platform.environments[environment]
    : undefined;
  if (env === undefined)
    throw unknownEnvironments(platform.name, [environment], Object.keys(platform.environments));
  const all = platform.stacks.filter((stack) => stack.includedIn(env));
  const names = all.map((stack) => stack.name);
  const faults = only
    .filter((name) => !names.includes(name))
    .map((given): Fault => ({ path: "--only", given, allowed: allowedNames(given, names) }));
  if (faults.length > 0) throw new InputError(`environment ${environment} of ${platform.name}`, faults);
  return {
    platform,
    env,
    all,
    stacks: only.length === 0 ? all : all.filter((stack) => only.includes(stack.name)),
  };
}

/** What is said of names that no environment of a platform has, each with the nearest one; an empty one was not given. */
export function unknownEnvironments(
  platform: string,
  names: readonly string[],
  known: readonly string[],
): InputError {
  return new InputError(
    `platform ${platform}`,
    names.map((name) => ({ path: "--env", given: name || undefined, allowed: allowedNames(name, known) })),
  );
}

/** Names of the stacks that one needs, each once. */
export function neededBy(stack: Pick<Stack, "needs">): readonly string[] {
  return [...new Set(Object.values(stack.needs).map((contract) => contract.stack))];
}

/** A provider's limit is no duration: a stack with nothing better counts as one of unknown duration. */
function secondsOf({ duration }: Pick<Stack, "duration">): Pick<Task, "seconds"> {
  return duration === undefined || duration.kind === "limit" ? {} : { seconds: duration.seconds };
}

/** Tasks for bringing up: by needs alone, phases being labels. */
export function upTasks(stacks: readonly Pick<Stack, "name" | "needs" | "duration">[]): readonly Task[] {
  return stacks.map((stack) => ({
    name: stack.name,
    after: neededBy(stack),
    ...secondsOf(stack),
  }));
}

/** Tasks for taking down: the reverse of the needs, one phase after the other from the last to the first. */
export function downTasks(stacks: readonly Pick<Stack, "name" | "needs" | "phase">[]): readonly Task[] {
  return reversed(
    stacks.map((stack) => ({ name: stack.name, after: neededBy(stack), rank: PHASES.indexOf(stack.phase) })),
  );
}

/** A stack of the graph as data. */
export interface GraphNode {
  readonly name: string;
  /** The stack's name for Pulumi, `dev-aws-network`. */
  readonly fullName: string;
  readonly phase: Phase;
  readonly wave?: string;
  readonly needs: readonly string[];
  /** `aws-network/1`: what it promises. */
  readonly contract: string;
}

/** The selected part of the graph; needs that are not selected stay named. */
export function graphOf(selection: Selection): readonly GraphNode[] {
  return selection.stacks.map((stack) => ({
    name: stack.name,
    fullName: stackName(selection.env.name, stack.name),
    phase: stack.phase,
    ...(stack.wave === undefined ? {} : { wave: stack.wave }),
    needs: neededBy(stack),
    contract: `${stack.outputs.stack}/${stack.outputs.version}`,
  }));
}
