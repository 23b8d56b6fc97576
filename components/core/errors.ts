import { RunError } from "@pulumi/pulumi";
import type { Fault } from "../../lib/fault";

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function line(fault: Fault): string {
  const verdict = !("given" in fault)
    ? "is refused"
    : fault.given === undefined
      ? "is missing"
      : `is ${show(fault.given)}`;
  return `  ${fault.path || "(whole)"} ${verdict}; allowed: ${fault.allowed}`;
}

/**
 * Everything wrong with one set of inputs, in one message. It is a `RunError`, so Pulumi prints the message without a
 * stack trace: the fault is the user's to mend, not the program's.
 */
export class InputError extends RunError {
  readonly faults: readonly Fault[];

  /**
   * @param subject whose inputs they are, `EventBus "orders"` or `environment "dev"`.
   * @param faults at least one.
   */
  constructor(subject: string, faults: readonly Fault[]) {
    const count = `${faults.length} invalid ${faults.length === 1 ? "input" : "inputs"}`;
    super([`${subject}: ${count}`, ...faults.map(line)].join("\n"));
    this.name = "InputError";
    this.faults = faults;
  }

  /** True across copies of this module, as when a foreign platform brings its own. */
  static is(error: unknown): error is InputError {
    return error instanceof Error && error.name === "InputError" && "faults" in error;
  }
}
