import { describe, expect, it } from "vitest";
import {
  auditStack,
  policyConfig,
  readState,
  sharedBetween,
  type KeptStack,
  type KnownFacts,
  type StackAudit,
  type Waiver,
} from "../../../policy/library";
import { FACTS } from "../facts";
import { noPublicOkeCases } from "../rules/no-public-oke";
import type { Sample } from "../sample";
import { encrypted, exportOf, kept, stateOf } from "./state";

const publicOke = noPublicOkeCases.violating[0]?.resources[0] as Sample;
const root: Sample = { type: "pulumi:pulumi:Stack", name: "causeway-dev-sample", props: {} };
const queue: Sample = {
  type: "aws:sqs/queue:Queue",
  name: "orders",
  props: { name: "acme-dev-use1-events-orders", kmsMasterKeyId: "alias/aws/sqs" },
};

function stackOf(...resources: readonly object[]): KeptStack {
  const read = readState(exportOf([stateOf(root), ...resources]));
  if ("fault" in read) throw new Error(read.fault);
  return read;
}

const told = (facts: Partial<KnownFacts> = {}) => policyConfig("prod", { ...FACTS, ...facts });
const of = ({ findings }: StackAudit, rule: string) => findings.filter((one) => one.rule === rule);

describe("an audit of what is deployed", () => {
  it("finds what a preview would refuse, with the resource, the property, the value, the remedy and the line", () => {
    const stack = stackOf(stateOf(publicOke, { sourcePosition: "project:///stacks/oke.ts#40,3" }));
    expect(of(auditStack(stack, told()), "no-public-oke")).toEqual([
      {
        rule: "no-public-oke",
        severity: "critical",
        level: "mandatory",
        urn: stack.resources[1]?.before.urn,
        line: "stacks/oke.ts:40:3",
        message: expect.stringMatching(
          /^oci:ContainerEngine\/cluster:Cluster "oke": endpointConfig\.isPublicIpEnabled is true: .+\. .+\.$/,
        ) as string,
      },
    ]);
  });

  it("reads a checkpoint as it reads an export", () => {
    const resources = [stateOf(root), stateOf(publicOke)];
    const checkpoint = { version: 3, checkpoint: { stack: "dev-sample", latest: { resources } } };
    const read = readState(JSON.stringify(checkpoint)) as KeptStack;
    expect(auditStack(read, told())).toEqual(auditStack(stackOf(stateOf(publicOke)), told()));
  });

  it("judges stacks as a whole by their outputs, relations included", () => {
    const role: Sample = {
      type: "aws:cloudwatch/eventTarget:EventTarget",
      name: "t",
      props: { rule: "r", arn: "a" },
    };
    expect(of(auditStack(stackOf(stateOf(role)), told()), "dlq-required")).not.toEqual([]);
  });

  it("leaves out what waits for its deletion and what a program only reads", () => {
    const audit = auditStack(
      stackOf(
        stateOf(publicOke, { delete: true }),
        stateOf({ ...publicOke, name: "read" }, { external: true }),
      ),
      told(),
    );
    expect(of(audit, "no-public-oke")).toEqual([]);
    expect(audit.resources).toBe(1);
  });

  it("opens no secret: a rule that needs one says so, and no text holds the ciphertext", () => {
    const props = { ...publicOke.props, endpointConfig: encrypted("v1:nonce:CIPHERTEXT") };
    const audit = auditStack(stackOf(stateOf({ ...publicOke, props })), told());
    expect(of(audit, "no-public-oke")).toEqual([]);
    expect(audit.notJudged).toContainEqual({
      rule: "no-public-oke",
      urn: expect.stringContaining("::oke") as string,
      why: "endpointConfig is a secret, which an audit does not open",
    });
    expect(JSON.stringify(audit)).not.toContain("CIPHERTEXT");
  });

  it("takes a secret that is encrypted for what it is, one in clear for a finding, and a file for no setting", () => {
    const parameter = (value: unknown): Sample => ({
      type: "aws:lambda/function:Function",
      name: "f",
      props: { environment: { variables: { DB_PASSWORD: value } }, code: kept("abc") },
    });
    const found = (value: unknown) =>
      of(auditStack(stackOf(stateOf(parameter(value))), told()), "no-plaintext-secret");
    expect(found(encrypted("v1:a:b"))).toEqual([]);
    const [finding, ...more] = found("hunter2-and-more");
    expect(more).toEqual([]);
    expect(finding?.message).toContain("environment.variables.DB_PASSWORD has a value that is withheld here");
    expect(JSON.stringify(finding)).not.toContain("hunter2");
  });

  it("shows a finding whose value holds a secret without it", () => {
    const repo = {
      chart: "vault",
      version: "0.1.0",
      values: { server: { ha: encrypted("v1:a:CIPHERTEXT") } },
    };
    const release: Sample = { type: "kubernetes:helm.sh/v3:Release", name: "vault", props: repo };
    const audit = auditStack(stackOf(stateOf(release)), told());
    expect(of(audit, "catalogue-version").map(({ level }) => level)).toEqual(["mandatory"]);
    expect(JSON.stringify(audit)).not.toContain("CIPHERTEXT");
  });

  it("honours waivers, says who accepted what, and refuses one that covers nothing", () => {
    const waiver: Waiver = {
      rule: "cmk-required",
      stack: "dev-*",
      resource: "aws:sqs/queue:Queue::orders",
      reason: "the key comes in December",
      owner: "orders-team",
      expires: "2026-12-31",
    };
    const unused = { ...waiver, resource: "*::payments" };
    const audit = auditStack(stackOf(stateOf(queue)), told({ waivers: [waiver, unused] }));
    expect(of(audit, "cmk-required").map(({ level, waived }) => [level, waived])).toEqual([
      ["advisory", "Waived until 2026-12-31 by orders-team: the key comes in December."],
      ["mandatory", undefined],
    ]);
    expect(of(audit, "cmk-required")[1]?.message).toContain("covers no finding");
  });

  it("takes levels from the configuration, and those of prod without one", () => {
    const stack = stackOf(stateOf(publicOke), stateOf(queue));
    const dev = auditStack(stack, policyConfig("dev", FACTS));
    expect(of(dev, "cmk-required").map(({ level }) => level)).toContain("advisory");
    const bare = auditStack(stack);
    expect(of(bare, "no-public-oke").map(({ level }) => level)).toEqual(["mandatory"]);
    expect(bare.notJudged.map(({ rule }) => rule)).toContain("plan-conformance");
  });
});

