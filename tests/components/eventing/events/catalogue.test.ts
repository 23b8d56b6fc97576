import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  defineCatalogue,
  defineEvent,
  type ConsumerDefinition,
  type EventType,
} from "../../../../components/eventing/events";
import { faultsOf } from "./faults";
import { parcelPacked } from "./fixtures";

const event = (
  type: string,
  consumers: Record<string, Omit<ConsumerDefinition<"id">, "needs">> = {},
  version = "1.0",
): EventType =>
  defineEvent({
    type,
    service: "warehouse",
    version,
    description: "Something happened.",
    detail: v.object({ id: v.pipe(v.string(), v.maxLength(40)) }),
    consumers: Object.fromEntries(
      Object.entries(consumers).map(([name, consumer]) => [name, { needs: ["id"] as const, ...consumer }]),
    ),
    sample: { id: "1" },
  });

describe("a catalogue", () => {
  it("EV-09 knows the majors of a type apart", () => {
    const first = event("Parcel Lost");
    const second = event("Parcel Lost", {}, "2.3");
    const catalogue = defineCatalogue([second, first, parcelPacked]);
    expect(catalogue.event("Parcel Lost", "1.9")).toBe(first);
    expect(catalogue.event("Parcel Lost")).toBe(second);
    expect(catalogue.event("Parcel Lost", "3.0")).toBeUndefined();
    expect(catalogue.event("Parcel Found")).toBeUndefined();
    expect(faultsOf(() => defineCatalogue([first, event("Parcel Lost", {}, "1.1")]))).toEqual([
      "Parcel Lost: one definition for each major version",
    ]);
  });

  it("refuses answers that nobody defined, hand-made events without metadata and personal fields that logs would show, all at once", () => {
    const bare = v.object({ id: v.string() });
    const handMade = {
      ...event("Parcel Found"),
      detail: bare,
      jsonSchema: () => ({ type: "object", properties: {} }),
    };
    const shown = { ...parcelPacked, redacted: [] };
    expect(
      faultsOf(() =>
        defineCatalogue([
          event("Parcel Lost", { claims: { publishes: ["Parcel Fond"] } }),
          handMade as unknown as EventType,
          shown,
        ]),
      ),
    ).toEqual([
      expect.stringMatching(
        /^Parcel Lost\.consumers\.claims\.publishes: .*did you mean Parcel Found.*event-type-in-catalogue/,
      ),
      expect.stringMatching(/^Parcel Found\.detail\.metadata: .*event-metadata-required/),
      expect.stringMatching(/^Parcel Packed\.recipient: .*event-pii-flagged/),
    ]);
  });

  it("EV-08 warns of an event that may exceed 64 KB, counted from its own bounds", () => {
    const sized = (items: number) =>
      defineEvent({
        type: "Parcel Listed",
        service: "warehouse",
        version: "1.0",
        description: "A parcel was listed.",
        // 6 bytes for each of 100 characters, 2 quotes and a comma.
        detail: v.object({
          notes: v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(items)),
        }),
        consumers: {},
        sample: { notes: [] },
      });
    expect(defineCatalogue([sized(105)]).warnings).toEqual([]);
    expect(defineCatalogue([sized(109)]).warnings).toEqual([
      {
        path: "Parcel Listed",
        given: expect.stringMatching(/^up to 6\d{4} bytes$/) as string,
        allowed: expect.stringContaining("event-size-budget") as string,
      },
    ]);
    const history = defineEvent({
      ...sized(1),
      detail: v.object({ history: v.array(v.string()), note: v.string() }),
      consumers: {},
      sample: { history: [], note: "" },
    });
    expect(defineCatalogue([history]).warnings.map(({ path }) => path)).toEqual([
      "Parcel Listed.detail.history",
      "Parcel Listed.detail.note",
    ]);
  });

  it("EV-59 warns of more than three events in a row that no orchestrator sees through", () => {
    const chain = (orchestrates: boolean) => [
      event("Step One", { b: { publishes: ["Step Two"] } }),
      event("Step Two", { c: { publishes: ["Step Three"], orchestrates }, idle: {} }),
      event("Step Three", {
        d: { publishes: ["Step Four"] },
        asked: { publishes: ["Step Two"], interaction: "synchronous" },
      }),
      event("Step Four", { e: {} }),
    ];
    expect(defineCatalogue(chain(false)).warnings).toEqual([
      {
        path: "Step One",
        given: "Step One -> Step Two -> Step Three -> Step Four",
        allowed: expect.stringContaining("event-chain-depth") as string,
      },
    ]);
    expect(defineCatalogue(chain(true)).warnings).toEqual([]);
    expect(defineCatalogue(chain(false).slice(1)).warnings).toEqual([]);
    const round = [...chain(false).slice(0, 3), event("Step Four", { e: { publishes: ["Step One"] } })];
    expect(defineCatalogue(round).warnings).not.toEqual([]);
  });
});
