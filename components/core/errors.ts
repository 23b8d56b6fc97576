import { RunError } from "@pulumi/pulumi";
import { faultsText, type Fault } from "../../lib/fault";

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
    super(faultsText(subject, faults));
    this.name = "InputError";
    this.faults = faults;
  }

  /** True across copies of this module, as when a foreign platform brings its own. */
  static is(error: unknown): error is InputError {
    return error instanceof Error && error.name === "InputError" && "faults" in error;
  }
}
