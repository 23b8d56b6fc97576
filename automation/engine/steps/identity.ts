/** Which resource a registration is: its URN, and the old state that goes by it or by one of its aliases. */
import { formerUrns } from "../aliases";
import type { Deployment } from "../options";
import type { ResourceState } from "../state";
import { isProviderType, makeUrn } from "../urn";
import type { Decisions } from "./decisions";
import type { Goal } from "./step";

export function claimUrn(
  deployment: Deployment,
  decisions: Decisions,
  goal: { readonly parent: string; readonly type: string; readonly name: string },
): string {
  if (goal.parent !== "" && !decisions.seen.has(goal.parent) && !deployment.olds.has(goal.parent)) {
    throw new Error(`could not find parent resource ${goal.parent}`);
  }
  const urn = makeUrn(deployment.stack, deployment.project, goal.parent, goal.type, goal.name);
  if (decisions.seen.has(urn)) {
    throw deployment.error(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
  }
  decisions.seen.add(urn);
  return urn;
}

export function findOld(
  deployment: Deployment,
  decisions: Decisions,
  urn: string,
  goal: Goal,
): { readonly old: ResourceState | undefined; readonly alias: string | undefined } {
  const claimedBy = decisions.claimed.get(urn);
  if (claimedBy !== undefined) {
    throw deployment.error(
      `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${claimedBy}'`,
      urn,
    );
  }
  const context = {
    stack: deployment.stack,
    project: deployment.project,
    usedAlias: (of: string) => decisions.usedAlias.get(of),
  };
  for (const candidate of [urn, ...formerUrns(goal, goal.aliases, context)]) {
    const old = deployment.olds.get(candidate);
    if (old === undefined) continue;
    if (candidate === urn) return { old, alias: undefined };
    const other = decisions.seen.has(candidate) ? candidate : decisions.claimed.get(candidate);
    if (other !== undefined) {
      throw deployment.error(
        `Duplicate resource alias '${candidate}' applied to resource with URN '${urn}' conflicting with resource ` +
          `with URN '${other}'`,
        urn,
      );
    }
    decisions.claimed.set(candidate, urn);
    decisions.usedAlias.set(urn, candidate);
    if (isProviderType(old.type)) deployment.providers.rename(`${candidate}::${old.id}`, `${urn}::${old.id}`);
    return { old, alias: candidate };
  }
  return { old: undefined, alias: undefined };
}
