/** What a change of a resource comes to: nothing, an update, or a replacement. */
import { noDiff } from "../diff";
import type { Diff } from "../diff";
import type { Deployment } from "../options";
import { UnknownConfiguration } from "../provider-host";
import type { ResourceState } from "../state";
import { parseReference } from "../urn";
import { equal } from "../values";
import type { Decisions } from "./decisions";
import type { Goal } from "./step";

export async function compare(
  deployment: Deployment,
  decisions: Decisions,
  goal: Goal,
  old: ResourceState,
  now: ResourceState,
): Promise<Diff> {
  if (now.replaceWith.some((urn) => decisions.replaces.has(urn))) {
    return { ...noDiff, changed: true, replaceKeys: ["replaceWith"] };
  }
  if (await providerChanged(deployment, decisions, old, now)) {
    return { ...noDiff, changed: true, replaceKeys: ["provider"] };
  }
  if (!goal.custom) return equal(old.inputs, now.inputs) ? noDiff : { ...noDiff, changed: true };
  try {
    return await deployment.providers.diff(old, now.inputs, now.provider, goal.ignoreChanges);
  } catch (error) {
    if (!(error instanceof UnknownConfiguration)) throw error;
    deployment.events.diagnose("warning", error.message, now.urn);
    return { ...noDiff, changed: true };
  }
}

async function providerChanged(
  deployment: Deployment,
  decisions: Decisions,
  old: ResourceState,
  now: ResourceState,
): Promise<boolean> {
  if (old.provider === now.provider) return false;
  if (old.provider === "" || now.provider === "") return true;
  const [from, to] = [parseReference(old.provider).urn, parseReference(now.provider).urn];
  if (decisions.claimed.get(from) === to) return false;
  const before = deployment.olds.get(from);
  const after = decisions.providers.get(to);
  if (before === undefined || after === undefined) return true;
  return deployment.providers.replacesResources(before, after);
}
