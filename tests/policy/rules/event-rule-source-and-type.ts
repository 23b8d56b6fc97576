import { changed, UNKNOWN, type RuleCases } from "../sample";
import { rule } from "./events";

const pattern = (value: object) => changed(rule, { eventPattern: JSON.stringify(value) });
const whole = { source: ["com.acme.orders"], "detail-type": ["Order Created"] };

export const eventRuleSourceAndTypeCases: RuleCases = {
  rule: "event-rule-source-and-type",
  serves: ["EV-18"],
  violating: [
    {
      title: "a pattern without source",
      resources: [pattern({ "detail-type": ["Order Created"] })],
      says: ['"orders": eventPattern.source is not set', "com.acme.orders"],
    },
    {
      title: "a pattern without detail-type",
      resources: [pattern({ source: ["com.acme.orders"] })],
      says: ['"orders": eventPattern.detail-type is not set'],
    },
    {
      title: "a list of no sources",
      resources: [pattern({ ...whole, source: [] })],
      says: ["eventPattern.source is []"],
    },
    {
      title: "an alternative that takes every type",
      resources: [pattern({ $or: [whole, { source: ["com.acme.returns"] }] })],
      says: ["eventPattern.detail-type is not set"],
    },
    {
      title: "a rule without pattern",
      resources: [changed(rule, { eventPattern: undefined })],
      says: ["eventPattern.source is not set"],
    },
  ],
  complying: [
    { title: "a pattern with both", resources: [rule] },
    {
      title: "alternatives with both",
      resources: [
        pattern({ $or: [whole, { source: [{ prefix: "com.acme." }], "detail-type": ["Return Received"] }] }),
      ],
    },
    {
      title: "a rule of the default bus",
      resources: [changed(pattern({ source: ["aws.ec2"] }), { eventBusName: "default" })],
    },
  ],
  unknown: [{ title: "a pattern that is not known", resources: [changed(rule, { eventPattern: UNKNOWN })] }],
};
