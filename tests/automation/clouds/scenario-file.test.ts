import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ScenarioFault } from "../../../automation/clouds";
import { readScenario } from "../../../automation/clouds/scenario-file";

function faultsOf(source: string) {
  try {
    readScenario(source);
  } catch (error) {
    if (error instanceof ScenarioFault)
      return error.problems.map((p) => `${p.path} ${JSON.stringify(p.given)}: ${p.allowed}`);
    throw error;
  }
  return [];
}

test("the example in the documentation is one", () => {
  const scenario = readScenario(readFileSync("docs/scenarios/bad-day.yaml", "utf8"));
  expect(scenario).toMatchObject({ seed: "monday", now: "2026-03-02T06:00:00Z" });
  expect(scenario.faults?.map(({ kind }) => kind)).toEqual(["throttle", "fail"]);
});

test("JSON is read as well, an empty file is a scenario without anything", () => {
  expect(readScenario('{"faults":[{"kind":"flaky","type":"aws:*","chance":0.1}],"sleep":false}')).toEqual({
    faults: [{ kind: "flaky", type: "aws:*", chance: 0.1 }],
    sleep: false,
  });
  expect(readScenario("")).toEqual({});
  expect(
    readScenario("drift: [{ resource: inbox, set: { tags.Owner: null } }, { resource: a, delete: true }]"),
  ).toEqual({
    drift: [
      { resource: "inbox", set: { "tags.Owner": null } },
      { resource: "a", delete: true },
    ],
  });
});

test("everything wrong is said at once: where, what was given, what is allowed", () => {
  expect(
    faultsOf(`
seeds: x
now: tomorrow
faults:
  - { kind: fail, type: "aws:sqs/queue:Queue" }
  - { kind: half-finished, resource: a, call: 0 }
  - { kind: explode }
  - { kind: region-lost, cloud: aws, region: me-dubai-1 }
  - { kind: region-lost, cloud: gcp, region: us-east-1 }
  - { kind: flaky, chance: 2, colour: red }
  - { kind: throttle, action: drop, times: many }
drift: [{ resource: a }, { resource: b, delete: false }]
latency: { "*": fast }
sleep: maybe`),
  ).toEqual([
    'now "tomorrow": a time in RFC 3339, such as 2026-03-01T08:00:00Z',
    "faults[0].resource undefined: the name or URN of the resource whose calls are counted, with * for any text",
    "faults[1].call 0: a whole number from 1",
    'faults[2].kind "explode": one of the kinds throttle, fail, flaky, half-finished, no-way, region-lost',
    'faults[3].region "me-dubai-1": a region of the cloud, such as us-east-1 of aws or me-dubai-1 of oci',
    'faults[4].cloud "gcp": aws or oci',
    "faults[5].chance 2: a number from 0 to 1",
    'faults[5].colour "colour": no such key here',
    'faults[6].action "drop": create, read, update, delete or invoke',
    'faults[6].times "many": a whole number from 1',
    'drift[0] {"resource":"a"}: an object with resource and either set, with new values by property path, or delete: true',
    'drift[1] {"resource":"b","delete":false}: an object with resource and either set, with new values by property path, or delete: true',
    'latency.* "fast": a whole number from 0',
    'sleep "maybe": true or false',
    'seeds "seeds": one of seed, now, faults, drift, latency, sleep',
  ]);
});

test("what is neither YAML nor JSON is said with its place", () => {
  expect(faultsOf("faults: [")).toEqual([
    expect.stringMatching(/^ undefined: YAML or JSON; .*line 1, column 10$/),
  ]);
});
