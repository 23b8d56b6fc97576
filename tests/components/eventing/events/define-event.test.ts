import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { RunError } from "@pulumi/pulumi";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { InputError } from "../../../../components/core";
import {
  UnknownVersionError,
  defineEvent,
  parseOneOf,
  type DetailOf,
  type EventEnvelope,
} from "../../../../components/eventing/events";
import { faultsOf } from "./faults";
import { parcelPacked } from "./fixtures";

type Parcel = DetailOf<typeof parcelPacked>;

const detail = { ...parcelPacked.sample };
const envelope = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "Parcel Packed",
  source: "com.acme.warehouse",
  account: "111111111111",
  time: "2026-11-02T09:30:00Z",
  region: "us-east-1",
  resources: [],
  detail,
};

const small = {
  type: "Parcel Lost",
  service: "warehouse",
  version: "1.0",
  description: "A parcel is not to be found.",
  detail: v.object({ parcelId: v.pipe(v.string(), v.maxLength(10)) }),
  consumers: { claims: { needs: ["parcelId"] } },
  sample: { parcelId: "P-17" },
} as const;

describe("an event type", () => {
  it("EV-12 gives the TypeScript type and the run-time check from one definition", () => {
    expectTypeOf<Parcel["speed"]>().toEqualTypeOf<"slow" | "fast">();
    expectTypeOf<Parcel["note"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Parcel["lines"][number]["count"]>().toEqualTypeOf<number>();
    expectTypeOf<Parcel["metadata"]["sequence"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf(parcelPacked.parse(detail)).toEqualTypeOf<Parcel>();

    expect(parcelPacked.parse({ ...detail, addedLater: 1 })).toEqual({ ...detail, insured: false });
    expect(
      faultsOf(() => parcelPacked.parse({ ...detail, speed: "FAST", lines: [], weight: 1.255 })),
    ).toEqual([
      "detail.weight: at most 2 decimals",
      'detail.speed: ("slow" | "fast")',
      "detail.lines: min length >=1",
    ]);
    expect(faultsOf(() => parcelPacked.parse({ ...detail, parcelId: "P-x", recipient: {} }))).toEqual([
      "detail.parcelId: regex /^P-[0-9]{1,8}$/",
      'detail.recipient.name: "name"',
      'detail.recipient.country: "country"',
    ]);
  });

  it("EV-12 gives a JSON schema that agrees with the run-time check", () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    ajv.addKeyword("x-max-decimals");
    addFormats(ajv);
    const byDocument = ajv.compile(parcelPacked.jsonSchema());
    const changes: Record<string, unknown>[] = [
      {},
      { insured: true },
      { addedLater: "yes" },
      { note: "mind the step" },
      { note: undefined },
      { note: 7 },
      { speed: "FAST" },
      { kind: "letter" },
      { pieces: 1.5 },
      { pieces: 0 },
      { weight: 1000.01 },
      { weight: -1 },
      { parcelId: "P-123456789" },
      { recipient: { name: "Ada" } },
      { lines: [] },
      { lines: [{ sku: "A", count: "2" }] },
      { metadata: {} },
      { metadata: { ...detail.metadata, version: "3.0" } },
      { metadata: { ...detail.metadata, sequence: -1 } },
      { metadata: { ...detail.metadata, timestamp: "yesterday" } },
      { metadata: { ...detail.metadata, timestamp: "2026-11-02T09:30:00Z" } },
    ];
    const verdicts = changes.map((change) => {
      const given: unknown = JSON.parse(JSON.stringify({ ...detail, ...change }));
      const atRunTime = faultsOf(() => parcelPacked.parse(given)).length === 0;
      expect([change, byDocument(given)]).toEqual([change, atRunTime]);
      return atRunTime;
    });
    expect(verdicts.filter(Boolean)).toHaveLength(5);
  });

  it("EV-10 gives a valid OpenAPI 3.0.0 document, info.version 1.0.0 for version 1.0", async () => {
    const { Validator } = await import("@seriousme/openapi-schema-validator");
    const document = parcelPacked.openApi("com.acme");
    const verdict = await new Validator().validate(
      JSON.parse(JSON.stringify(document)) as Record<string, unknown>,
    );
    expect(verdict.errors ?? []).toEqual([]);
    expect(verdict.valid).toBe(true);
    const broken = { ...document, components: { schemas: { A: { type: "string", const: "x" } } } };
    expect((await new Validator().validate(broken)).valid).toBe(false);

    expect(defineEvent(small).openApi("com.acme").info.version).toBe("1.0.0");
    expect(document).toMatchObject({
      openapi: "3.0.0",
      info: { version: "2.1.0", title: "ParcelPacked" },
      components: {
        schemas: {
          AWSEvent: {
            "x-amazon-events-detail-type": "Parcel Packed",
            "x-amazon-events-source": "com.acme.warehouse",
            properties: { detail: { $ref: "#/components/schemas/ParcelPacked" } },
          },
          ParcelPacked: {
            required: [
              "parcelId",
              "weight",
              "pieces",
              "speed",
              "kind",
              "note",
              "recipient",
              "lines",
              "metadata",
            ],
            properties: {
              note: { type: "string", nullable: true, maxLength: 200 },
              kind: { enum: ["parcel"] },
              speed: { type: "string", enum: ["slow", "fast"] },
              insured: { type: "boolean", default: false },
            },
            example: parcelPacked.sample,
          },
        },
      },
    });
  });

  it("EV-05 has eventId, correlationId, version and a timestamp in UTC, whoever defines it", () => {
    const { metadata } = detail;
    expect(metadata).toMatchObject({ version: "2.1" });
    for (const key of ["eventId", "correlationId", "version", "timestamp"] as const) {
      const { [key]: _, ...rest } = metadata;
      expect(faultsOf(() => parcelPacked.parse({ ...detail, metadata: rest }))).toEqual([
        `detail.metadata.${key}: "${key}"`,
      ]);
    }
    const wrong = { ...metadata, eventId: "a\nb", correlationId: "", timestamp: "2026-11-02T09:30:00+04:00" };
    expect(
      faultsOf(() => parcelPacked.parse({ ...detail, metadata: wrong })).map((text) => text.split(":")[0]),
    ).toEqual(["detail.metadata.eventId", "detail.metadata.correlationId", "detail.metadata.timestamp"]);
    expect(
      faultsOf(() =>
        defineEvent({
          ...small,
          detail: v.object({ ...small.detail.entries, metadata: v.string() }),
          sample: { parcelId: "P-1", metadata: "" },
        }),
      ),
    ).toEqual(["detail.metadata: no field of this name; every event gets its metadata"]);
  });

  it("EV-01 reads the envelope of EventBridge and refuses one of another fact", () => {
    const read = parcelPacked.parseEnvelope({
      ...envelope,
      "replay-name": "again",
      "event-bus-name": "added later",
    });
    expectTypeOf(read).toEqualTypeOf<EventEnvelope<Parcel>>();
    expect(read).toEqual({ ...envelope, detail: { ...detail, insured: false }, "replay-name": "again" });
    expect(
      faultsOf(() =>
        parcelPacked.parseEnvelope({ ...envelope, source: "com.acme.shop", "detail-type": "Parcel Lost" }),
      ),
    ).toEqual(["detail-type: Parcel Packed", "source: <prefix>.warehouse"]);
    expect(
      faultsOf(() =>
        parcelPacked.parseEnvelope({ ...envelope, version: "1", id: "x", account: "123456789", time: "now" }),
      ).map((text) => text.split(":")[0]),
    ).toEqual(["version", "id", "account", "time", "time"]);
  });

  it("names what is wrong with an event without repeating what was given, which may be personal", () => {
    const given = { ...detail, recipient: { name: 5551234, country: "Atlantis" } };
    const message = (() => {
      try {
        return JSON.stringify(parcelPacked.parse(given));
      } catch (error) {
        return String(error);
      }
    })();
    expect(message).toContain("detail.recipient.country");
    expect(message).not.toMatch(/5551234|Atlantis/);
  });

  it("hides personal fields in what goes to logs, of invalid events too", () => {
    expect(parcelPacked.redact({ ...detail, lines: "?" })).toEqual({
      ...detail,
      recipient: "[redacted]",
      lines: "?",
    });
    const inLists = defineEvent({
      ...small,
      detail: v.object({ stops: v.array(v.object({ street: v.string(), city: v.string() })) }),
      consumers: {},
      classes: { "stops.street": "personal" },
      sample: { stops: [] },
    });
    expect(inLists.redact({ stops: [{ street: "Elm 1", city: "X" }] })).toEqual({
      stops: [{ street: "[redacted]", city: "X" }],
    });
  });
});

describe("versions", () => {
  const lost1 = defineEvent(small);
  const lost2 = defineEvent({
    ...small,
    version: "2.0",
    detail: v.object({ id: v.string() }),
    consumers: {},
    sample: { id: "1" },
  });
  const lost = (event: typeof lost1 | typeof lost2, version: string) => ({
    ...envelope,
    "detail-type": "Parcel Lost",
    detail: { ...event.sample, metadata: { ...event.sample.metadata, version } },
  });

  it("takes every minor of its major and refuses other majors by name", () => {
    expect(lost1.parseEnvelope(lost(lost1, "1.7")).detail.metadata.version).toBe("1.7");
    expect(() => lost1.parseEnvelope(lost(lost2, "2.0"))).toThrow(UnknownVersionError);
    expect(faultsOf(() => lost1.parseEnvelope(lost(lost2, "2.0")))).toEqual([
      "detail.metadata.version: 1.x; deploy a handler of that major version before its events are published",
    ]);
  });

  it("lets one handler serve two majors, and no third", () => {
    const { detail: first } = parseOneOf([lost1, lost2], lost(lost1, "1.0"));
    expect("parcelId" in first && first.parcelId).toBe("P-17");
    const { detail: second } = parseOneOf([lost1, lost2], lost(lost2, "2.3"));
    expect("id" in second && second.id).toBe("1");
    expect(() => parseOneOf([lost1, lost2], lost(lost2, "3.0"))).toThrow(/1\.x or 2\.x/);
    expect(faultsOf(() => parseOneOf([lost1], envelope))).toContain("detail-type: Parcel Lost");
  });
});

describe("a definition", () => {
  it("EV-03 is refused with a type that names no one fact", () => {
    for (const type of [
      "OrderEvent",
      "Order",
      "order created",
      "Order created",
      "Order Event",
      "Order  Created",
      "",
    ]) {
      expect(faultsOf(() => defineEvent({ ...small, type }))).toEqual([
        expect.stringMatching(/^type: .*event-type-specific/),
      ]);
    }
    for (const type of ["Order Created", "Inventory Reservation Failed", "Payment Refused Again"]) {
      expect(defineEvent({ ...small, type }).type).toBe(type);
    }
  });

  it("is refused with every fault at once, without a stack trace for Pulumi's users", () => {
    const act = () =>
      defineEvent({ ...small, type: "Lost", service: "com.acme.Orders", version: "1", description: " " });
    expect(faultsOf(act).map((text) => text.split(":")[0])).toEqual([
      "type",
      "service",
      "version",
      "description",
    ]);
    try {
      act();
    } catch (error) {
      expect(RunError.isInstance(error)).toBe(true);
      expect(InputError.is(error)).toBe(true);
      expect((error as Error).message).toMatch(
        /^event "Lost": 4 invalid inputs\n  type is "Lost"; allowed: one fact/,
      );
    }
  });

  it("is refused where no schema document can say it, or it is closed to later fields", () => {
    const refused = (entries: v.ObjectEntries) =>
      faultsOf(() => defineEvent({ ...small, detail: v.object({ parcelId: v.string(), ...entries }) }));
    expect(refused({ at: v.date() })).toEqual([
      expect.stringMatching(/^detail: what a JSON schema and OpenAPI 3.0 can say .*date/),
    ]);
    expect(
      refused({
        at: v.pipe(
          v.string(),
          v.check((text) => text !== "no"),
        ),
      }),
    ).toEqual([expect.stringMatching(/check/)]);
    expect(refused({ at: v.pipe(v.number(), v.gtValue(0)) })).toEqual([expect.stringMatching(/gt_value/)]);
    expect(refused({ at: v.strictObject({ a: v.string() }) })).toEqual([
      expect.stringMatching(/^detail\.at: an object that takes more fields/),
    ]);
    expect(refused({ at: v.tuple([v.string()]) })).not.toEqual([]);
    expect(refused({ "a.b": v.string() })).toEqual([
      "detail.a.b: a name without dots and $, which patterns need",
    ]);
  });

  it("EV-07 is refused when a consumer needs what the event does not have", () => {
    expect(
      faultsOf(() =>
        defineEvent({
          ...small,
          consumers: {
            claims: {
              needs: [
                // @ts-expect-error the event has no customer
                "customerId",
                // @ts-expect-error a slip
                "parcelID",
              ],
            },
            idle: { needs: [] },
          },
        }),
      ),
    ).toEqual([
      expect.stringMatching(/^consumers\.claims\.needs\[0\]: one of parcelId, /),
      expect.stringMatching(/^consumers\.claims\.needs\[1\]: .*did you mean parcelId\?/),
      "consumers.idle.needs: one or more fields that it reads",
    ]);
    expect(parcelPacked.consumers).toMatchObject({
      shipping: { needs: ["parcelId", "lines.sku", "metadata.correlationId"], interaction: "event" },
      customs: { needs: ["weight"], interaction: "synchronous" },
    });
  });

  it("EV-08 is refused with a field that sounds personal and is not classed", () => {
    const withPerson = v.object({
      ...small.detail.entries,
      email: v.string(),
      home: v.object({ zipCode: v.string() }),
    });
    const sample = { parcelId: "P-1", email: "a@example.com", home: { zipCode: "1" } };
    expect(faultsOf(() => defineEvent({ ...small, detail: withPerson, sample }))).toEqual([
      expect.stringMatching(/^classes\.email: .*event-pii-flagged/),
      expect.stringMatching(/^classes\.home\.zipCode: /),
    ]);
    const classed = defineEvent({
      ...small,
      detail: withPerson,
      sample,
      classes: { email: "personal", home: "plain" },
    });
    expect(classed.redacted).toEqual(["email"]);
    // @ts-expect-error the event has no phone
    expect(faultsOf(() => defineEvent({ ...small, classes: { phone: "personal" } }))).toEqual([
      expect.stringMatching(/^classes\.phone: one of parcelId/),
    ]);
  });

  it("is refused with a sample that is no such event", () => {
    expect(faultsOf(() => defineEvent({ ...small, sample: { parcelId: "P-123456789" } }))).toEqual([
      expect.stringMatching(/^sample\.parcelId: /),
    ]);
  });
});
