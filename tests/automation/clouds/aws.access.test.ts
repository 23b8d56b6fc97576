import { describe, expect, test } from "vitest";
import { authorize, type Policies } from "../../../automation/clouds/aws/access/authorize";
import { holds, isOperator, type RequestContext } from "../../../automation/clouds/aws/access/conditions";
import { isPublic, parsePolicy, type Statement } from "../../../automation/clouds/aws/access/document";
import { pattern, resolved } from "../../../automation/clouds/aws/access/pattern";

const HOME = "111111111111";
const ROLE = `arn:aws:iam::${HOME}:role/app`;
const AWAY = "arn:aws:iam::222222222222:role/app";
const QUEUE = `arn:aws:sqs:us-east-1:${HOME}:q`;

function read(form: "identity" | "resource" | "trust", ...statements: object[]): readonly Statement[] {
  const parsed = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), form);
  if (typeof parsed === "string") throw new Error(parsed);
  return parsed;
}

describe("condition operators (IAM user guide, IAM JSON policy elements: Condition operators)", () => {
  const context: RequestContext = {
    "aws:SourceArn": "arn:aws:events:us-east-1:111111111111:rule/bus/r",
    "aws:SourceAccount": HOME,
    "aws:SecureTransport": "true",
    "aws:username": "ann",
    "s3:max-keys": "10",
    "aws:CurrentTime": "2026-03-01T00:00:00Z",
    "aws:SourceIp": "10.64.3.7",
    "aws:TagKeys": ["team", "env"],
    "aws:None": [],
  };
  test.each<[operator: string, key: string, values: string[], holds: boolean]>([
    ["StringEquals", "aws:SourceAccount", ["222222222222", HOME], true],
    ["StringEquals", "aws:sourceaccount", [HOME], true],
    ["StringEquals", "aws:username", ["ANN"], false],
    ["StringEqualsIgnoreCase", "aws:username", ["ANN"], true],
    ["StringEquals", "aws:username", ["a*"], false],
    ["StringLike", "aws:username", ["a*"], true],
    ["StringLike", "aws:username", ["a?"], false],
    ["StringNotEquals", "aws:username", ["bob", "ann"], false],
    ["StringNotEquals", "aws:username", ["bob", "cid"], true],
    ["StringNotLike", "aws:username", ["b*"], true],
    ["StringEquals", "aws:PrincipalOrgID", ["o-1"], false],
    ["StringNotEquals", "aws:PrincipalOrgID", ["o-1"], true],
    ["StringEqualsIfExists", "aws:PrincipalOrgID", ["o-1"], true],
    ["StringEqualsIfExists", "aws:username", ["bob"], false],
    ["StringEquals", "aws:username", ["${aws:username}"], true],
    ["StringEquals", "aws:username", ["${aws:PrincipalTag/owner}"], false],
    ["StringEquals", "aws:username", ["${aws:PrincipalTag/owner, 'ann'}"], true],
    ["StringLike", "aws:username", ["${*}"], false],
    ["ArnEquals", "aws:SourceArn", ["arn:aws:events:*:111111111111:rule/bus/*"], true],
    ["ArnLike", "aws:SourceArn", ["arn:aws:events:us-east-1:*:rule/other/*"], false],
    // A wildcard stays in its part of the ARN.
    ["ArnLike", "aws:SourceArn", ["arn:aws:*:rule/bus/r"], false],
    ["StringLike", "aws:SourceArn", ["arn:aws:*:rule/bus/r"], true],
    ["ArnNotLike", "aws:SourceArn", ["arn:aws:events:us-east-1:*:rule/other/*"], true],
    ["Bool", "aws:SecureTransport", ["false"], false],
    ["Bool", "aws:SecureTransport", ["True"], true],
    ["Bool", "aws:MultiFactorAuthPresent", ["true"], false],
    ["BoolIfExists", "aws:MultiFactorAuthPresent", ["true"], true],
    ["NumericLessThanEquals", "s3:max-keys", ["10"], true],
    ["NumericLessThan", "s3:max-keys", ["10"], false],
    ["NumericGreaterThan", "s3:max-keys", ["9"], true],
    ["NumericEquals", "s3:max-keys", ["ten"], false],
    ["NumericNotEquals", "s3:max-keys", ["9"], true],
    ["DateLessThan", "aws:CurrentTime", ["2026-04-01T00:00:00Z"], true],
    ["DateGreaterThanEquals", "aws:CurrentTime", ["2026-04-01T00:00:00Z"], false],
    ["DateGreaterThan", "aws:CurrentTime", ["1700000000"], true],
    ["IpAddress", "aws:SourceIp", ["10.64.0.0/16"], true],
    ["IpAddress", "aws:SourceIp", ["10.64.3.7"], true],
    ["IpAddress", "aws:SourceIp", ["2001:db8::/32"], false],
    ["NotIpAddress", "aws:SourceIp", ["10.64.0.0/16"], false],
    ["Null", "aws:PrincipalOrgID", ["true"], true],
    ["Null", "aws:username", ["true"], false],
    ["Null", "aws:username", ["false"], true],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["team", "env", "cost"], true],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["team"], false],
    ["ForAllValues:StringEquals", "events:source", ["a"], true],
    ["ForAnyValue:StringEquals", "aws:TagKeys", ["env"], true],
    ["ForAnyValue:StringEquals", "aws:TagKeys", ["cost"], false],
    ["ForAnyValue:StringEquals", "events:source", ["a"], false],
    ["ForAnyValue:StringNotEquals", "aws:TagKeys", ["team"], true],
    ["ForAllValues:StringNotEquals", "aws:TagKeys", ["team"], false],
  ])("%s of %s with %j holds: %s", (operator, key, values, expected) => {
    expect(holds({ operator, key, values }, context)).toBe(expected);
  });

  test("an operator that IAM does not have is known as such, and never decides", () => {
    for (const name of ["StringEqual", "ForSomeValues:StringEquals", "NullIfExists", "stringequals", ""])
      expect(isOperator(name), name).toBe(false);
    expect(() => holds({ operator: "StringEqual", key: "aws:username", values: ["ann"] }, context)).toThrow(
      "IAM has no condition operator StringEqual",
    );
  });

  test("in a policy of 2008 nothing is a variable", () => {
    const value = { operator: "StringEquals", key: "aws:username", values: ["${aws:username}"] };
    expect(holds(value, { "aws:username": "${aws:username}" }, false)).toBe(true);
    expect(holds(value, { "aws:username": "ann" }, false)).toBe(false);
    expect(resolved("a/${aws:username}/${?}", { "aws:username": "ann" })).toBe("a/ann/?");
    expect(pattern("a.b/*", {})?.test("a.b/c/d")).toBe(true);
    expect(pattern("a.b", {})?.test("axb")).toBe(false);
  });
});

