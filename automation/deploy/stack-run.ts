/** One operation on one stack, through the Automation API. */
import {
  LocalWorkspace,
  Stack as PulumiStack,
  StackNotFoundError,
  type OutputMap,
} from "@pulumi/pulumi/automation";
import { CONTRACT_KEY } from "../../stacks/define/contract";
import { FRESH } from "../../stacks/staleness";
import type { Engine } from "./engine";
import type { PolicyFiles } from "./policy-files";
import { EventFold } from "./events";
import type { Failure } from "./failure";
import type { Verb } from "./report";
import type { ListedStack } from "./preflight";
import { deployError, stackFailure } from "./stack-failure";
import { refuseUnsettled } from "./unsettled";

export interface StackJob {
  readonly verb: Verb;
  /** Its own name and its name for Pulumi. */
  readonly name: string;
  readonly fullName: string;
  readonly engine: Engine;
  readonly workDir: string;
  readonly secretsProvider: string;
  readonly config: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Policy packs for a stack of this configuration. */
  readonly policies: (config: Readonly<Record<string, string>>) => Promise<PolicyFiles>;
  /** How a protected resource is let go after all, by its type. */
  readonly unprotect?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onProgress: (fold: EventFold) => void;
}

export interface StackOutcome {
  readonly fold: EventFold;
  readonly outputs: OutputMap;
  readonly failure?: Failure;
}

/** Never throws: what goes wrong is the outcome's failure. */
export async function runStack(job: StackJob): Promise<StackOutcome> {
  const fold = new EventFold(job.name);
  try {
    const stack = await openStack(job);
    const outputs = stack === undefined ? {} : await operate(stack, job, fold);
    return { fold, outputs };
  } catch (error) {
    return {
      fold,
      outputs: {},
      failure: stackFailure(error, job.engine.failureOf(error), fold, {
        interrupted: job.signal.aborted,
        unprotect: job.unprotect ?? {},
      }),
    };
  }
}

/** A stack that is taken down is not made first: undefined when there is none. */
async function openStack(job: StackJob): Promise<PulumiStack | undefined> {
  const workspace = await openWorkspace(job.engine, job.workDir, job.variables, job.secretsProvider);
  if (job.verb === "destroy") return await selectStack(job.fullName, workspace);
  const stack = await PulumiStack.createOrSelect(job.fullName, workspace);
  if (Object.keys(job.config).length > 0) {
    const values = Object.entries(job.config).map(([key, value]) => [key, { value }] as const);
    await stack.setAllConfig(Object.fromEntries(values));
  }
  return stack;
}

async function operate(stack: PulumiStack, job: StackJob, fold: EventFold): Promise<OutputMap> {
  const common = {
    signal: job.signal,
    onEvent: (event: Parameters<EventFold["add"]>[0]) => {
      fold.add(event);
      job.onProgress(fold);
    },
  };
  if (!job.engine.simulated && job.verb !== "preview") await refuseUnsettled(stack);
  if (job.verb === "destroy") {
    await stack.destroy(common);
    return {};
  }
  const { packs, configs } = await job.policies({ ...(await plainConfig(stack)), ...job.config });
  const held = { ...common, policyPacks: [...packs], policyPackConfigs: [...configs] };
  if (job.verb === "up") return (await stack.up(held)).outputs;
  await stack.preview(held);
  return {};
}

/** The stack's configuration without what is secret, that of the project and its own. */
export async function plainConfig(stack: PulumiStack): Promise<Readonly<Record<string, string>>> {
  const { config: defaults = {} } = await stack.workspace.projectSettings();
  const project = Object.entries(defaults as Readonly<Record<string, ProjectConfigEntry>>).flatMap(
    ([key, entry]) => (typeof entry.default === "string" ? [[key, entry.default]] : []),
  );
  const own = Object.entries(await stack.getAllConfig()).flatMap(([key, { value, secret }]) =>
    secret === true ? [] : [[key, value]],
  );
  return { ...Object.fromEntries(project), ...Object.fromEntries(own) } as Record<string, string>;
}

/** An entry of the project's `config:` block, of which only what is used is named. */
interface ProjectConfigEntry {
  readonly default?: unknown;
}

/** A workspace on a project folder; nothing is written by opening one. */
export function openWorkspace(
  engine: Engine,
  workDir: string,
  variables: Readonly<Record<string, string>> = {},
  secretsProvider?: string,
): Promise<LocalWorkspace> {
  return LocalWorkspace.create({
    workDir,
    pulumiCommand: engine.command,
    envVars: { ...engine.env, ...variables, [FRESH]: "1" },
    ...(secretsProvider === undefined ? {} : { secretsProvider }),
  });
}

/** @throws {DeployError} when the backend can not be read. */
export async function listStacks(engine: Engine, workDir: string): Promise<readonly ListedStack[]> {
  try {
    return await (await openWorkspace(engine, workDir)).listStacks();
  } catch (error) {
    throw deployError(error, engine.failureOf(error), "the stacks of the backend");
  }
}

/** A stack that exists; undefined when there is none of this name. */
export async function selectStack(
  fullName: string,
  workspace: LocalWorkspace,
): Promise<PulumiStack | undefined> {
  try {
    return await PulumiStack.select(fullName, workspace);
  } catch (error) {
    if (error instanceof StackNotFoundError) return undefined;
    throw error;
  }
}

/** Outputs as they may be shown, without the contract's own. */
export function shownOutputs(outputs: OutputMap, showSecrets = false): Record<string, unknown> {
  const promised = Object.entries(outputs).filter(([key]) => key !== CONTRACT_KEY);
  return Object.fromEntries(
    promised.map(([key, { value, secret }]) => [
      key,
      secret && !showSecrets ? "[secret]" : (value as unknown),
    ]),
  );
}

/** Outputs by name, secrets in the clear: for what is decided here, never for what is shown. */
export function plainOutputs(outputs: OutputMap): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]));
}

/** The outputs of a stack as its state has them; none of one that is not up. */
export async function stackOutputs(
  engine: Engine,
  workDir: string,
  fullName: string,
): Promise<Readonly<Record<string, unknown>>> {
  const stack = await selectStack(fullName, await openWorkspace(engine, workDir));
  return stack === undefined ? {} : plainOutputs(await stack.outputs());
}
