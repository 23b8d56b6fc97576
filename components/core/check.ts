import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../../lib/fault";
import { InputError } from "./errors";

/** Says what is allowed when the value is wrong, or undefined when it is right. */
export type Test<T> = (value: T) => string | undefined;

/**
 * Collects every fault in a component's inputs and throws them together. A plain value is judged at once, before
 * anything is registered; an output is gated: the value that flows on is the checked one, so a bad output can not reach
 * the cloud.
 *
 * @example
 * const check = new Check(`EventBus "${name}"`);
 * const days = check.input("archive.retentionDays", args.archive.retentionDays, wholeNumber(1, 365));
 * check.done();
 */
export class Check {
  private readonly faults: Fault[] = [];

  /** @param subject whose inputs are checked, as the message shall name it. */
  constructor(private readonly subject: string) {}

  /** Records a fault. */
  fault(path: string, given: unknown, allowed: string): void {
    this.faults.push({ path, given, allowed });
  }

  /** Records a fault that was found elsewhere. */
  refuse(fault: Fault): void {
    this.faults.push(fault);
  }

  /**
   * Judges a plain value.
   *
   * @param told what a fault says was given, for a value that may be secret.
   */
  plain<T>(path: string, value: T, test: Test<T>, told?: string): void {
    const allowed = test(value);
    if (allowed !== undefined) this.fault(path, told ?? value, allowed);
  }

  /**
   * Judges a plain value now and an output when it is known; returns what to use in the value's place.
   *
   * @param told what a fault says was given, for a value that may be secret.
   */
  input<T>(path: string, value: pulumi.Input<T>, test: Test<T>, told?: string): pulumi.Input<T> {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
      return pulumi.output(value).apply((known) => {
        const allowed = test(known as T);
        if (allowed !== undefined)
          throw new InputError(this.subject, [{ path, given: told ?? known, allowed }]);
        return known as T;
      });
    }
    this.plain(path, value, test, told);
    return value;
  }

  /** @throws {InputError} with every fault so far. */
  done(): void {
    if (this.faults.length > 0) throw new InputError(this.subject, this.faults);
  }
}

/** A whole number within bounds, both included. */
export const wholeNumber =
  (min: number, max: number, unit = ""): Test<number> =>
  (value) =>
    Number.isInteger(value) && value >= min && value <= max
      ? undefined
      : `a whole number${unit ? ` of ${unit}` : ""} from ${min} to ${max}`;

/** One of a closed list. */
export const oneOf =
  (...values: readonly string[]): Test<string> =>
  (value) =>
    values.includes(value) ? undefined : `one of ${values.join(", ")}`;

/** Text of a given form; `form` describes it in words. */
export const matching =
  (pattern: RegExp, form: string): Test<string> =>
  (value) =>
    pattern.test(value) ? undefined : form;
