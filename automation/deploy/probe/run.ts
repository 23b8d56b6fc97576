import type { Called } from "./call";
import type { ProbeCheck } from "./plan";

/** A check and what came of it. */
export interface ProbeResult {
  readonly check: ProbeCheck;
  readonly passed: boolean;
  /** `401`, or why there is no status. */
  readonly got: string;
}

export interface Probing {
  readonly call: (check: ProbeCheck) => Promise<Called>;
  /** Waits until a rate limit of a second counts anew. */
  readonly pause: () => Promise<void>;
}

/** Rate limits count by the second, and others call too. */
const TRIES = 5;

/** Asks one by one: a probe that meets the rate limit waits, since 429 says nothing of who may call. */
export async function runProbe(
  checks: readonly ProbeCheck[],
  { call, pause }: Probing,
): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (const check of checks) {
    let called = await call(check);
    for (let i = 1; i < TRIES && "status" in called && called.status === 429; i += 1) {
      await pause();
      called = await call(check);
    }
    results.push(judged(check, called));
  }
  return results;
}

/** Codes of Node and OpenSSL with which a server refuses a caller's certificate, or that there is none. */
const TLS_REFUSAL = /^(ERR_SSL_.*(CERTIFICATE|HANDSHAKE).*|ECONNRESET)$/;

function judged(check: ProbeCheck, called: Called): ProbeResult {
  if ("failed" in called) {
    const passed = check.refusedByTls && TLS_REFUSAL.test(called.failed);
    return { check, passed, got: called.failed };
  }
  const [from, to] = check.expect;
  const { status } = called;
  return { check, passed: status >= from && status <= to, got: String(status) };
}

/** Codes that say that nobody could be reached, and not that somebody answered otherwise. */
const UNREACHED = /^(no answer in |ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;

/** Whether an API is as unreachable as it must be from outside its client list. */
export function judgedFromOutside(called: Called): { readonly passed: boolean; readonly got: string } {
  if ("failed" in called) return { passed: UNREACHED.test(called.failed), got: called.failed };
  return { passed: false, got: `an answer, ${called.status}` };
}
