import { afterAll, beforeAll, expect, test } from "vitest";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Fault } from "../../automation/clouds";
import { World } from "../../automation/clouds/world/world";
import { engineFailure } from "../../automation/engine";
import { simulatedAccount, type Account } from "../components/deployed";
import { eventsStack } from "./events-needs";

let account: Account;
let events: Stack;
let world: World;
beforeAll(async () => {
  account = simulatedAccount();
  events = await eventsStack(account);
  world = new World(account.world);
}, 120_000);
afterAll(() => {
  world.close();
  account.close();
});

interface State {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
}

const types = new Set<string>();

/** What the state says there is, and what there is, each as `urn id`. */
async function truth(): Promise<{ recorded: string[]; existing: string[] }> {
  const { deployment } = (await events.exportStack()) as { deployment: { resources?: State[] } };
  const recorded = (deployment.resources ?? []).filter(({ type }) => type.startsWith("aws:"));
  for (const { type } of recorded) types.add(type);
  const all = [...types].flatMap((type) => world.refresh().all(type));
  const own = all.filter(({ urn }) => urn.startsWith("urn:pulumi:dev-events::"));
  return {
    recorded: recorded.map(({ urn, id = "" }) => `${urn} ${id}`).sort(),
    existing: own.map(({ urn, id }) => `${urn} ${id}`).sort(),
  };
}

/** Runs a verb under a fault: it fails, says what is given, and the state says what exists. */
async function failing(
  verb: "up" | "destroy",
  fault: Fault,
  ...says: readonly (string | RegExp)[]
): Promise<void> {
  const end = account.inject(fault);
  const error: unknown = await events[verb]().catch((reason: unknown) => reason);
  end();
  const failure = engineFailure(error);
  expect(failure).toMatchObject({ kind: "failed", exitCode: 1 });
  for (const text of says) expect(failure?.message).toMatch(text);
  const { recorded, existing } = await truth();
  expect(recorded).toEqual(existing);
}

test("events say what fails and what exists, whatever goes wrong in the cloud, and converge when it is over", async () => {
  const bus = "aws:cloudwatch/eventBus:EventBus";
  const archive = "aws:cloudwatch/eventArchive:EventArchive";
  await failing(
    "up",
    { kind: "throttle", type: bus, times: 26 },
    "bus-bus",
    /ThrottlingException: rate exceeded/,
  );
  // What depends on the bus was not started.
  expect((await truth()).existing.join()).not.toContain("bus-archive");
  await failing(
    "up",
    { kind: "fail", type: bus, call: 1, code: "RequestTimeout", message: "no answer in time" },
    "bus-bus",
    "RequestTimeout: no answer in time",
  );
  const notReady = "the archive exists but can not be read yet";
  await failing(
    "up",
    { kind: "half-finished", type: archive, call: 1, reason: notReady },
    "bus-archive",
    notReady,
  );
  await failing(
    "up",
    { kind: "region-lost", cloud: "aws", region: "us-east-1" },
    /no endpoint of aws in us-east-1 answers/,
  );
  const { outputs } = await events.up();
  expect(outputs["busName"]?.value).toBe("acme-dev-glb-eventing-bus");
  expect(Object.keys((await events.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
  const whole = await truth();
  expect(whole.recorded).toEqual(whole.existing);
  expect(whole.recorded.length).toBeGreaterThan(15);

  await failing(
    "destroy",
    { kind: "fail", type: bus, action: "delete", call: 1 },
    "bus-bus",
    "InternalError",
  );
  await failing("destroy", { kind: "region-lost", cloud: "aws", region: "us-east-1" }, /no endpoint of aws/);
  await events.destroy();
  expect(await truth()).toEqual({ recorded: [], existing: [] });
}, 240_000);
