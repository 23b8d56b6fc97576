import type { Severity } from "@pulumi/policy";
import type { EnvironmentClass, EnvironmentFacts, FactName, Facts } from "./facts";

export type Props = Readonly<Record<string, unknown>>;

/** A resource as a rule sees it: its inputs before a deployment, its outputs when the whole stack is checked. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Plain values, secrets unwrapped. Reading one that is not known yet throws, and the rule is put off. */
  readonly props: Props;
  readonly protect: boolean;
  /** Inputs of the provider it is made with, where there is an explicit one. */
  readonly provider?: { readonly type: string; readonly name: string; readonly props: Props };
}

/** A resource among the others of its stack. */
export interface StackResource extends Resource {
  /** Resources that the value of a property was computed from; known in a preview too. */
  readonly sources: (property: string) => readonly StackResource[];
}

/** One thing that is wrong. */
export interface Finding {
  readonly resource: Resource;
  /** Path of the property, `endpointConfig.isPublicIpEnabled`. */
  readonly path: string;
  /** The offending value; undefined is shown as "not set". */
  readonly value?: unknown;
  /**
   * The value may be a secret: it is not shown.
   * @default false
   */
  readonly withheld?: boolean;
  /** What is wrong with it and why that matters: a clause that follows the value. */
  readonly problem: string;
  /** What to do: a sentence. */
  readonly remedy: string;
}

export type Report = (finding: Finding) => void;

/** Where a check takes place. */
export interface Place<K extends FactName> {
  /** Name of the stack, from the resource's URN. */
  readonly stack: string;
  /** The environment that the stack's name begins with, where the facts list it. */
  readonly environment?: { readonly name: string } & EnvironmentFacts;
  /** The environment's class; without facts, what a word of the stack's name says. */
  readonly class?: EnvironmentClass;
  readonly facts: Pick<Facts, K> & Partial<Facts>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** One rule: what is refused, why, and how to find it. A rule knows type tokens; it loads no cloud package. */
export interface Rule<K extends FactName = FactName> {
  readonly id: string;
  /** One sentence: what must hold. */
  readonly description: string;
  readonly severity: Severity;
  /** Facts without which it can not judge: it says nothing, and an audit lists it. */
  readonly needs: readonly K[];
  /**
   * Facts that make it sharper but that it does without.
   * @default none
   */
  readonly uses?: readonly FactName[];
  /** Requirements it serves. */
  readonly serves: readonly string[];
  /** Former and narrower ids that report under this one. */
  readonly absorbs?: readonly string[];
  /** What usually mends it, for catalogues of rules; each finding has its own remedy. */
  readonly remediationSteps: string;
  /**
   * Whether a waiver may accept a finding.
   * @default true
   */
  readonly waivable?: boolean;
  /** Checks the inputs of one resource. */
  check?(resource: Resource, place: Place<K>, report: Report): void;
  /** Checks how the resources of a stack stand to each other, on their outputs. */
  checkStack?(resources: readonly StackResource[], place: Place<K>, report: Report): void;
  /** What level `remediate` changes, and why that neither replaces nor opens anything: a sentence. */
  readonly remediates?: string;
  /**
   * Mends the inputs where that can not do harm: nothing is replaced, and nothing becomes weaker; used at level `remediate`
   * only. It returns all inputs, as they came but for what is mended (`withInput`). Undefined: nothing to mend.
   */
  remediate?(resource: Resource, place: Place<K>): Record<string, unknown> | undefined;
}

/** Types a rule by the facts it needs. */
export function defineRule<const K extends FactName = never>(rule: Rule<K>): Rule {
  return rule;
}
