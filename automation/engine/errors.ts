/**
 * Failures of the engine that a user can act on. Each carries the class of exit code that a caller should map it to,
 * and a message that names what, where and the way out.
 */
export type FailureKind =
  "failed" | "usage" | "unsupported" | "policy" | "locked" | "damaged" | "changes" | "cancelled";

/** Exit code per kind: 1 failed, 2 bad input, 3 policy, 4 locked or damaged state, 5 unexpected changes, 130 interrupted. */
export const exitCodes: Readonly<Record<FailureKind, number>> = {
  failed: 1,
  usage: 2,
  unsupported: 2,
  policy: 3,
  locked: 4,
  damaged: 4,
  changes: 5,
  cancelled: 130,
};

export class EngineError extends Error {
  override readonly name = "EngineError";
  constructor(
    readonly kind: FailureKind,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
  }
}

/** The failure was already reported through diagnostics; nothing more is to be said about it. */
export class Bail extends Error {
  override readonly name = "Bail";
}

export function unsupported(what: string, instead: string): EngineError {
  return new EngineError("unsupported", `the embedded engine does not implement ${what}; ${instead}`);
}

export function usage(message: string): EngineError {
  return new EngineError("usage", message);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
