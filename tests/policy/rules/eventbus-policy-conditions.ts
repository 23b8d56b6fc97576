import { UNKNOWN, type RuleCases, type Sample } from "../sample";
import { allowing, busArn } from "./events";

const sources = { "ForAllValues:StringEquals": { "events:source": ["com.acme.orders"] } };
const org = { StringEquals: { "aws:PrincipalOrgID": "o-acme" } };
const role = "arn:aws:iam::222222222222:role/orders";

const policy = (statement: Record<string, unknown>): Sample => ({
  type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  name: "bus-policy",
  props: {
    eventBusName: "acme-events",
    policy: allowing({ Action: "events:PutEvents", Resource: busArn, ...statement }),
  },
});

export const eventbusPolicyConditionsCases: RuleCases = {
  rule: "eventbus-policy-conditions",
  serves: ["EV-15"],
  violating: [
    {
      title: "a whole account",
      resources: [policy({ Principal: { AWS: "222222222222" }, Condition: sources })],
      says: ['policy.Statement[0].Principal is "222222222222"', "aws:PrincipalOrgID"],
    },
    {
      title: "the root of an account",
      resources: [policy({ Principal: { AWS: "arn:aws:iam::222222222222:root" }, Condition: sources })],
      says: ["policy.Statement[0].Principal is"],
    },
    {
      title: "everybody",
      resources: [policy({ Principal: "*", Condition: sources })],
      says: ['policy.Statement[0].Principal is "*"'],
    },
    {
      title: "roles of any name",
      resources: [policy({ Principal: { AWS: "arn:aws:iam::222222222222:role/*" }, Condition: sources })],
      says: ["policy.Statement[0].Principal is"],
    },
    {
      title: "a role that may put any source",
      resources: [policy({ Principal: { AWS: role } })],
      says: ["policy.Statement[0].Condition is not set", "anybody's"],
    },
    {
      title: "an organisation that may put any source",
      resources: [policy({ Principal: "*", Condition: org, Action: "events:*" })],
      says: ["policy.Statement[0].Condition is", "events:source"],
    },
    {
      title: "a condition that only says that a source is there",
      resources: [policy({ Principal: { AWS: role }, Condition: { Null: { "events:source": "false" } } })],
      says: ["policy.Statement[0].Condition is"],
    },
    {
      title: "every organisation but one, and every source but one",
      resources: [
        policy({
          Principal: "*",
          Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-acme", "events:source": "com.acme" } },
        }),
      ],
      says: ['policy.Statement[0].Principal is "*"'],
    },
    {
      title: "a strange account beside the bus's own",
      resources: [policy({ Principal: { AWS: ["111111111111", "222222222222"] }, Condition: sources })],
      says: ['policy.Statement[0].Principal is "222222222222"'],
    },
    {
      title: "a permission, which can not limit sources",
      resources: [
        {
          type: "aws:cloudwatch/eventPermission:EventPermission",
          name: "other",
          props: { principal: "222222222222", statementId: "other" },
        },
      ],
      says: ['"other": principal is "222222222222"', "EventBusPolicy"],
    },
  ],
  complying: [
    {
      title: "a role with its sources",
      resources: [policy({ Principal: { AWS: [role] }, Condition: sources })],
    },
    {
      title: "the organisation with its sources",
      resources: [policy({ Principal: "*", Condition: { ...org, ...sources } })],
    },
    {
      title: "the bus's own account",
      resources: [policy({ Principal: { AWS: "arn:aws:iam::111111111111:root" } })],
    },
    {
      title: "the bus's own account by its number, and a service",
      resources: [policy({ Principal: { AWS: "111111111111", Service: "events.amazonaws.com" } })],
    },
    {
      title: "a denial",
      resources: [policy({ Effect: "Deny", Principal: "*" })],
    },
    {
      title: "a permission for something else",
      resources: [
        {
          type: "aws:cloudwatch/eventPermission:EventPermission",
          props: { principal: "222222222222", statementId: "other", action: "events:DescribeRule" },
        },
      ],
    },
    {
      title: "what does not put events",
      resources: [policy({ Principal: { AWS: "222222222222" }, Action: "events:DescribeRule" })],
    },
  ],
  unknown: [
    {
      title: "a policy that is not known",
      resources: [{ ...policy({}), props: { eventBusName: "acme-events", policy: UNKNOWN } }],
    },
  ],
};
