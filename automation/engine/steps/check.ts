/** Whether what a program asks for is acceptable: to the provider, and to the policy packs. */
import { applyIgnoreChanges } from "../diff";
import { Bail } from "../errors";
import type { Deployment } from "../options";
import type { CheckFailure } from "../provider";
import { getAt, tryParsePath } from "../property-path";
import { providerUrnOf } from "../state";
import type { ResourceState } from "../state";
import { nameOf } from "../urn";
import type { PropertyMap } from "../values";
import type { Decisions } from "./decisions";
import { show } from "./show";
import type { Goal } from "./step";

/** Sets the inputs of `now` to what the provider makes of them. */
export async function checkInputs(
  deployment: Deployment,
  goal: Goal,
  now: ResourceState,
  olds: PropertyMap | undefined,
): Promise<void> {
  let news = goal.properties;
  if (olds !== undefined) {
    const { inputs, impossible } = applyIgnoreChanges(news, olds, goal.ignoreChanges);
    if (impossible.length > 0) {
      deployment.events.diagnose(
        "info",
        `cannot ignore changes in added or removed elements of the path: "${impossible.join(", ")}"`,
        now.urn,
      );
    }
    news = inputs;
  }
  now.inputs = news;
  if (!goal.custom) return;
  const checked = await deployment.providers.check(now, olds, news);
  if (checked.failures.length > 0) throw reported(deployment, now, checked.failures);
  now.inputs = checked.inputs;
}

function reported(deployment: Deployment, now: ResourceState, failures: readonly CheckFailure[]): Bail {
  const kind = `${now.type} resource '${nameOf(now.urn)}'`;
  let bail: Bail | undefined;
  for (const { property, reason } of failures) {
    const value = getAt(now.inputs, tryParsePath(property) ?? [property]);
    bail = deployment.error(
      property === ""
        ? `${kind} has a problem: ${reason}`
        : `${kind}: property ${property} value ${show(value)} has a problem: ${reason}`,
      now.urn,
    );
  }
  return bail ?? new Bail(`${now.urn} is invalid`);
}

/** Remediations first, one after the other; then every pack looks at what came out. */
export async function analyze(
  deployment: Deployment,
  decisions: Decisions,
  now: ResourceState,
  goal: Goal,
): Promise<void> {
  const { analyzers } = deployment;
  if (analyzers.length === 0) return;
  const provider = decisions.providers.get(providerUrnOf(now) ?? "");
  for (const analyzer of analyzers) now.inputs = await analyzer.remediate(now, goal, provider);
  const verdicts = await Promise.all(analyzers.map((analyzer) => analyzer.analyze(now, goal, provider)));
  if (!verdicts.includes("refused")) return;
  deployment.policyViolated = true;
  if (deployment.preview) {
    deployment.stepFailed = true;
    return;
  }
  const bail = new Bail(`resource ${now.urn} is invalid`);
  deployment.fail(bail);
  throw bail;
}
