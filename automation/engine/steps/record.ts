/** What a step that was done means for the states on disk. */
import type { Snapshot } from "../snapshot";
import type { Step } from "./step";

export function recordIn(snapshot: Snapshot, step: Step): void {
  const { old, new: now } = step;
  switch (step.op) {
    case "same":
      if (step.skipped !== true && now !== undefined) snapshot.made(now, old);
      break;
    case "create":
    case "import":
      if (now !== undefined) snapshot.made(now);
      break;
    case "create-replacement":
    case "read-replacement":
    case "import-replacement":
      if (now !== undefined) snapshot.made(now);
      if (old?.pendingReplacement === true) snapshot.gone(old);
      else if (old !== undefined) snapshot.changed(old);
      break;
    case "update":
    case "read":
      if (now !== undefined) snapshot.made(now, old);
      break;
    case "delete":
    case "read-discard":
    case "delete-replaced":
    case "discard-replaced":
      if (old !== undefined && step.replacementFollows === true) snapshot.changed(old);
      else if (old !== undefined) snapshot.gone(old);
      break;
    case "remove-pending-replace":
      if (old !== undefined) snapshot.gone(old);
      break;
    case "refresh":
    case "replace":
      break;
  }
  const alias = now?.aliases[0];
  if (alias !== undefined && now !== undefined && step.op !== "replace") snapshot.renamed(alias, now.urn);
}
