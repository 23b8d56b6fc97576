/** Failures as the user meets them: what kind, which exit code, one screen of text. */
import { InputError } from "../../components/core/errors";

/** What went wrong, by what the user has to do about it. */
export type FailureKind =
  "failed" | "gate" | "input" | "missing-tool" | "policy" | "locked" | "damaged" | "changes" | "interrupted";

/**
 * Exit codes of every command: 0 done, 1 a resource or gate failed, 2 bad input or missing tool, 3 refused by policy,
 * 4 locked or damaged state, 5 changes found where none were expected, 130 interrupted.
 */
export const EXIT_CODES: Readonly<Record<FailureKind, number>> = {
  failed: 1,
  gate: 1,
  input: 2,
  "missing-tool": 2,
  policy: 3,
  locked: 4,
  damaged: 4,
  changes: 5,
  interrupted: 130,
};

/** A failure that the user can act on: its message names what, where and the way out. */
export class DeployError extends Error {
  override readonly name = "DeployError";
  constructor(
    readonly kind: FailureKind,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** One failure as plain data. */
export interface Failure {
  readonly kind: FailureKind;
  /** What is shown: never a stack trace, never a secret. */
  readonly message: string;
}

/** Which exit code tells of several failures: the first of this list that is among them. */
const GRAVEST: readonly FailureKind[] = [
  "interrupted",
  "damaged",
  "locked",
  "policy",
  "failed",
  "gate",
  "input",
  "missing-tool",
  "changes",
];

/** The exit code of a run that met these failures; 0 for none. */
export function exitCodeOf(failures: readonly Pick<Failure, "kind">[]): number {
  const gravest = GRAVEST.find((kind) => failures.some((failure) => failure.kind === kind));
  return gravest === undefined ? 0 : EXIT_CODES[gravest];
}

/** What to tell of an error that ended a command before or beside any stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof DeployError) return { kind: error.kind, message: error.message };
  if (InputError.is(error)) return { kind: "input", message: error.message };
  return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
}
