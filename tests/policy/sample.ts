/** A resource as a test states it. */
export interface Sample {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** @default "sample" */
  readonly name?: string;
  /** @default "dev-sample" */
  readonly stack?: string;
  readonly protect?: boolean;
  /** Its name is `provider` by default. */
  readonly provider?: {
    readonly name?: string;
    readonly type: string;
    readonly props: Readonly<Record<string, unknown>>;
  };
  /** By property, the names of the resources that its value is computed from. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
}

/** What `@pulumi/policy` and the engine take for a text that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A program and what a rule must say of it. */
export interface Case {
  readonly title: string;
  readonly resources: readonly Sample[];
  /** Texts that one message of the rule must hold together; none: the rule must say nothing. */
  readonly says?: readonly string[];
}

/** The cases of one rule. */
export interface RuleCases {
  readonly rule: string;
  /** Requirements that the rule serves; they end up in the titles of its tests. */
  readonly serves: readonly string[];
  /**
   * Whether the rule only advises, at every level of environment.
   * @default false
   */
  readonly advises?: boolean;
  /** Each must be refused, or advised against, with a message that holds every text of `says`. */
  readonly violating: readonly (Case & { readonly says: readonly string[] })[];
  /** None may be refused. */
  readonly complying: readonly Case[];
  /** Values that are not known yet: the rule must say that it could not judge, and refuse nothing. */
  readonly unknown: readonly Case[];
  /**
   * What level `remediate` makes of a resource's inputs: only the changed ones.
   * @default none
   */
  readonly mends?: readonly { readonly sample: Sample; readonly to: Readonly<Record<string, unknown>> }[];
  /**
   * Values that are not known yet, of which the rule knows enough: it must say nothing at all.
   * @default none
   */
  readonly unknownButEnough?: readonly Case[];
}

export function urnOf({ type, name = "sample", stack = "dev-sample" }: Sample): string {
  return `urn:pulumi:${stack}::causeway::${type}::${name}`;
}

/** A base sample with some of its properties replaced; `undefined` removes one. */
export function changed(base: Sample, props: Readonly<Record<string, unknown>>): Sample {
  return { ...base, props: { ...base.props, ...props } };
}

/** The samples, each with a name of its own, as an engine wants them. */
export function apart(...samples: readonly Sample[]): Sample[] {
  return samples.map((sample, i) => ({ ...sample, name: `${sample.name ?? "sample"}-${i}` }));
}
