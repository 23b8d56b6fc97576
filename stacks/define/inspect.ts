import type * as pulumi from "@pulumi/pulumi";

/** What the SDK keeps of an output beside its value; present at run time, left out of the published declarations. */
interface OutputInternals {
  promise(withUnknowns: boolean): Promise<unknown>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
}

export interface Inspected {
  /** The value; where it is not wholly known, it holds `pulumi.unknown`. */
  readonly value: unknown;
  readonly known: boolean;
  readonly secret: boolean;
}

/** Waits for an output and says what is known of it. */
export async function inspect(output: pulumi.Output<unknown>): Promise<Inspected> {
  const internals = output as unknown as OutputInternals;
  const value = await internals.promise(true);
  return { value, known: await internals.isKnown, secret: await internals.isSecret };
}
