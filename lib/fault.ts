/** One thing wrong with what a user gave. */
export interface Fault {
  /** Where: the input's path, `archive.retentionDays` or `subnets[2].cidr`. */
  readonly path: string;
  /** What was given, as it is shown to the user; leave the key out for a secret. */
  readonly given?: unknown;
  /** What is allowed, and the way out: "a whole number of days from 1 to 365". */
  readonly allowed: string;
}

function show(value: unknown): string {
  const text = textOf(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** What has no JSON, such as an object that holds itself, is told by its kind. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return typeof value === "bigint" ? value.toString() : "an object that holds itself";
  }
}

function line(fault: Fault): string {
  const verdict = !("given" in fault)
    ? "is refused"
    : fault.given === undefined
      ? "is missing"
      : `is ${show(fault.given)}`;
  return `  ${fault.path || "(whole)"} ${verdict}; allowed: ${fault.allowed}`;
}

/** Everything wrong with what `subject` names, in one message of a line each. */
export function faultsText(subject: string, faults: readonly Fault[]): string {
  const count = `${faults.length} invalid ${faults.length === 1 ? "input" : "inputs"}`;
  return [`${subject}: ${count}`, ...faults.map(line)].join("\n");
}
