import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Levelled } from "./differences";
import { topics } from "./scenarios";
import { embedded, findCli, realCli } from "./support/engines";
import type { Outcome, Scenario, Stage } from "./support/engines";
import { givenOrder } from "./support/order";

/** What each stage of a scenario does, as both engines did it; null where a stage fails. */
type Expected = Readonly<Record<string, readonly (readonly string[] | null)[]>>;

const cli = findCli();
/** A scenario runs up to eight programs, each a process of its own. */
const TIMEOUT = 240_000;

const scenarios = Object.entries(topics).flatMap(([topic, all]) => {
  const file = path.join(__dirname, "expected", `${topic}.json`);
  const expected = JSON.parse(fs.readFileSync(file, "utf8")) as Expected;
  return all.map((scenario) => ({ ...scenario, expected: expected[scenario.name] ?? [] }));
});

describe.each(scenarios)("$name", (scenario) => {
  it("on the embedded engine", async () => meetsExpectation(scenario, await embedded.run(scenario)), TIMEOUT);

  it.runIf(cli !== undefined)(
    cli === undefined ? "as on the Pulumi CLI: not run (no CLI)" : `as on the Pulumi CLI ${cli}`,
    async () => {
      const real = await realCli.run(scenario);
      const own = await embedded.run(scenario);
      const { differs = [] } = scenario;
      const levelledReal = levelled(real, scenario, differs);
      const levelledOwn = levelled(own, scenario, differs);
      meetsExpectation(scenario, levelledReal);
      expect(levelledOwn.map(comparable)).toEqual(levelledReal.map(comparable));
      expect(ordersOf(levelledOwn)).toEqual(ordersOf(levelledReal));
      for (const difference of differs) {
        const others = differs.filter((other) => other !== difference);
        expect(
          levelled(own, scenario, others).map(comparable),
          `the engines agree: ${difference.what} is no longer true`,
        ).not.toEqual(levelled(real, scenario, others).map(comparable));
      }
    },
    TIMEOUT,
  );
});

function meetsExpectation(
  { stages, expected }: Scenario & { readonly expected: Expected[string] },
  outcomes: readonly Outcome[],
): void {
  expect(expected).toHaveLength(stages.length);
  expect(outcomes).toHaveLength(stages.length);
  stages.forEach((stage, index) => {
    const { succeeded, steps, errors, calls } = outcomes[index] as Outcome;
    expect(succeeded, `stage ${index}: ${errors.join("\n")}`).toBe(stage.fails === undefined);
    for (const text of stage.fails ?? []) expect(errors.join("\n")).toContain(text);
    // Steps of an operation that fails depend on what came first; the comparison with the CLI looks at the rest.
    const done = expected[index];
    if (done !== null) expect(steps.toSorted()).toEqual(done);
    if (stage.calls !== undefined) expect(calls).toEqual(stage.calls);
  });
}

/** Without what is declared to differ. */
const levelled = (
  outcomes: readonly Outcome[],
  { stages }: Scenario,
  differs: readonly Levelled[],
): readonly Outcome[] =>
  outcomes.map((outcome, index) =>
    differs.reduce((one, { level }) => level(one, stages[index] as Stage), outcome),
  );

const ordersOf = (outcomes: readonly Outcome[]): readonly (readonly string[])[] =>
  outcomes.map((outcome, stage) => givenOrder(outcome, outcomes[stage - 1]?.state ?? []));

/**
 * Without the order in which unrelated resources come, which differs from run to run on either engine; and without the
 * stack's own step where a program may have been cut off before or after it.
 */
function comparable(outcome: Outcome): Outcome {
  const steps = outcome.succeeded
    ? outcome.steps
    : outcome.steps.filter((step) => !step.endsWith("trial-dev"));
  const place = (resource: unknown): string => {
    const { urn = "", id = "" } = resource as { urn?: string; id?: string };
    return `${urn} ${id}`;
  };
  return {
    ...outcome,
    steps: steps.toSorted(),
    started: outcome.started.toSorted(),
    failed: outcome.failed.toSorted(),
    calls: outcome.calls.toSorted(),
    differences: outcome.differences.toSorted(),
    errors: outcome.errors.toSorted(),
    state: outcome.state.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)),
  };
}
