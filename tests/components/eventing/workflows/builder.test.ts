import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { asl, EventFunction, reference, Workflow, workflowFaults } from "../../../../components/eventing";
import { answered, refusal, run, validatorSays } from "../../../automation/clouds/states/run";
import { NAMING, TAGS, named, recorded } from "../../recorded";

const definition = <S>(ship: S): asl.Definition<S> => ({
  Comment: "Ships an order",
  TimeoutSeconds: 300,
  StartAt: "Ship",
  States: {
    Ship: asl.invoke(ship, { "Payload.$": "$" }, { errors: [asl.otherwise("NotShipped")], next: "Shipped" }),
    Shipped: { Type: "Succeed" },
    NotShipped: { Type: "Fail", Error: "NotShipped", CausePath: "$.failure.Cause" },
  },
});

test("a user's own steps are tried again and end where they say", async () => {
  expect(validatorSays(definition("ship"))).toEqual([]);
  expect(workflowFaults(definition("ship"))).toEqual([]);
  let calls = 0;
  const twice = await run(definition("ship"), {}, () => {
    if (++calls === 1) throw refusal("ServiceException");
    return answered({});
  });
  expect([twice.result.status, calls]).toEqual(["SUCCEEDED", 2]);
  const never = await run(definition("ship"), {}, () => Promise.reject(refusal("ServiceException", "away")));
  expect(never.result).toMatchObject({ status: "FAILED", error: "NotShipped", cause: "away" });
});

test("a user's own steps take outputs of resources and become a machine", async () => {
  const resources = await recorded(() => {
    const keys = { logKeyArn: "arn:aws:kms:us-east-1:111111111111:key/logs" };
    const place = { naming: NAMING, tags: TAGS, ...keys };
    const code = new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = 1"),
    });
    const ship = new EventFunction("ship", { ...place, description: "Ships", code });
    new Workflow("shipping", {
      ...place,
      kmsKeyArn: "arn:aws:kms:us-east-1:111111111111:key/events",
      alarmTopicArn: "arn:aws:sns:us-east-1:111111111111:alarms",
      definition: definition<pulumi.Input<string>>(ship.functionArn),
      grants: [{ on: reference.function(ship), actions: ["lambda:InvokeFunction"] }],
    });
  });
  const machine = named(resources, "shipping-machine");
  const { States } = JSON.parse(machine.inputs["definition"] as string) as {
    States: { Ship: { Parameters: Record<string, unknown> } };
  };
  expect(States.Ship.Parameters["FunctionName"]).toBe(named(resources, "ship-function").props["arn"]);
});
