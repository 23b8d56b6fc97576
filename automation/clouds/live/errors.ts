/** An error as a service answers it. */
export class ServiceError extends Error {
  constructor(
    /** `ThrottlingException` */
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** The service does not answer: the connection breaks. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Which errors are worth another try: the service's own, too many calls, no connection. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  if (!(error instanceof ServiceError)) return false;
  return (
    error.status >= 500 ||
    error.status === 429 ||
    /Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded/.test(error.code)
  );
}
