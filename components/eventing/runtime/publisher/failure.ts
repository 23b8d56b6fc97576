/** Why an event was not taken: what the service said of it, or of the whole call. */
export class PublishError extends Error {
  override readonly name = "PublishError";

  constructor(
    readonly errorCode: string,
    readonly errorMessage: string,
  ) {
    super(`${errorCode}: ${errorMessage}`);
  }
}

/** The failure of a whole call, as each of its entries has it. */
export function failureOf(error: unknown): PublishError {
  return error instanceof Error
    ? new PublishError(error.name, error.message)
    : new PublishError("Unknown", String(error));
}
