import { expect, test } from "vitest";
import { simulatedClouds, ScenarioFault, type ScenarioDefinition } from "../../../automation/clouds";
import { aws, openClouds, temporaryFolder, textOf } from "./harness";
import { rehearsal } from "./stacks";

const queue = "aws:sqs/queue:Queue";

test("a property changed and a resource deleted by hand are what a read sees", async () => {
  const clouds = openClouds();
  const cloud = await aws(clouds);
  const inbox = await cloud.create(queue, "inbox", {
    name: "inbox",
    delaySeconds: 5,
    tags: { Owner: "a", Team: "t" },
  });
  const dead = await cloud.create(queue, "dead", { name: "dead" });
  expect(
    clouds.drift({ resource: "in*", set: { delaySeconds: 9, "tags.Owner": null, "tags.New": "n" } }),
  ).toBe(1);
  expect(await cloud.read(inbox)).toMatchObject({
    inputs: { delaySeconds: 9 },
    outputs: { delaySeconds: 9, tags: { Team: "t", New: "n" }, arn: textOf(inbox.outputs, "arn") },
  });
  expect((await cloud.read(inbox))?.inputs["tags"]).toEqual({ Team: "t", New: "n" });
  expect(clouds.drift({ resource: `urn:*::${queue}::dead`, delete: true })).toBe(1);
  expect(await cloud.read(dead)).toBeUndefined();
  expect(clouds.drift({ resource: "nobody", delete: true })).toBe(0);
});

test("members of lists change by their index", async () => {
  const clouds = openClouds();
  const cloud = await aws(clouds);
  const vpc = await cloud.create("aws:ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" });
  const rule = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.64.0.0/16"] };
  const group = await cloud.create("aws:ec2/securityGroup:SecurityGroup", "g", {
    vpcId: vpc.id,
    name: "g",
    ingress: [rule, { ...rule, fromPort: 80, toPort: 80 }],
  });
  clouds.drift({ resource: "g", set: { "ingress.0.cidrBlocks.0": "0.0.0.0/0", "ingress.1": null } });
  expect((await cloud.read(group))?.outputs["ingress"]).toEqual([{ ...rule, cidrBlocks: ["0.0.0.0/0"] }]);
});

test("a scenario's drift is made when the clouds are opened, all of it or none", async () => {
  const home = temporaryFolder();
  const first = openClouds({ home });
  const cloud = await aws(first);
  const inbox = await cloud.create(queue, "inbox", { name: "inbox" });
  const open = (drift: ScenarioDefinition["drift"] & object) =>
    simulatedClouds({ home, scenario: { drift } });
  const set = { resource: "inbox", set: { delaySeconds: 7 } };
  expect(() => open([set, { resource: "nobody", delete: true }])).toThrow(ScenarioFault);
  expect((await cloud.read(inbox))?.outputs["delaySeconds"]).toBe(0);
  open([set]).close();
  expect((await cloud.read(inbox))?.outputs["delaySeconds"]).toBe(7);
});

test("a refresh takes drift into the state, and the next update puts it right", async () => {
  const { clouds, stack } = await rehearsal(`
    new aws.sqs.Queue("inbox", { name: "inbox", delaySeconds: 5 });
    new aws.sqs.Queue("dead", { name: "dead" });`);
  await stack.up();
  clouds.drift({ resource: "inbox", set: { delaySeconds: 90 } });
  clouds.drift({ resource: "dead", delete: true });
  const refreshed = await stack.refresh();
  expect(refreshed.summary.resourceChanges).toMatchObject({ update: 1, delete: 1 });
  const { summary } = await stack.up();
  expect(summary.resourceChanges).toMatchObject({ update: 1, create: 1 });
  const state = (await stack.exportStack()).deployment as {
    resources: { urn: string; outputs?: { delaySeconds?: number } }[];
  };
  expect(state.resources.find(({ urn }) => urn.endsWith("::inbox"))?.outputs?.delaySeconds).toBe(5);
});
