import { describe, expect, it } from "vitest";
import { scenarios } from "./scenarios";
import { embedded, findCli, realCli } from "./support/engines";
import type { Outcome, Scenario } from "./support/engines";

const cli = findCli();

describe.each(scenarios)("$name", (scenario) => {
  it("on the embedded engine", async () => {
    meetsExpectation(scenario, await embedded.run(scenario));
  });

  it.runIf(cli !== undefined)(`as on the Pulumi CLI (${cli ?? "not run: no CLI"})`, async () => {
    const real = await realCli.run(scenario);
    const own = await embedded.run(scenario);
    expect(own).toEqual(real);
  });
});

function meetsExpectation({ stages }: Scenario, outcomes: readonly Outcome[]): void {
  stages.forEach((stage, index) => {
    const outcome = outcomes[index];
    expect(outcome?.succeeded, outcome?.errors.join("\n")).toBe(stage.fails === undefined);
    expect(outcome?.steps).toEqual(stage.steps);
    if (stage.calls !== undefined) expect(outcome?.calls).toEqual(stage.calls);
    for (const text of stage.fails ?? []) expect(outcome?.errors.join("\n")).toContain(text);
  });
}
