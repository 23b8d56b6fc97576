/** Reads what is published at an address: in whole, or nothing of it. */
import { DeployError } from "../deploy/failure";

/** How something is read. */
export interface Reading {
  /** Option that names another address, for messages. */
  readonly flag: string;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which an address counts as silent. @default 60,000 */
  readonly patience?: number;
  /** Told each address that is read. */
  readonly onStep: (line: string) => void;
}

const PATIENCE = 60_000;
/** More than this is no index and no list of a cloud; a line of one has some thousand characters. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_LINE = 1024 * 1024;

/**
 * The JSON at an address.
 *
 * @throws {DeployError} when it can not be read in whole or is no JSON.
 */
export async function readJson(url: string, reading: Reading): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of read(url, reading)) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw unreadable(url, `is larger than ${MOST_BYTES} bytes`, reading);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder().decode(Buffer.concat(chunks)));
  } catch (error) {
    throw unreadable(url, "is no JSON", reading, error);
  }
}

/**
 * The lines of the text at an address, as they come: none is kept.
 *
 * @throws {DeployError} when it can not be read in whole.
 */
export async function* readLines(url: string, reading: Reading): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of read(url, reading)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MOST_LINE) throw unreadable(url, "has a line that does not end", reading);
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}

async function* read(url: string, reading: Reading): AsyncGenerator<Uint8Array> {
  const { signal, patience = PATIENCE } = reading;
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silence.abort();
    }, patience);
  };
  reading.onStep(`reading ${url}`);
  let begun = false;
  try {
    wait();
    // A redirect could lead to prices that are not the cloud's, unseen.
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { "user-agent": "causeway" },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (answer.status !== 200 || answer.body === null) throw unreadable(url, answered(answer), reading);
    begun = true;
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      yield chunk;
      wait();
    }
  } catch (error) {
    if (error instanceof DeployError) throw error;
    if (signal.aborted) throw new DeployError("interrupted", "stopped: nothing is written", { cause: error });
    const why = silence.signal.aborted
      ? `sent nothing for ${patience / 1000} s`
      : `${begun ? "broke off" : "can not be reached"} (${reasonOf(error)})`;
    throw unreadable(url, why, reading, error);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

function answered({ status, headers }: Response): string {
  const to = headers.get("location");
  return to === null ? `answered with status ${status}` : `answered with status ${status}, elsewhere: ${to}`;
}

/** What the network said: `fetch failed` alone is nobody's help. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}

/** What is at an address is not as it has to be. */
export function unreadable(
  url: string,
  why: string,
  { flag }: Pick<Reading, "flag">,
  cause?: unknown,
): DeployError {
  const way = `nothing is written; try again later, or name another address of the same list with ${flag}`;
  return new DeployError("failed", `${url} ${why}: ${way}`, { cause });
}
