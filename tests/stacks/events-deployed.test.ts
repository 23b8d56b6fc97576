import { afterAll, beforeAll, expect, test } from "vitest";
import { simulatedAccount, type Account } from "../components/deployed";
import { eventsStack } from "./events-needs";

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

test("events deploy on what secrets and data promise, change nothing the second time, and go away", async () => {
  const events = await eventsStack(account);

  const { outputs } = await events.up();
  const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:111111111111:${rest}`;
  expect(
    Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown])),
  ).toEqual({
    contract: "events/1",
    busName: "acme-dev-glb-eventing-bus",
    busArn: arn("events", "event-bus/acme-dev-glb-eventing-bus"),
    archiveArn: arn("events", "archive/acme-dev-glb-eventing-bus-archive"),
    queueArn: arn("sqs", "acme-dev-use1-eventing-inventory-events"),
    queueUrl: "https://sqs.us-east-1.amazonaws.com/111111111111/acme-dev-use1-eventing-inventory-events",
    deadLetterArn: arn("sqs", "acme-dev-use1-eventing-inventory-events-dead-letters"),
    alarmTopicArn: arn("sns", "acme-dev-use1-eventing-alarms"),
  });

  const again = await events.up();
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);

  const down = await events.destroy();
  expect(down.summary.resourceChanges?.delete).toBeGreaterThan(20);
  const { deployment } = (await events.exportStack()) as { deployment: { resources?: unknown[] } };
  expect(deployment.resources ?? []).toEqual([]);
}, 240_000);
