import { ProviderError } from "../engine/provider";

/**
 * A refusal in the words of the cloud: `code` as its API names it, then what is wrong. Messages quote ids and names,
 * never the values of other properties, which may be secret.
 */
export class CloudError extends Error {
  override readonly name = "CloudError";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Says which action on which resource a refusal belongs to. */
export function refuse(action: string, subject: string, cause: unknown): ProviderError {
  if (cause instanceof ProviderError) return cause;
  if (cause instanceof CloudError)
    return new ProviderError(`${action} ${subject}: ${cause.code}: ${cause.message}`, { code: cause.code });
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ProviderError(`${action} ${subject}: ${message}`, { cause });
}
