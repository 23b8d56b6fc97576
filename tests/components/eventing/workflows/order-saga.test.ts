import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../automation/clouds/aws/states";
import { catalogue } from "../../../../components/eventing/catalogue";
import { orderSaga } from "../../../../components/eventing/workflows";
import { EXECUTION, run, validatorSays } from "../../../automation/clouds/states/run";
import { orderEvent, RESOURCES, throws, World } from "./world";

const definition = orderSaga(RESOURCES);
const items = [{ productId: "PROD-1", quantity: 2 }];
const reserved = { "saga-reserve": { status: "reserved", items } };
const paid = { ...reserved, "saga-pay": { status: "processed", paymentId: "PAY-1" } };
const declined = { ...reserved, "saga-pay": { status: "declined", reason: "The card was declined" } };

const called = (world: World) => world.invoked.map(({ name }) => name);
const published = (world: World) => world.events.map(({ type }) => type);

describe("the order saga", () => {
  test("is a state machine to asl-validator", () => {
    expect(validatorSays(definition)).toEqual([]);
  });

  test("EV-58 EV-59 G41: one machine reserves, pays and confirms, and publishes the facts", async () => {
    const world = new World(paid);
    const { result } = await world.execute(definition, orderEvent());
    expect(result.status).toBe("SUCCEEDED");
    expect(called(world)).toEqual(["saga-reserve", "saga-pay", "saga-confirm"]);
    expect(published(world)).toEqual(["Inventory Reserved", "Payment Processed", "Order Confirmed"]);
    expect(world.alerts).toEqual([]);
  });

  test("each function gets the event, the execution, and the answers before it", async () => {
    const world = new World(paid);
    await world.execute(definition, orderEvent());
    const event = orderEvent();
    const first = { event, execution: EXECUTION.arn };
    const second = { ...first, reserve: { answer: paid["saga-reserve"] } };
    const third = { ...second, pay: { answer: paid["saga-pay"] } };
    expect(world.invoked.map(({ payload }) => payload)).toEqual([first, second, third]);
  });

  test.each<[string, object, string[]]>([
    ["confirmed", paid, ["Inventory Reserved", "Payment Processed", "Order Confirmed"]],
    ["declined", declined, ["Inventory Reserved", "Payment Failed", "Inventory Released", "Order Cancelled"]],
    [
      "short",
      {
        "saga-reserve": {
          status: "failed",
          reason: "Not enough",
          failedItems: [{ productId: "PROD-1", requested: 2, available: 1 }],
        },
      },
      ["Inventory Reservation Failed", "Order Cancelled"],
    ],
    ["unreserved", { "saga-reserve": throws("Unreachable") }, ["Order Cancelled"]],
  ])("the facts of a %s order are what the catalogue says they are", async (_what, functions, types) => {
    const world = new World(functions as never);
    await world.execute(definition, orderEvent());
    expect(published(world)).toEqual(types);
    const { metadata } = orderEvent()["detail"] as { metadata: Record<string, string> };
    for (const { type, source, detail } of world.events) {
      const event = catalogue.events.find((one) => one.type === type);
      expect(event?.parse(detail)).toBeDefined();
      expect(source).toBe(`com.acme.${event?.service}`);
      expect((detail["metadata"] as JsonObject)["correlationId"]).toBe(metadata["correlationId"]);
    }
    expect(
      new Set(world.events.map(({ detail }) => (detail["metadata"] as JsonObject)["eventId"])).size,
    ).toBe(types.length);
  });

  test("a fact that is published twice has one id, and another order's another", async () => {
    const idsOf = async (event: JsonObject) => {
      const world = new World(paid);
      await world.execute(definition, event);
      return world.events.map(({ detail }) => (detail["metadata"] as JsonObject)["eventId"]);
    };
    const first = await idsOf(orderEvent());
    expect(await idsOf(orderEvent())).toEqual(first);
    const detail = orderEvent()["detail"] as JsonObject;
    const other = { ...detail, metadata: { ...(detail["metadata"] as JsonObject), eventId: "other" } };
    expect(await idsOf(orderEvent(59.98, { detail: other }))).not.toEqual(first);
  });

  test("EV-58, acceptance 11: a declined payment releases and cancels exactly once each, and is not tried again", async () => {
    const world = new World(declined);
    const { result } = await world.execute(definition, orderEvent());
    expect(called(world)).toEqual(["saga-reserve", "saga-pay", "saga-release", "saga-cancel"]);
    expect(world.invoked.at(-1)?.payload["reason"]).toBe("The card was declined");
    expect([result.status, world.alerts.length]).toEqual(["SUCCEEDED", 0]);
  });

  test("EV-58, acceptance 11: a payment that fails for good releases and cancels exactly once each", async () => {
    const world = new World({ ...reserved, "saga-pay": throws("PaymentsAway") });
    const { result } = await world.execute(definition, orderEvent());
    expect([world.calls("saga-pay"), world.calls("saga-release"), world.calls("saga-cancel")]).toEqual([
      4, 1, 1,
    ]);
    expect(result.status).toBe("SUCCEEDED");
    expect(published(world)).toContain("Payment Failed");
  });

  test("EV-58, acceptance 11: a release that fails twice first is tried until it is done, once, and the order is cancelled once", async () => {
    const world = new World({
      ...declined,
      "saga-release": [throws("Busy"), throws("Busy"), { done: true }],
    });
    const { result } = await world.execute(definition, orderEvent());
    expect(called(world)).toEqual([
      "saga-reserve",
      "saga-pay",
      "saga-release",
      "saga-release",
      "saga-release",
      "saga-cancel",
    ]);
    const exits = result.history.filter(({ type }) => type === "TaskSucceeded").map(({ state }) => state);
    expect(exits.filter((state) => state === "ReleaseInventory")).toHaveLength(1);
    expect(exits.filter((state) => state === "CancelOrder")).toHaveLength(1);
    expect(result.status).toBe("SUCCEEDED");
  });

  test.each([
    ["ReleaseInventory", "saga-release", declined],
    ["CancelOrder", "saga-cancel", declined],
    ["ConfirmOrder", "saga-confirm", paid],
  ])("when %s fails for good, people are told and the execution fails", async (step, name, functions) => {
    const world = new World({ ...functions, [name]: throws("Broken") });
    const { result } = await world.execute(definition, orderEvent());
    const { orderId, metadata } = orderEvent()["detail"] as {
      orderId: string;
      metadata: Record<string, string>;
    };
    expect(world.calls(name)).toBe(7);
    expect(result).toMatchObject({
      status: "FAILED",
      error: "SagaNeedsRepair",
      cause: `order ${orderId}, correlation ${metadata["correlationId"]}: Broken`,
    });
    expect(world.alerts).toEqual([
      {
        TopicArn: RESOURCES.alertTopicArn,
        Subject: "Event processing failed: an order needs repair",
        Message: {
          orderId,
          correlationId: metadata["correlationId"],
          execution: EXECUTION.arn,
          step,
          reason: "Broken",
          action_required: "Repair the step, then redrive the execution or finish the order by hand",
        },
      },
    ]);
  });

  test("an order that can not be confirmed any more is for people at once", async () => {
    const world = new World({ ...paid, "saga-confirm": throws("OrderStateError") });
    const { seconds } = await world.execute(definition, orderEvent());
    expect([world.calls("saga-confirm"), seconds, world.alerts.length]).toEqual([1, 0, 1]);
  });

  test("money that was taken is not undone by freeing the stock", async () => {
    const world = new World({ ...paid, "saga-confirm": throws("Broken") });
    await world.execute(definition, orderEvent());
    expect(called(world)).not.toContain("saga-release");
    expect(called(world)).not.toContain("saga-cancel");
  });

  test("facts that can not be published are no success", async () => {
    const world = new World(paid, ["events:putEvents"]);
    const { result } = await world.execute(definition, orderEvent());
    expect(result).toMatchObject({ status: "FAILED", error: "SagaNeedsRepair" });
    expect(world.alerts[0]?.["Message"]).toMatchObject({ step: "PublishConfirmation" });
  });

  test("an alert that can not be sent does not hide the failure", async () => {
    const world = new World({ ...paid, "saga-confirm": throws("Broken") }, ["sns:publish"]);
    const { result } = await world.execute(definition, orderEvent());
    expect(result).toMatchObject({ status: "FAILED", error: "SagaNeedsRepair" });
  });

  test("EV-58 G41: a payment that does not answer in its time is tried again, then undone", async () => {
    const world = new World(paid);
    const { result, seconds } = await run(definition, orderEvent(), async (call, clock) => {
      const answer = world.answer(call);
      if (call.context.stateName === "ProcessPayment") await clock.sleep(3_600_000);
      return answer;
    });
    expect(result.status).toBe("SUCCEEDED");
    expect(called(world)).toEqual([
      "saga-reserve",
      ...Array<string>(4).fill("saga-pay"),
      "saga-release",
      "saga-cancel",
    ]);
    expect(seconds).toBeGreaterThan(4 * 30);
    expect(seconds).toBeLessThan(4 * 30 + 2 + 4 + 8);
    for (const [name, state] of Object.entries(definition.States)) {
      if (state.Type === "Task") expect([name, state.TimeoutSeconds]).toEqual([name, 30]);
    }
  });

  test("a shortage cancels without releasing what was never reserved", async () => {
    const world = new World({ "saga-reserve": { status: "failed", reason: "Not enough", failedItems: [] } });
    await world.execute(definition, orderEvent());
    expect(called(world)).toEqual(["saga-reserve", "saga-cancel"]);
  });

  test("a reservation of unknown outcome is released", async () => {
    const world = new World({ "saga-reserve": throws("Unreachable") });
    await world.execute(definition, orderEvent());
    expect([world.calls("saga-reserve"), world.calls("saga-release"), world.calls("saga-cancel")]).toEqual([
      4, 1, 1,
    ]);
  });

  test("G39: a second execution for the order, and a replay, do nothing", async () => {
    const second = new World({ "saga-reserve": { status: "duplicate" } });
    expect((await second.execute(definition, orderEvent())).result.status).toBe("SUCCEEDED");
    expect([called(second), published(second)]).toEqual([["saga-reserve"], []]);
    const replayed = new World(paid);
    await replayed.execute(definition, orderEvent(59.98, { "replay-name": "after-outage" }));
    expect(called(replayed)).toEqual([]);
  });
});
