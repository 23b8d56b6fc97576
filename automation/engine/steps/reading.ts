/** Resources that a program reads and the stack does not manage. */
import type { Deployment } from "../options";
import { copyState } from "../state";
import type { Decisions } from "./decisions";
import { claimUrn } from "./identity";
import { createdFirst } from "./replacement-steps";
import { bareGoal, newState } from "./step";
import type { Goal, ReadGoal, Registration, Step } from "./step";

export function readSteps(
  deployment: Deployment,
  decisions: Decisions,
  goal: ReadGoal,
  done: Registration["done"],
): Step[] {
  const urn = claimUrn(deployment, decisions, goal);
  const old = deployment.olds.get(urn);
  const asGoal = managedGoal(goal);
  const now = copyState(newState(asGoal, urn, undefined, undefined), { id: goal.id, external: true });
  const registration: Registration = { goal: asGoal, done };
  if (old !== undefined && !old.external && old.id !== goal.id) {
    decisions.replaces.add(urn);
    return createdFirst({ op: "read-replacement", old, new: now, registration });
  }
  decisions.reads.add(urn);
  const before = old === undefined ? {} : { old };
  return [{ op: "read", urn, type: now.type, ...before, new: now, logical: true, registration }];
}

/** The goal of a read in the form of a registration's, whose options it does not have. */
function managedGoal(goal: ReadGoal): Goal {
  return { ...bareGoal(goal), ...goal, custom: true, protect: false, retainOnDelete: false };
}
