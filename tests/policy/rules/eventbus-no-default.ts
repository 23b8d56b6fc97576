import { changed, UNKNOWN, type RuleCases } from "../sample";
import { archive, functionTarget, rule } from "./events";

const onDefault = { eventBusName: undefined };
const scheduled = changed(rule, {
  ...onDefault,
  eventPattern: undefined,
  scheduleExpression: "rate(1 hour)",
});

export const eventbusNoDefaultCases: RuleCases = {
  rule: "eventbus-no-default",
  serves: ["EV-14"],
  violating: [
    {
      title: "a rule that names no bus",
      resources: [changed(rule, onDefault)],
      says: ['"orders": eventBusName is not set', "default bus"],
    },
    {
      title: "a rule on the default bus by its ARN",
      resources: [changed(rule, { eventBusName: "arn:aws:events:us-east-1:111111111111:event-bus/default" })],
      says: ['eventBusName is "arn:aws:events:us-east-1:111111111111:event-bus/default"'],
    },
    {
      title: "an archive of the default bus",
      resources: [
        changed(archive, { eventSourceArn: "arn:aws:events:us-east-1:111111111111:event-bus/default" }),
      ],
      says: ['"archive": eventSourceArn is'],
    },
    {
      title: "a target on the default bus",
      resources: [changed(functionTarget, { eventBusName: "default" })],
      says: ['"to-pack": eventBusName is "default"'],
    },
    {
      title: "a rule for AWS's events and for the platform's",
      resources: [changed(rule, { ...onDefault, eventPattern: '{"source":["aws.ec2","com.acme.orders"]}' })],
      says: ['"orders": eventBusName is not set'],
    },
  ],
  complying: [
    { title: "rule, target and archive on a bus of their own", resources: [rule, functionTarget, archive] },
    { title: "a schedule and its target", resources: [scheduled, changed(functionTarget, onDefault)] },
    {
      title: "a rule for what AWS's services send",
      resources: [
        changed(rule, { ...onDefault, eventPattern: '{"source":["aws.ec2"]}' }),
        changed(functionTarget, onDefault),
      ],
    },
  ],
  unknown: [{ title: "a bus that is not known", resources: [changed(rule, { eventBusName: UNKNOWN })] }],
  unknownButEnough: [
    {
      title: "a target whose bus is not known",
      resources: [changed(functionTarget, { eventBusName: UNKNOWN })],
    },
  ],
};
