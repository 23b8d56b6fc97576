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

  const { outputs, stdout } = await events.up();
  expect(stdout).not.toContain("is not authorized");
  const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:111111111111:${rest}`;
  const name = (role: string) => `acme-dev-use1-eventing-${role}`;
  const url = (role: string) => `https://sqs.us-east-1.amazonaws.com/111111111111/${name(role)}`;
  const route = (rule: string, workflow: string) => ({
    ruleArn: arn("events", `rule/acme-dev-glb-eventing-bus/${name(rule)}`),
    targetArn: arn("states", `stateMachine:${name(workflow)}`),
    deadLetterArn: arn("sqs", name(`${workflow}-dead-letters`)),
    deadLetterUrl: url(`${workflow}-dead-letters`),
  });
  const { tableNames, ...promised } = Object.fromEntries(
    Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]),
  );
  expect(promised).toEqual({
    contract: "events/3",
    busName: "acme-dev-glb-eventing-bus",
    busArn: arn("events", "event-bus/acme-dev-glb-eventing-bus"),
    archiveArn: arn("events", "archive/acme-dev-glb-eventing-bus-archive"),
    registryName: name("schemas"),
    alarmTopicArn: arn("sns", name("alarms")),
    dashboardName: name("events"),
    orderFunctionArn: arn("lambda", `function:${name("order-api")}`),
    auditBucketName: expect.stringMatching(/^acme-dev-use1-aws-audit-\d{26}$/) as string,
    routes: {
      audit: {
        ruleArn: arn("events", `rule/acme-dev-glb-eventing-bus/${name("audit")}`),
        targetArn: arn("firehose", `deliverystream/${name("audit-archive")}`),
        deadLetterArn: arn("sqs", name("audit-dead-letters")),
        deadLetterUrl: url("audit-dead-letters"),
      },
      "high-value-orders": route("high-value-orders", "fraud-check"),
      "order-created-to-notifications": route("order-created-to-notifications", "notifications"),
      "order-created-to-saga": route("order-created-to-saga", "order-saga"),
    },
    queueUrls: { fallback: url("fallback"), redrive: url("redrive"), parking: url("parking") },
  });
  expect(Object.keys(tableNames as object)).toContain("outbox");

  const again = await events.up();
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);

  const down = await events.destroy();
  expect(down.summary.resourceChanges?.delete).toBeGreaterThan(200);
  const { deployment } = (await events.exportStack()) as { deployment: { resources?: unknown[] } };
  expect(deployment.resources ?? []).toEqual([]);
}, 240_000);
