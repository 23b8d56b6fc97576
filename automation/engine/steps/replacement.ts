/** Which dependents must be replaced when a resource is deleted ahead of its replacement. */
import { applyReplaceOnChanges } from "../diff";
import { dependents } from "../graph";
import type { Deployment } from "../options";
import { UNKNOWN } from "../provider";
import { UnknownConfiguration } from "../provider-host";
import { providerUrnOf } from "../state";
import type { ResourceState } from "../state";
import { isProviderType, parseReference } from "../urn";
import { mapProperties } from "../values";
import type { Decisions } from "./decisions";

export interface DependentReplacement {
  readonly state: ResourceState;
  readonly keys: readonly string[];
}

/**
 * A dependent is replaced when its provider says that an unknown value in the inputs that come from a replaced resource
 * forces it. In the order of the state: delete from the end.
 */
export async function dependentReplacements(
  deployment: Deployment,
  decisions: Decisions,
  root: ResourceState,
): Promise<DependentReplacement[]> {
  const found: DependentReplacement[] = [];
  const replaced = new Set([root.urn]);
  const settled = new Set(
    [
      decisions.reads,
      decisions.creates,
      decisions.sames,
      decisions.updates,
      decisions.deletes,
      decisions.replaces,
    ]
      .flatMap((set) => [...set])
      .flatMap((urn) => [urn, decisions.usedAlias.get(urn) ?? urn]),
  );
  for (const state of dependents(deployment.previous, root, { ignore: settled, children: false })) {
    const keys = await forcedBy(deployment, state, replaced);
    if (keys === undefined) continue;
    found.push({ state, keys });
    replaced.add(state.urn);
  }
  for (const state of deployment.olds.values()) {
    const names = state.replaceWith.includes(root.urn) && !settled.has(state.urn);
    if (names && !found.some((other) => other.state === state)) found.push({ state, keys: [] });
  }
  return found;
}

async function forcedBy(
  deployment: Deployment,
  state: ResourceState,
  replaced: ReadonlySet<string>,
): Promise<readonly string[] | undefined> {
  if (!state.custom || state.external) return undefined;
  // A resource does not outlive its provider.
  const provider = providerUrnOf(state);
  if (provider !== undefined && replaced.has(provider)) return [];
  const inputs = mapProperties(state.inputs, (value, key) =>
    (state.propertyDependencies[key] ?? []).some((urn) => replaced.has(urn)) ? UNKNOWN : value,
  );
  if (!Object.values(inputs).includes(UNKNOWN)) return undefined;
  if (isProviderType(state.type)) await deployment.providers.ensure(state);
  else await ensureProvider(deployment, state);
  try {
    const diff = await deployment.providers.diff(state, inputs, state.provider, state.ignoreChanges);
    const { replaceKeys } = applyReplaceOnChanges(diff, state.replaceOnChanges, false);
    return replaceKeys.length > 0 ? replaceKeys : undefined;
  } catch (error) {
    if (error instanceof UnknownConfiguration) return undefined;
    throw error;
  }
}

/** Opens the provider that a state of the previous operation names, from its state. */
export async function ensureProvider(deployment: Deployment, state: ResourceState): Promise<void> {
  if (state.provider === "" || deployment.providers.has(state.provider)) return;
  const { urn, id } = parseReference(state.provider);
  const provider = deployment.previous.find((candidate) => candidate.urn === urn && candidate.id === id);
  if (provider === undefined) {
    throw new Error(`the provider ${state.provider} of ${state.urn} is not in the state`);
  }
  await deployment.providers.ensure(provider);
}
