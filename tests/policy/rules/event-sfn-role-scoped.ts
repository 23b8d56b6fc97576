import { changed, UNKNOWN, type RuleCases } from "../sample";
import { allowing, functionTarget, grant, machine, machineTarget, role } from "./events";

const whole = [machine, machineTarget, role];
const start = { Action: "states:StartExecution", Resource: machine.props["arn"] };
const granting = (statement: Record<string, unknown>) => changed(grant, { policy: allowing(statement) });

export const eventSfnRoleScopedCases: RuleCases = {
  rule: "event-sfn-role-scoped",
  serves: ["EV-20"],
  violating: [
    {
      title: "a role that may do all of Step Functions",
      resources: [...whole, granting({ ...start, Action: "states:*" })],
      says: ['"start-checks-grant": policy is "states:*"', "to-checks"],
    },
    {
      title: "a role that may stop executions too",
      resources: [
        ...whole,
        granting({ ...start, Action: ["states:StartExecution", "states:StopExecution"] }),
      ],
      says: ['policy is "states:StopExecution"'],
    },
    {
      title: "a role that may start every machine",
      resources: [...whole, granting({ ...start, Resource: "*" })],
      says: ['policy is "*"'],
    },
    {
      title: "a role that may start a second machine",
      resources: [
        ...whole,
        granting({
          ...start,
          Resource: [machine.props["arn"], "arn:aws:states:us-east-1:111111111111:stateMachine:other"],
        }),
      ],
      says: ['policy is "arn:aws:states:us-east-1:111111111111:stateMachine:other"'],
    },
    {
      title: "a role that may all but what is listed",
      resources: [...whole, granting({ NotAction: "iam:*", Resource: machine.props["arn"] })],
      says: ['policy is "iam:*"'],
    },
    {
      title: "a policy inside the role",
      resources: [
        machine,
        machineTarget,
        changed(role, { inlinePolicies: [{ name: "x", policy: allowing({ ...start, Resource: "*" }) }] }),
        grant,
      ],
      says: ['"start-checks": inlinePolicies[0].policy is "*"'],
    },
    {
      title: "a role that may start all but what is listed",
      resources: [...whole, granting({ Action: start.Action, NotResource: "arn:aws:states:::other" })],
      says: ['policy is "everything but what is listed"'],
    },
    {
      title: "a role that may all but start it",
      resources: [...whole, granting({ NotAction: "states:StartExecution", Resource: start.Resource })],
      says: ['policy is "states:StartExecution"'],
    },
    {
      title: "a managed policy inside the role",
      resources: [
        machine,
        machineTarget,
        changed(role, { managedPolicyArns: ["arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess"] }),
        grant,
      ],
      says: ['"start-checks": managedPolicyArns is "arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess"'],
    },
    {
      title: "a managed policy",
      resources: [
        ...whole,
        grant,
        {
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name: "attached",
          props: { role: "start-checks", policyArn: "arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess" },
        },
      ],
      says: ['"attached": policyArn is "arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess"'],
    },
  ],
  complying: [
    { title: "a role that may start its machine", resources: [...whole, grant] },
    { title: "a role of another stack", resources: [machine, machineTarget] },
    {
      title: "a role of something else",
      resources: [functionTarget, role, granting({ Action: "*", Resource: "*" })],
    },
    {
      title: "a role whose outputs repeat its policy",
      resources: [
        machine,
        machineTarget,
        changed(role, { inlinePolicies: [{ policy: grant.props["policy"] }] }),
        grant,
      ],
    },
    {
      title: "policies of another role",
      resources: [
        ...whole,
        grant,
        { ...changed(granting({ Action: "*", Resource: "*" }), { role: "other" }), name: "other-grant" },
        {
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name: "attached",
          props: { role: "other", policyArn: "arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess" },
        },
      ],
    },
    {
      title: "what is denied",
      resources: [
        ...whole,
        grant,
        {
          ...grant,
          name: "deny",
          props: {
            role: "start-checks",
            policy: JSON.stringify({ Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] }),
          },
        },
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    { title: "a policy that is not known", resources: [...whole, changed(grant, { policy: UNKNOWN })] },
    {
      title: "a machine that is not known",
      resources: [
        changed(machine, { arn: UNKNOWN }),
        { ...changed(machineTarget, { arn: UNKNOWN }), sources: { arn: ["checks"] } },
        role,
        grant,
      ],
    },
  ],
};
