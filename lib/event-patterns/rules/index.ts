import { readPartly, type Event } from "../event";
import { matches, type Pattern } from "../match";
import { meeting, requirementsOf, type Requirement } from "./requirement";
import { Tree } from "./tree";

/** Many rules, read once for any number of events. */
export interface Rules<K> {
  /** The keys of the rules that match an event, in the rules' order. */
  of(event: Event): K[];
  /**
   * The same for an event that is read for these rules alone: what none of them looks at is left out, so it takes less time.
   *
   * @throws {JsonFault} when the text does not begin with a JSON object.
   */
  ofText(event: string): K[];
}

/**
 * Puts patterns together so that an event is not tried with each: what it costs grows with the rules that come near it,
 * hardly with how many there are. The answers are those of `matches`, rule by rule.
 *
 * @param rules each with a key of the caller's; keys may repeat.
 */
export function compileRules<K>(rules: Iterable<readonly [key: K, pattern: Pattern]>): Rules<K> {
  const list = [...rules];
  const requirements = list.flatMap(([, pattern], rule) => requirementsOf(rule, pattern));
  return new Compiled(
    list.map(([key]) => key),
    list.map(([, pattern]) => pattern),
    new Tree(requirements),
  );
}

class Compiled<K> implements Rules<K> {
  /** The event, by number, with which each rule was last found to be matched or not. */
  private readonly answered: Uint32Array;
  private count = 0;
  /** The parts of all names. */
  private readonly parts: ReadonlySet<string>;

  constructor(
    private readonly keys: readonly K[],
    private readonly patterns: readonly Pattern[],
    private readonly tree: Tree,
  ) {
    this.answered = new Uint32Array(keys.length);
    this.parts = new Set(patterns.flatMap(({ machine }) => [...machine.parts]));
  }

  ofText(event: string): K[] {
    return this.of(readPartly(event, this.parts));
  }

  of(event: Event): K[] {
    this.nextEvent();
    const matched: number[] = [];
    this.tree.visit(event, (requirement) => {
      if (this.answered[requirement.rule] === this.count) return;
      const answer = this.answer(requirement, event);
      if (answer === undefined) return;
      this.answered[requirement.rule] = this.count;
      if (answer) matched.push(requirement.rule);
    });
    return matched.sort((a, b) => a - b).map((rule) => this.keys[rule] as K);
  }

  /** Whether the rule is matched; undefined when it may be by another of its alternatives. */
  private answer(requirement: Requirement, event: Event): boolean | undefined {
    const met = meeting(requirement, event);
    if (met === "not") return requirement.exact ? false : undefined;
    if (requirement.exact && met === "plainly") return true;
    const pattern = this.patterns[requirement.rule];
    return pattern !== undefined && matches(pattern, event);
  }

  private nextEvent(): void {
    if (this.count === 2 ** 32 - 1) {
      this.answered.fill(0);
      this.count = 0;
    }
    this.count++;
  }
}
