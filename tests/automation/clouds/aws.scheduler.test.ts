import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { exercised, recordExercised } from "./exercised";
import { aws, openClouds, textOf } from "./harness";

const ACCOUNT = "111111111111";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** An account with two queues and a role that the scheduler may take on; `plan` makes a schedule that sends to one. */
async function open(trust: object = { StringEquals: { "aws:SourceAccount": ACCOUNT } }) {
  const clouds = openClouds({ scenario: { awsAccount: ACCOUNT } });
  const cloud = await aws(clouds);
  const make = async (type: string, name: string, inputs: Values): Promise<string> =>
    textOf((await cloud.create(`aws:${type}`, name, { name, ...inputs })).outputs, "arn");
  const [work, dead] = [await make("sqs/queue:Queue", "work", {}), await make("sqs/queue:Queue", "dead", {})];
  const roleArn = await make("iam/role:Role", "runner", {
    assumeRolePolicy: document({
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: trust,
    }),
  });
  const permit = (resource: string[]) =>
    cloud.create("aws:iam/rolePolicy:RolePolicy", "runner", {
      name: "p",
      role: "runner",
      policy: document({ Effect: "Allow", Action: "sqs:SendMessage", Resource: resource }),
    });
  const plan = (more: Values = {}, target: Values = {}) =>
    cloud.create(SCHEDULE, "nightly", {
      name: "nightly",
      scheduleExpression: "rate(15 minutes)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: work, roleArn, deadLetterConfig: { arn: dead }, ...target },
      ...more,
    });
  return { clouds, permit, plan, work, dead };
}

describe("schedules", () => {
  test.each<[Values, Values, RegExp]>([
    [{ name: "a b" }, {}, /name: "a b" is not allowed/],
    [
      { scheduleExpression: "every(5 minutes)" },
      {},
      /scheduleExpression: Invalid Schedule Expression every\(5 minutes\)/,
    ],
    [{ scheduleExpression: "rate(0 minutes)" }, {}, /scheduleExpression/],
    [{ flexibleTimeWindow: { mode: "SOMETIMES" } }, {}, /mode: "SOMETIMES" is not OFF or FLEXIBLE/],
    [{ flexibleTimeWindow: { mode: "FLEXIBLE" } }, {}, /maximumWindowInMinutes: is needed/],
    [
      {},
      { retryPolicy: { maximumEventAgeInSeconds: 59 } },
      /maximumEventAgeInSeconds: must be from 60 to 86400/,
    ],
    [{}, { retryPolicy: { maximumRetryAttempts: 186 } }, /maximumRetryAttempts: must be from 0 to 185/],
    [
      {},
      { deadLetterConfig: { arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:no` } },
      /dead-letter queue .*:no does not/,
    ],
  ])("%j, %j is refused", async (more, target, why) => {
    await expect((await open()).plan(more, target)).rejects.toThrow(why);
  });

  test("is there once of a name, by a role that the scheduler can take on for this account", async () => {
    const { plan } = await open();
    const made = await plan({ scheduleExpression: "cron(0 3 * * ? *)" });
    expect(made.outputs["arn"]).toBe(`arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/default/nightly`);
    await expect(plan()).rejects.toThrow(/ConflictException: Schedule nightly already exists/);
    const foreign = await open({ StringEquals: { "aws:SourceAccount": "222222222222" } });
    await expect(foreign.plan()).rejects.toThrow(/must allow AWS EventBridge Scheduler to assume the role/);
  });

  test("its role must start the target and keep what it can not; what it may not is said at the end", async () => {
    const { clouds, plan, permit, work, dead } = await open();
    await plan();
    const refused = () =>
      clouds.uses().flatMap((u) => (u.type === SCHEDULE && u.refusal !== undefined ? [u.refusal] : []));
    expect(refused()).toEqual([
      expect.stringMatching(/sqs:SendMessage.*:work.*the schedule nightly starts nothing/),
      expect.stringMatching(/sqs:SendMessage.*:dead.*can not start is lost/),
    ]);
    exercised(SCHEDULE, "at the end");
    await permit([work, dead]);
    expect(refused()).toEqual([]);
  });
});

recordExercised("aws.scheduler");
