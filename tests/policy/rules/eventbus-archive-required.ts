import { changed, UNKNOWN, type RuleCases } from "../sample";
import { archive, bus } from "./events";

const lonely = changed(bus, {
  name: "acme-lonely",
  id: "acme-lonely",
  arn: "arn:aws:events:us-east-1:111111111111:event-bus/acme-lonely",
});

export const eventbusArchiveRequiredCases: RuleCases = {
  rule: "eventbus-archive-required",
  serves: ["EV-16"],
  violating: [
    {
      title: "a bus without archive",
      resources: [lonely],
      says: ['"bus": archive is not set', "EventArchive"],
    },
    {
      title: "the archive of another bus",
      resources: [
        bus,
        changed(archive, { eventSourceArn: "arn:aws:events:us-east-1:111111111111:event-bus/other" }),
      ],
      says: ['"bus": archive is not set'],
    },
    {
      title: "an archive of a week",
      resources: [bus, changed(archive, { retentionDays: 7 })],
      says: ['"archive": retentionDays is 7', "Set it to 30 or more"],
    },
    {
      title: "an archive for ever",
      resources: [bus, changed(archive, { retentionDays: 0 })],
      says: ['"archive": retentionDays is 0', "for ever"],
    },
    {
      title: "an archive that says nothing, which means for ever",
      resources: [bus, changed(archive, { retentionDays: undefined })],
      says: ['"archive": retentionDays is not set', "for ever"],
    },
  ],
  complying: [
    { title: "a bus with its archive", resources: [bus, archive] },
    {
      title: "a preview in which only the origin is known",
      resources: [
        changed(bus, { arn: UNKNOWN, id: UNKNOWN }),
        { ...changed(archive, { eventSourceArn: UNKNOWN }), sources: { eventSourceArn: ["bus"] } },
      ],
    },
    { title: "a partner's bus", resources: [changed(bus, { eventSourceName: "aws.partner/example.com/1" })] },
  ],
  unknown: [
    {
      title: "a retention that is not known",
      resources: [bus, changed(archive, { retentionDays: UNKNOWN })],
    },
  ],
};
