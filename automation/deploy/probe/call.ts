import { request } from "node:https";

/** What came of a call: a status, or why there is none. */
export type Called = { readonly status: number } | { readonly failed: string };

/** How an API is reached. */
export interface Way {
  /** Name that clients call: the certificate must be made out to it. */
  readonly host: string;
  /** Where to connect in its place: a tunnel, or an address while the name does not resolve. */
  readonly connect?: { readonly host: string; readonly port: number };
  /** Authorities that are trusted in the place of the public ones, PEM. */
  readonly ca?: string;
  /** Certificate and key of the caller, PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** A gateway answers in its routes' times; whoever waits longer waits for nothing. */
const TIMEOUT_MS = 15_000;

/** Calls once. Bodies are not read further than it takes, and nothing that is sent is told. */
export function call(
  way: Way,
  { method, path, token }: { readonly method: string; readonly path: string; readonly token?: string },
  timeoutMs = TIMEOUT_MS,
): Promise<Called> {
  return new Promise((resolve) => {
    const sent = request(
      {
        host: way.connect?.host ?? way.host,
        port: way.connect?.port ?? 443,
        servername: way.host,
        method,
        path,
        headers: {
          host: way.host,
          "user-agent": "causeway-probe",
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        minVersion: "TLSv1.2",
        agent: false,
        ...(way.ca === undefined ? {} : { ca: way.ca }),
        ...way.certificate,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (answer) => {
        resolve({ status: answer.statusCode ?? 0 });
        answer.destroy();
      },
    );
    sent.on("error", (error: NodeJS.ErrnoException) => {
      const late = error.name === "AbortError" || error.name === "TimeoutError";
      resolve({ failed: late ? `no answer in ${timeoutMs / 1000} s` : (error.code ?? error.message) });
    });
    sent.end();
  });
}