describe("what is let through (IAM user guide, Policy evaluation logic)", () => {
  const send = { Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE };
  const by = (AWS: string | string[]) => ({ ...send, Principal: { AWS } });
  const service = { ...send, Principal: { Service: "events.amazonaws.com" } };
  const events = { kind: "Service", id: "events.amazonaws.com" } as const;
  const role = { kind: "AWS", id: ROLE } as const;
  const away = { kind: "AWS", id: AWAY } as const;
  const onlyTls = {
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: QUEUE,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const own = read("identity", send);
  const none = "no statement of the resource's policy allows it";
  const notOwn = "no statement of the caller's own policies allows it";

  type Case = [
    title: string,
    caller: { kind: "Service" | "AWS"; id: string },
    policies: Policies,
    why: string | undefined,
    context?: RequestContext,
  ];
  test.each<Case>([
    ["a service named", events, { resource: read("resource", service) }, undefined],
    ["a service that nobody named", events, { resource: [] }, none],
    [
      "another service",
      events,
      { resource: read("resource", { ...service, Principal: { Service: "sns.amazonaws.com" } }) },
      none,
    ],
    ["everyone", events, { resource: read("resource", { ...service, Principal: "*" }) }, undefined],
    ["another action", events, { resource: read("resource", { ...service, Action: "sqs:Receive*" }) }, none],
    [
      "an action in other letters, with a wildcard",
      events,
      { resource: read("resource", { ...service, Action: "SQS:send*" }) },
      undefined,
    ],
    ["another resource", events, { resource: read("resource", { ...service, Resource: `${QUEUE}2` }) }, none],
    [
      "NotResource of another",
      events,
      { resource: read("resource", { ...service, Resource: undefined, NotResource: `${QUEUE}2` }) },
      undefined,
    ],
    [
      "NotResource of this",
      events,
      { resource: read("resource", { ...service, Resource: undefined, NotResource: QUEUE }) },
      none,
    ],
    [
      "NotAction of another",
      events,
      { resource: read("resource", { ...service, Action: undefined, NotAction: "sqs:DeleteQueue" }) },
      undefined,
    ],
    [
      "an explicit deny",
      events,
      { resource: read("resource", service, { ...service, Sid: "No", Effect: "Deny" }) },
      'the statement "No" of the resource\'s policy denies it',
    ],
    ["a deny that does not concern TLS", events, { resource: read("resource", service, onlyTls) }, undefined],
    [
      "a deny of plain text",
      events,
      { resource: read("resource", service, onlyTls) },
      "a statement of the resource's policy denies it",
      { "aws:SecureTransport": "false" },
    ],
    [
      "a condition on a key that the request lacks",
      events,
      {
        resource: read("resource", {
          ...service,
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        }),
      },
      none,
    ],
    ["a role by its own policy", role, { identity: own }, undefined],
    ["a role without one", role, { identity: [] }, notOwn],
    [
      "a role by the resource's alone",
      role,
      { identity: [], resource: read("resource", by(ROLE)) },
      undefined,
    ],
    [
      "a role whose account is named, without a policy of its own",
      role,
      { identity: [], resource: read("resource", by(HOME)) },
      notOwn,
    ],
    [
      "a role whose account is named, with one",
      role,
      { identity: own, resource: read("resource", by(`arn:aws:iam::${HOME}:root`)) },
      undefined,
    ],
    [
      "a deny of its own against the resource's allow",
      role,
      { identity: read("identity", { ...send, Effect: "Deny" }), resource: read("resource", by(ROLE)) },
      "a statement of the caller's own policies denies it",
    ],
    [
      "a deny of the account",
      role,
      { identity: own, resource: read("resource", { ...by(HOME), Effect: "Deny" }) },
      "a statement of the resource's policy denies it",
    ],
    [
      "everyone denied but the role",
      role,
      {
        identity: own,
        resource: read("resource", {
          ...send,
          Effect: "Deny",
          NotPrincipal: { AWS: [ROLE, `arn:aws:iam::${HOME}:root`] },
        }),
      },
      undefined,
    ],
    [
      "everyone denied but another",
      role,
      { identity: own, resource: read("resource", { ...send, Effect: "Deny", NotPrincipal: { AWS: AWAY } }) },
      "a statement of the resource's policy denies it",
    ],
    [
      "everyone denied but the account: its role is not named",
      role,
      { identity: own, resource: read("resource", { ...send, Effect: "Deny", NotPrincipal: { AWS: HOME } }) },
      "a statement of the resource's policy denies it",
    ],
    [
      "a boundary that does not have it",
      role,
      { identity: own, boundary: read("identity", { ...send, Action: "s3:*" }) },
      "no statement of the caller's permissions boundary allows it",
    ],
    ["a boundary that has it", role, { identity: own, boundary: own }, undefined],
    ["a boundary that has it and no policy", role, { identity: [], boundary: own }, notOwn],
    [
      "a role of another account, by both",
      away,
      { identity: own, resource: read("resource", by("222222222222")) },
      undefined,
    ],
    ["a role of another account, by its own alone", away, { identity: own, resource: [] }, none],
    [
      "a role of another account, by the resource's alone",
      away,
      { identity: [], resource: read("resource", by(AWAY)) },
      notOwn,
    ],
  ])("%s", (_title, caller, policies, why, context = {}) => {
    const verdict = authorize({ caller, action: "sqs:SendMessage", resource: QUEUE, context }, policies);
    expect(verdict.allowed ? undefined : verdict.why).toBe(why);
  });

  test("a key lets nobody in that its own policy does not (KMS developer guide, Default key policy)", () => {
    const key = `arn:aws:kms:us-east-1:${HOME}:key/k`;
    const use = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
    const ask = (policies: Policies) =>
      authorize({ caller: role, action: "kms:Decrypt", resource: key }, policies).allowed;
    const identity = read("identity", use);
    expect(ask({ identity, resource: [] })).toBe(false);
    expect(ask({ identity, resource: read("resource", { ...use, Principal: { AWS: HOME } }) })).toBe(true);
    expect(ask({ identity: [], resource: read("resource", { ...use, Principal: { AWS: HOME } }) })).toBe(
      false,
    );
    expect(ask({ identity: [], resource: read("resource", { ...use, Principal: { AWS: ROLE } }) })).toBe(
      true,
    );
  });
});

test("public is anyone without a condition on who or where", () => {
  const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const narrow = { StringEquals: { "aws:SourceAccount": HOME } };
  expect(isPublic(read("resource", { ...allow, Principal: "*" }))).toBe(true);
  expect(isPublic(read("resource", { ...allow, Principal: "*", Condition: narrow }))).toBe(false);
  expect(isPublic(read("resource", { ...allow, Principal: { Service: "s3.amazonaws.com" } }))).toBe(false);
});