describe("a file that is no state", () => {
  it.each([
    ["{", /^is no JSON/],
    ["null", /^is neither a checkpoint nor what pulumi stack export writes$/],
    ["[]", /^is neither/],
    ['{"version":4,"deployment":{}}', /^is of version 4; this release reads version 3$/],
    ['{"version":3,"deployment":{}}', /^holds no resource/],
    [
      '{"version":3,"deployment":{"resources":[{"urn":1}]}}',
      /^has a resource without urn or type, number 0$/,
    ],
    [
      '{"version":3,"deployment":{"resources":[{"urn":"x","type":"t"}]}}',
      /^can not be read: not a Pulumi URN: x$/,
    ],
  ])("%s is refused with what is wrong", (text, fault) => {
    expect(readState(text)).toEqual({ fault: expect.stringMatching(fault) as string });
  });
});

describe("things with two owners", () => {
  const topic = (stack: string, arn: string) =>
    stateOf({ type: "aws:sns/topic:Topic", stack, name: "t", props: { arn } });
  const one = (state: object) => readState(exportOf([state])) as KeptStack;

  it("are found between stacks, by ids that nothing else has", () => {
    const arn = "arn:aws:sns:us-east-1:111111111111:t";
    const [shared, ...more] = sharedBetween([one(topic("dev-a", arn)), one(topic("dev-b", arn))]);
    expect(more).toEqual([]);
    expect(shared?.urns.map((urn) => urn.split("::")[0])).toEqual(["urn:pulumi:dev-a", "urn:pulumi:dev-b"]);
    const namespace = (stack: string, uid: unknown) =>
      one(
        stateOf({ type: "kubernetes:core/v1:Namespace", stack, props: { metadata: { name: "vault", uid } } }),
      );
    expect(sharedBetween([namespace("dev-a", "u-1"), namespace("dev-b", "u-1")])).toHaveLength(1);
    expect(sharedBetween([namespace("dev-a", "u-1"), namespace("dev-b", "u-2")])).toEqual([]);
    expect(sharedBetween([namespace("dev-a", undefined), namespace("dev-b", encrypted("c"))])).toEqual([]);
  });

  it("are not: equal names in two accounts, and a policy of a topic beside the topic", () => {
    const arn = "arn:aws:sns:us-east-1:111111111111:t";
    const policy = stateOf({ type: "aws:sns/topicPolicy:TopicPolicy", stack: "dev-b", props: { arn } });
    expect(sharedBetween([one(topic("dev-a", arn)), one(policy)])).toEqual([]);
    expect(sharedBetween([one(topic("dev-a", "t")), one(topic("dev-b", "t"))])).toEqual([]);
  });
});
