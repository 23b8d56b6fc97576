import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const FUNCTION = "aws:lambda/function:Function";
const TABLE = "aws:dynamodb/table:Table";
const ARCHIVE = "aws:cloudwatch/eventArchive:EventArchive";
const QUEUE = "aws:sqs/queue:Queue";

/** Variables by which a consumer is told where it notes what it has handled, and for how long. */
const TABLE_VARIABLE = "PROCESSED_TABLE";
const TTL_VARIABLE = "PROCESSED_TTL_SECONDS";

/** Value of the `Purpose` tag of such a table; by the tag it is known in a stack without its consumers too. */
const PURPOSE = "idempotency";

const DAY = 86_400;
const LAST_QUEUES = new Set(["dead-letter-queue", "parking-queue"]);

/** A note that is gone before its event can no longer come back lets the event be handled twice. */
export const eventIdempotencyWindow = defineRule({
  id: "event-idempotency-window",
  description:
    "Consumers remember an event for as long as archive and dead-letter queues can bring it back, in a table that forgets afterwards.",
  severity: "high",
  needs: [],
  serves: ["EV-49"],
  remediationSteps: `Give ${TTL_VARIABLE} the archive's days and the dead letters' 14 days, and enable ttl on the table.`,

  check(resource, _place, report) {
    if (inputsOf(resource, TABLE)?.tags?.["Purpose"] === PURPOSE) checkTtl(resource, report);
  },

  checkStack(resources, _place, report) {
    const window = windowSeconds(resources);
    for (const fn of ofType(resources, FUNCTION)) {
      const seconds = variable(fn, TTL_VARIABLE);
      if (seconds === undefined || Number(seconds) >= window) continue;
      report({
        resource: fn,
        path: `environment.variables.${TTL_VARIABLE}`,
        value: seconds,
        problem: "an event that a replay or a dead letter brings back later is handled a second time",
        remedy: `Set it to ${window} or more: ${window / DAY} days of archive and dead letters.`,
      });
    }
    for (const table of ofType(resources, TABLE)) checkTable(table, resources, report);
  },
});

function variable(fn: StackResource, name: string): string | undefined {
  return ifKnown(() => inputsOf(fn, FUNCTION)?.environment?.variables?.[name]);
}

/** The longest time that an event may come back after: out of the archive, and then out of the dead letters of the replay. */
function windowSeconds(resources: readonly StackResource[]): number {
  const days = ofType(resources, ARCHIVE).map(
    (one) => ifKnown(() => inputsOf(one, ARCHIVE)?.retentionDays) ?? 0,
  );
  const seconds = ofType(resources, QUEUE)
    .filter((queue) => LAST_QUEUES.has(ifKnown(() => inputsOf(queue, QUEUE)?.tags?.["Purpose"]) ?? ""))
    .map((queue) => ifKnown(() => inputsOf(queue, QUEUE)?.messageRetentionSeconds) ?? 0);
  return Math.max(0, ...days) * DAY + Math.max(0, ...seconds);
}

function checkTable(table: StackResource, resources: readonly StackResource[], report: Report): void {
  const remembers = ofType(resources, FUNCTION).some((fn) => {
    const name = variable(fn, TABLE_VARIABLE);
    if (name !== undefined) return refersTo(fn, "", () => name, table);
    return false;
  });
  const marked = ifKnown(() => inputsOf(table, TABLE)?.tags?.["Purpose"]) === PURPOSE;
  if (remembers && !marked) checkTtl(table, report);
}

function checkTtl(table: Resource, report: Report): void {
  const ttl = ifKnown(() => inputsOf(table, TABLE)?.ttl ?? { enabled: false, attributeName: "" });
  if (ttl === undefined || (ttl.enabled === true && ttl.attributeName !== "")) return;
  report({
    resource: table,
    path: "ttl.enabled",
    value: ttl.enabled,
    problem: "notes of handled events are never removed, and the table grows without end",
    remedy: "Set ttl to { enabled: true, attributeName }, the attribute that consumers write the time into.",
  });
}
