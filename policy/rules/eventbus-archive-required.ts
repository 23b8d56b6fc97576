import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf, ofType } from "../tokens";

const BUS = "aws:cloudwatch/eventBus:EventBus";
const ARCHIVE = "aws:cloudwatch/eventArchive:EventArchive";

/** docs/requirements/01.md, "Bus, access, archive". */
const MINIMUM_DAYS = 30;

/** What was published can be played again for a month; longer keeping is a matter of a bucket. */
export const eventbusArchiveRequired = defineRule({
  id: "eventbus-archive-required",
  description: "Every bus has an archive, which keeps events for 30 days or more and not for ever.",
  severity: "high",
  needs: [],
  serves: ["EV-16"],
  remediationSteps: "Add an aws.cloudwatch.EventArchive of the bus with retentionDays of 30 or more.",

  check(resource, _place, report) {
    const archive = inputsOf(resource, ARCHIVE);
    if (archive === undefined) return;
    const { retentionDays: days } = archive;
    if (days !== undefined && days >= MINIMUM_DAYS) return;
    report({
      resource,
      path: "retentionDays",
      value: days,
      problem:
        (days ?? 0) === 0
          ? "it keeps personal data of customers for ever, beyond every duty to erase it"
          : "events are gone before a fault of last month can be replayed",
      remedy: `Set it to ${MINIMUM_DAYS} or more.`,
    });
  },

  checkStack(resources, _place, report) {
    const archives = ofType(resources, ARCHIVE);
    for (const bus of ofType(resources, BUS)) {
      // A partner's bus is named after its source and holds what the partner keeps.
      const partner = ifKnown(() => inputsOf(bus, BUS)?.eventSourceName ?? "");
      if (partner !== "") continue;
      const source = (archive: (typeof archives)[number]) =>
        refersTo(archive, "eventSourceArn", () => inputsOf(archive, ARCHIVE)?.eventSourceArn, bus);
      if (archives.some(source)) continue;
      report({
        resource: bus,
        path: "archive",
        problem: "what a consumer got wrong can not be played to it again",
        remedy: "Add an aws.cloudwatch.EventArchive whose eventSourceArn is this bus.",
      });
    }
  },
});
