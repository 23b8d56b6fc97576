import { faultsText, type Fault } from "../../../lib/fault";

/**
 * What is wrong with a definition: of an event, a catalogue, a route or a pattern. Inside a Pulumi program it is reported
 * as the program's own input errors are, without a stack trace, though nothing here needs Pulumi.
 */
export class DefinitionError extends Error {
  /** What makes Pulumi take an error for its user's to mend (`RunError.isInstance`). */
  readonly __pulumiRunError = true;

  /** @param subject whose definition it is, `event "Order Created"`. */
  constructor(
    subject: string,
    readonly faults: readonly Fault[],
  ) {
    super(faultsText(subject, faults));
    this.name = "InputError";
  }
}

/**
 * An event that is not what its type says. The faults name places and what is allowed there, never what was given: that
 * may be personal.
 */
export class InvalidEventError extends Error {
  constructor(
    subject: string,
    readonly faults: readonly Fault[],
  ) {
    super(faultsText(subject, faults));
    this.name = "InvalidEventError";
  }
}

/** An event of a major version that the handler was not written for; trying it again can not help. */
export class UnknownVersionError extends InvalidEventError {
  constructor(
    subject: string,
    readonly version: string,
    known: readonly string[],
  ) {
    super(subject, [
      {
        path: "detail.metadata.version",
        given: version,
        allowed: `${known.join(" or ")}; deploy a handler of that major version before its events are published`,
      },
    ]);
    this.name = "UnknownVersionError";
  }
}
