import { describe, expect, test } from "vitest";
import { fraudCheck } from "../../../../components/eventing/workflows";
import { EXECUTION, validatorSays } from "../../../automation/clouds/states/run";
import { orderEvent, RESOURCES, throws, World } from "./world";

const definition = fraudCheck(RESOURCES);
const ids = () => {
  const { orderId, metadata } = orderEvent(1000)["detail"] as {
    orderId: string;
    metadata: Record<string, string>;
  };
  return { orderId, correlationId: metadata["correlationId"], execution: EXECUTION.arn };
};

describe("the fraud check", () => {
  test("is a state machine to asl-validator", () => {
    expect(validatorSays(definition)).toEqual([]);
  });

  test("EV-20: judges the order by the function, and lets a clear one go", async () => {
    const world = new World({ "fraud-check": { verdict: "clear", reasons: [] } });
    const { result } = await world.execute(definition, orderEvent(1000));
    expect(world.invoked).toEqual([{ name: "fraud-check", payload: orderEvent(1000) }]);
    expect([result.status, world.alerts]).toEqual(["SUCCEEDED", []]);
  });

  test.each(["review", "anything else"])("EV-20: asks people when the verdict is %s", async (verdict) => {
    const world = new World({ "fraud-check": { verdict, reasons: ["new address"] } });
    const { result } = await world.execute(definition, orderEvent(1000));
    expect(result.status).toBe("SUCCEEDED");
    expect(world.alerts.map(({ Message }) => Message)).toEqual([{ ...ids(), reasons: ["new address"] }]);
  });

  test("EV-20: an order that can not be judged is for people, and no success", async () => {
    const world = new World({ "fraud-check": throws("ModelAway") });
    const { result } = await world.execute(definition, orderEvent(1000));
    expect(result).toMatchObject({ status: "FAILED", error: "OrderNotJudged" });
    expect(world.calls("fraud-check")).toBe(4);
    expect(world.alerts.map(({ Message }) => Message)).toEqual([{ ...ids(), reasons: ["ModelAway"] }]);
  });

  test("a replayed order is not judged again", async () => {
    const world = new World();
    await world.execute(definition, orderEvent(1000, { "replay-name": "after-outage" }));
    expect(world.invoked).toEqual([]);
  });
});
