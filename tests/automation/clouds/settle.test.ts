import { expect, test } from "vitest";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { rehearsal } from "./stacks";

const rule = `
const rule = new aws.cloudwatch.EventRule("orders", { name: "orders", eventPattern: '{"source":["shop"]}' });
const queue = new aws.sqs.Queue("inbox", { name: "inbox" });
new aws.cloudwatch.EventTarget("target", { rule: rule.name, arn: queue.arn });`;
const policy = `
new aws.sqs.QueuePolicy("policy", { queueUrl: queue.url, policy: pulumi.jsonStringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: queue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": rule.arn } } },
}) });`;

test("a permission that is missing at the end fails the update at the resource that needs it, until it is there", async () => {
  const { stack, program } = await rehearsal(rule);
  const errors: string[] = [];
  const onEvent = ({ diagnosticEvent: d }: EngineEvent): void => {
    if (d?.severity === "error") errors.push(`${d.urn?.split("::").at(-1) ?? ""}: ${d.message.trim()}`);
  };
  await expect(stack.preview({ onEvent })).resolves.toBeDefined();
  const queue = "arn:aws:sqs:us-east-1:111111111111:inbox";
  const words =
    `target: events.amazonaws.com is not authorized to perform sqs:SendMessage on ${queue}, because no statement of the ` +
    "resource's policy allows it: events of the rule orders are lost";
  for (let run = 0; run < 2; run++) {
    errors.length = 0;
    // Everything was accepted, so everything is in the state; it fails again as long as nothing was changed.
    await expect(stack.up({ onEvent })).rejects.toThrow("sqs:SendMessage");
    expect(errors).toEqual([words, ": update failed"]);
  }
  errors.length = 0;
  program(rule + policy);
  const { summary } = await stack.up({ onEvent });
  expect(summary.resourceChanges).toEqual({ create: 1, same: 4 });
  expect(errors).toEqual([]);
  await expect(stack.destroy()).resolves.toBeDefined();
});
