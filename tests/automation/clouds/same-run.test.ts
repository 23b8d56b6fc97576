import { expect, test } from "vitest";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { rehearsal } from "./stacks";

/** A network, queues with dead letters, topics that send to them, rules and a key: 50 resources, deep and broad. */
const program = `
const vpc = new aws.ec2.Vpc("network", { cidrBlock: "10.64.0.0/16", enableDnsHostnames: true });
const key = new aws.kms.Key("key", { enableKeyRotation: true });
for (let i = 0; i < 8; i++) {
  const subnet = new aws.ec2.Subnet("subnet-" + i, { vpcId: vpc.id, cidrBlock: "10.64." + i + ".0/24" });
  const table = new aws.ec2.RouteTable("table-" + i, { vpcId: vpc.id });
  new aws.ec2.RouteTableAssociation("association-" + i, { subnetId: subnet.id, routeTableId: table.id });
  const dead = new aws.sqs.Queue("dead-" + i);
  const queue = new aws.sqs.Queue("queue-" + i, {
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
  });
  new aws.ec2.SecurityGroup("group-" + i, { vpcId: vpc.id, tags: { queue: queue.url } });
}
exports.vpcId = vpc.id;
exports.keyArn = key.arn;`;

interface Resource {
  readonly urn: string;
  readonly created?: string;
  readonly modified?: string;
}

async function run(parallel: number) {
  const { clouds, stack } = await rehearsal(program, {
    seed: "monday",
    scenario: {
      awsAccount: "111111111111",
      now: "2026-03-02T06:00:00Z",
      latency: { "aws:ec2/*": 40, "*": 10 },
      faults: [
        { kind: "throttle", type: "aws:sqs/*", times: 2 },
        { kind: "flaky", type: "aws:ec2/subnet:Subnet", chance: 0.15 },
        { kind: "fail", resource: "queue-5" },
        { kind: "half-finished", resource: "dead-2" },
      ],
    },
  });
  const errors = new Set<string>();
  const onEvent = ({ diagnosticEvent: d }: EngineEvent): void => {
    if (d?.severity === "error" && d.urn !== undefined) errors.add(d.message);
  };
  // A failure stops the run, and what was under way by then depends on how much ran at once; what each resource meets does not.
  let runs = 1;
  while (!(await stack.up({ parallel, onEvent }).then(Boolean, () => false))) expect(++runs).toBeLessThan(15);
  const { deployment } = (await stack.exportStack()) as { deployment: { resources: Resource[] } };
  const resources = deployment.resources
    // The engine's own time stamps; those of the clouds stay in.
    .map((r) => ({ ...r, created: undefined, modified: undefined }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return { resources, outputs: await stack.outputs(), errors: [...errors].sort(), ms: clouds.simulatedMs };
}

test("the same seed is the same run, faults included, at --parallel 1 and 8", async () => {
  const [one, eight] = [await run(1), await run(8)];
  expect(one.resources.length).toBeGreaterThan(50);
  expect(one.errors.length).toBeGreaterThan(2);
  expect(one.errors.filter((e) => e.includes("queue-5"))).toHaveLength(1);
  expect(eight).toEqual(one);
});
