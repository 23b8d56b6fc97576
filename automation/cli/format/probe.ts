import type { ProbeResult } from "../../deploy/probe/run";
import { table } from "./table";

/** The schema of `causeway probe api --json`. */
export const PROBE_SCHEMA = "causeway.probe/1";

/** What a probe came to. */
export interface Probed {
  readonly env: string;
  readonly simulated: boolean;
  readonly api: string;
  readonly host: string;
  readonly results: readonly ProbeResult[];
  readonly left: readonly string[];
}

const expected = ([from, to]: readonly [number, number]): string =>
  from === to ? String(from) : `${from} to ${to}`;

export function probeDocument({ results, ...rest }: Probed): string {
  const checks = results.map(({ check, passed, got }) => ({ ...check, passed, got }));
  return `${JSON.stringify({ schema: PROBE_SCHEMA, ...rest, checks }, null, 2)}\n`;
}

export function probeText({ api, host, results, left }: Probed): string {
  const failed = results.filter(({ passed }) => !passed).length;
  const rows = results.map(({ check, passed, got }) => [
    passed ? "ok" : "FAILED",
    `${check.method} ${check.path}`,
    check.shows,
    passed ? got : `${got}, not ${expected(check.expect)}`,
  ]);
  return [
    `API ${api} at ${host}`,
    table(["", "call", "with", "answer"], rows),
    ...(left.length === 0 ? [] : ["Not asked:", ...left.map((line) => `  ${line}`)]),
    failed === 0 ? `All ${results.length} checks passed.` : `${failed} of ${results.length} checks failed.`,
    "",
  ].join("\n");
}
