import { SpanKind, type Tracing } from "../observe/tracing";

/**
 * A call that hangs would take the function's whole time: by default the SDK waits without end. A time-out counts as a
 * failure that is tried again.
 */
export const requestHandler = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true };

/** The SDK's own attempts, with its backoff. */
export const maxAttempts = 3;

/** What every client of the SDK has: steps around each of its calls. */
interface Traced {
  readonly middlewareStack: {
    add(middleware: unknown, options: { step: "initialize"; name: string; override: boolean }): void;
  };
}

interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

type Next = (args: unknown) => Promise<unknown>;

/** Puts a span around every call of a client, retries included. */
export function traceCalls<C extends Traced>(client: C, tracing: Tracing): C {
  const middleware =
    (next: Next, { clientName = "", commandName = "" }: CallContext): Next =>
    (args) => {
      const service = clientName.replace(/Client$/, "");
      const method = commandName.replace(/Command$/, "");
      const attributes = { "rpc.system": "aws-api", "rpc.service": service, "rpc.method": method };
      return tracing.inSpan(`${service}.${method}`, { kind: SpanKind.CLIENT, attributes }, () => next(args));
    };
  client.middlewareStack.add(middleware, { step: "initialize", name: "causewayTracing", override: true });
  return client;
}
