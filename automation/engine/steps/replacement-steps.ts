/** The steps of a replacement: one that makes the new resource, and one that says what it stands for. */
import type { Diff } from "../diff";
import type { ResourceState } from "../state";
import type { Registration, Step } from "./step";

export interface Replacement {
  /** How the new resource comes about. @default "create-replacement" */
  readonly op?: "create-replacement" | "read-replacement" | "import-replacement";
  readonly old: ResourceState;
  readonly new: ResourceState;
  readonly registration: Registration;
  /** Properties that force it. */
  readonly keys?: readonly string[];
  readonly diff?: Diff;
}

/** The original stays until the end of the operation. */
export function createdFirst(replacement: Replacement): Step[] {
  return [{ ...made(replacement), deleteOldLater: true }, mark(replacement)];
}

/** The original is gone already, or the steps before these delete it. */
export function deletedFirst(replacement: Replacement): Step[] {
  return [mark(replacement), made(replacement)];
}

/** The original went with something it depended upon; why was said then, and is said of the new resource only. */
export function deletedWithOther(replacement: Replacement): Step[] {
  const { keys: _said, ...unexplained } = replacement;
  return [mark(unexplained), made(replacement)];
}

function made({ op = "create-replacement", registration, ...subject }: Replacement): Step {
  return { op, ...common(subject), logical: false, registration };
}

function mark({ op: _op, registration: _registration, ...subject }: Replacement): Step {
  return { op: "replace", ...common(subject), logical: true };
}

function common(
  subject: Omit<Replacement, "op" | "registration">,
): Pick<Step, "urn" | "type" | "old" | "new" | "keys" | "diff"> {
  return { urn: subject.new.urn, type: subject.new.type, ...subject };
}
