import type { Context, InputRule, Kind } from "../kind";
import * as v from "../values";
import { delivery } from "./access/deliver";
import { arn, limit, nameOf, target, within } from "./common";
import { assumable, roleTarget } from "./iam-rules";
import { scheduleFault } from "./schedule-expression";

const SERVICE = "scheduler.amazonaws.com";

/** `at(yyyy-mm-ddThh:mm:ss)`, once (EventBridge Scheduler User Guide, "Schedule types"). */
const once = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;

/** Names and ranges are those of CreateSchedule in the Amazon EventBridge Scheduler API reference. */
const checks: InputRule = (inputs, report) => {
  for (const name of ["name", "groupName"])
    limit(inputs, report, name, /^[0-9a-zA-Z-_.]{1,64}$/, "up to 64 letters, digits and -_.");
  const given = v.text(inputs, "scheduleExpression");
  const fault = given === undefined || once.test(given) ? undefined : scheduleFault(given, false);
  if (fault !== undefined)
    report("scheduleExpression", `Invalid Schedule Expression ${given ?? ""}: ${fault}, or at(TIME)`);
  const mode = v.text(inputs, "flexibleTimeWindow.mode");
  const window = v.at(inputs, "flexibleTimeWindow.maximumWindowInMinutes");
  if (mode !== undefined && !["OFF", "FLEXIBLE"].includes(mode))
    report("flexibleTimeWindow.mode", `"${mode}" is not OFF or FLEXIBLE`);
  if (mode === "FLEXIBLE" && window === undefined)
    report("flexibleTimeWindow.maximumWindowInMinutes", "is needed with mode FLEXIBLE");
  within(inputs, report, "flexibleTimeWindow.maximumWindowInMinutes", 1, 1440);
  within(inputs, report, "target.retryPolicy.maximumEventAgeInSeconds", 60, 86_400);
  within(inputs, report, "target.retryPolicy.maximumRetryAttempts", 0, 185);
};

const group = (c: Context): string => c.text("groupName") ?? "default";

function refusals(c: Context): void {
  const roleArn = c.text("target.roleArn");
  if (!assumable(c, roleArn, SERVICE))
    c.refuse(
      "ValidationException",
      `The execution role you provide must allow AWS EventBridge Scheduler to assume the role ${roleArn ?? ""}.`,
    );
}

const schedule: Kind = {
  type: "aws:scheduler/schedule:Schedule",
  simulates:
    "the name, the expression, windows and retries, a queue for dead letters that exists, a role that the scheduler can assume; the role may start the target and send to the dead-letter queue, and use their keys",
  naming: { property: "name", prefix: "namePrefix", maximum: 64 },
  references: {
    "target.roleArn": roleTarget,
    "target.deadLetterConfig.arn": target(
      "ValidationException",
      (id) => `The dead-letter queue ${id} does not exist`,
      "sqs/queue:Queue",
    ),
  },
  check: checks,
  rules: refusals,
  uses: (c) => {
    const how = {
      service: SERVICE,
      source: v.text(c.old?.outputs, "arn") ?? "",
      role: c.text("target.roleArn"),
    };
    return [
      ...delivery(c, c.text("target.arn"), { ...how, outcome: `the schedule ${nameOf(c)} starts nothing` }),
      ...delivery(c, c.text("target.deadLetterConfig.arn"), {
        ...how,
        outcome: `what the schedule ${nameOf(c)} can not start is lost`,
      }),
    ];
  },
  id: (c) => `${group(c)}/${nameOf(c)}`,
  outputs: (c, id) => ({
    arn: arn(c, "scheduler", `schedule/${id}`),
    name: nameOf(c),
    groupName: group(c),
    state: c.text("state") ?? "ENABLED",
  }),
  taken: (c) => ["ConflictException", `Schedule ${nameOf(c)} already exists.`],
};

export const scheduler: readonly Kind[] = [schedule];
