import { describe, expect, it } from "vitest";
import {
  HIGH_VALUE,
  amountFrom,
  catalogue,
  orderCreated,
  orderShipped,
  returnReceived,
} from "../../../../components/eventing/catalogue";
import {
  defineCatalogue,
  defineEvent,
  planRoutes,
  route,
  type Route,
} from "../../../../components/eventing/events";
import { faultsOf } from "./faults";
import { parcelPacked } from "./fixtures";
import * as v from "valibot";

const plan = (routes: Record<string, Route>) => planRoutes(catalogue, "com.acme", routes);

describe("routes", () => {
  it("EV-18 give each rule its pattern", () => {
    const patterns = planRoutes(catalogue, "com.acme", {
      "order-created-to-inventory": route(orderCreated, "inventory"),
      "high-value-orders": route(orderCreated, "fraud-check", amountFrom(HIGH_VALUE)),
      analytics: route([orderCreated, orderShipped], "analytics"),
    });
    expect(Object.keys(patterns)).toEqual(["order-created-to-inventory", "high-value-orders", "analytics"]);
    expect(patterns["order-created-to-inventory"]).toMatchObject({
      source: ["com.acme.orders"],
      "detail-type": ["Order Created"],
    });
    expect(patterns["high-value-orders"].detail).toHaveProperty("$or");
  });

  it("EV-13 are refused to a consumer that needs its answer at once, or that the event does not name", () => {
    expect(
      faultsOf(() =>
        plan({ price: route(orderCreated, "pricing"), mail: route(orderCreated, "notifications") }),
      ),
    ).toEqual([
      expect.stringMatching(/^price\.consumer: .*needs its answer at once, by a call$/),
      expect.stringMatching(/^mail\.consumer: .*did you mean notification\?/),
    ]);
  });

  it("are refused for an event outside the catalogue, for a second reserver and for conditions that nothing meets, all at once", () => {
    expect(
      faultsOf(() =>
        plan({
          parcels: route(parcelPacked, "shipping"),
          stock: route(orderCreated, "inventory"),
          saga: route(orderCreated, "order-saga", { currency: ["AUD" as "USD"] }),
          returned: route(returnReceived, "inventory"),
        }),
      ),
    ).toEqual([
      expect.stringMatching(/^parcels\.events: .*event-type-in-catalogue/),
      expect.stringMatching(/^saga\.pattern\.detail\.currency: /),
      expect.stringMatching(
        /^saga\.consumer: one rule alone that does reserve-inventory .*stock has inventory do it .*event-single-reserver/,
      ),
    ]);
  });

  it("are refused where a consumer would set itself off", () => {
    const echoed = defineEvent({
      type: "Word Said",
      service: "echo",
      version: "1.0",
      description: "A word was said.",
      detail: v.object({ word: v.string() }),
      consumers: { echo: { needs: ["word"], publishes: ["Word Said"] } },
      sample: { word: "hello" },
    });
    expect(
      faultsOf(() => planRoutes(defineCatalogue([echoed]), "com.acme", { echo: route(echoed, "echo") })),
    ).toEqual([expect.stringMatching(/^echo\.consumer: .*"Word Said".*event-rule-no-self-loop/)]);
  });
});
