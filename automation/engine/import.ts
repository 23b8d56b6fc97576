/** Takes resources that exist into a stack's state, as they are and without its program. */
import { DefaultProviders, defaultDenied } from "./default-providers";
import type { ConfigValue } from "./config";
import { Bail } from "./errors";
import type { Deployment } from "./options";
import type { ResourceState } from "./state";
import type { StepExecutor } from "./steps/executor";
import { kept } from "./steps/left-out";
import { bareGoal, newState } from "./steps/step";
import type { Goal, Step } from "./steps/step";
import { ROOT_STACK_TYPE, isProviderType, makeUrn, nameOf, packageOf } from "./urn";

/** A resource to take over, and the place that it gets in the state. */
export interface ImportSpec {
  readonly type: string;
  readonly name: string;
  /** Of what the provider is asked for; none for a component, which only the state knows. */
  readonly id: string | undefined;
  /** URN; empty for the stack itself. */
  readonly parent: string;
  /** URN of a provider in the state; empty for the default one. */
  readonly provider: string;
  readonly version: string;
  /** Inputs to keep of those that were read; all of them where nothing is said. */
  readonly properties: readonly string[] | undefined;
  readonly protect: boolean;
}

export async function importAll(
  deployment: Deployment,
  executor: StepExecutor,
  specs: readonly ImportSpec[],
  config: Readonly<Record<string, ConfigValue>>,
): Promise<void> {
  const { stack, project } = deployment;
  const run = async (step: Step): Promise<ResourceState> => {
    if (!(await executor.run([step])) || step.new === undefined) throw new Bail(`${step.urn} failed`);
    return step.new;
  };
  const olds = [...deployment.olds.values()];
  if (!(await executor.run(olds.map((old) => kept(old))))) throw new Bail("the import was stopped");

  const root = deployment.rootUrn;
  if (!deployment.news.has(root))
    await run(created(bareGoal({ type: ROOT_STACK_TYPE, name: nameOf(root) }), root));
  const defaults = new DefaultProviders(config, async (goal) => {
    const urn = makeUrn(stack, project, "", goal.type, goal.name);
    const there = deployment.news.get(urn);
    if (there !== undefined) return there;
    const step = created(goal, urn);
    const { inputs, failures } = await deployment.providers.check(step.new, undefined, goal.properties);
    for (const { reason } of failures) deployment.error(reason, urn);
    if (failures.length > 0) throw new Bail(`${urn} is invalid`);
    step.new.inputs = inputs;
    return run(step);
  });
  for (const spec of specs) {
    const parent = spec.parent === "" ? root : spec.parent;
    if (!deployment.news.has(parent))
      throw deployment.error(`unknown parent '${parent}' for resource '${spec.name}'`);
    const urn = makeUrn(stack, project, parent, spec.type, spec.name);
    const there = deployment.news.get(urn);
    if (there !== undefined) {
      if (spec.id === undefined || there.id === spec.id) continue;
      throw deployment.error(`resource '${urn}' already exists`, urn);
    }
    const goal = { ...bareGoal(spec), parent, protect: spec.protect };
    if (spec.id === undefined) {
      await run(created({ ...goal, custom: false }, urn));
      continue;
    }
    const provider = await providerOf(deployment, defaults, spec, urn);
    const state = newState({ ...goal, custom: true, provider, importId: spec.id }, urn, undefined, undefined);
    await run({ op: "import", urn, type: spec.type, new: state, logical: true });
    await keepInputs(deployment, state, spec.properties);
  }
}

async function providerOf(
  deployment: Deployment,
  defaults: DefaultProviders,
  { type, provider, version }: ImportSpec,
  urn: string,
): Promise<string> {
  if (provider === "") {
    const name = packageOf(type);
    if (defaults.isDisabled(name)) throw deployment.error(defaultDenied(name, urn), urn);
    return defaults.reference(name, version);
  }
  const state = deployment.news.get(provider);
  if (state === undefined || !isProviderType(state.type)) {
    throw deployment.error(`unknown provider '${provider}' for resource '${nameOf(urn)}'`, urn);
  }
  return `${state.urn}::${state.id}`;
}

/** The inputs that a program would have to give: those asked for, and what the provider's check makes of them. */
async function keepInputs(
  deployment: Deployment,
  state: ResourceState,
  properties: readonly string[] | undefined,
): Promise<void> {
  const read = state.inputs;
  const chosen = Object.entries(read).filter(([key]) => properties === undefined || properties.includes(key));
  const checked = await deployment.providers.check(state, read, Object.fromEntries(chosen));
  if (checked.failures.length > 0) {
    if (!deployment.preview) deployment.snapshot.gone(state);
    for (const { property, reason } of checked.failures) {
      deployment.error(
        `${state.type} resource '${nameOf(state.urn)}': property ${property}: ${reason}`,
        state.urn,
      );
    }
    throw new Bail(`${state.urn} can not be imported`);
  }
  state.inputs = checked.inputs;
  state.importId = "";
  if (!deployment.preview) deployment.snapshot.changed(state);
}

function created(goal: Goal, urn: string): Step & { readonly new: ResourceState } {
  const state = newState(goal, urn, undefined, undefined);
  return { op: "create", urn, type: goal.type, new: state, logical: true };
}
