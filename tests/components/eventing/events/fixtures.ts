import * as v from "valibot";
import { decimals, defineEvent } from "../../../../components/eventing/events";

/** An event with something of everything that schemas may hold. */
export const parcelPacked = defineEvent({
  type: "Parcel Packed",
  service: "warehouse",
  version: "2.1",
  description: "A parcel was packed.",
  detail: v.object({
    parcelId: v.pipe(v.string(), v.regex(/^P-[0-9]{1,8}$/), v.maxLength(10)),
    weight: v.pipe(decimals(2), v.minValue(0), v.maxValue(1000)),
    pieces: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    speed: v.picklist(["slow", "fast"]),
    kind: v.literal("parcel"),
    note: v.nullable(v.pipe(v.string(), v.maxLength(200))),
    insured: v.optional(v.boolean(), false),
    recipient: v.object({
      name: v.pipe(v.string(), v.maxLength(80)),
      country: v.pipe(v.string(), v.length(2)),
    }),
    lines: v.pipe(
      v.array(v.object({ sku: v.pipe(v.string(), v.maxLength(40)), count: v.pipe(v.number(), v.integer()) })),
      v.minLength(1),
      v.maxLength(50),
    ),
  }),
  consumers: {
    shipping: { needs: ["parcelId", "lines.sku", "metadata.correlationId"] },
    customs: { needs: ["weight"], interaction: "synchronous" },
  },
  classes: { recipient: "personal", "recipient.country": "plain" },
  sample: {
    parcelId: "P-17",
    weight: 1.25,
    pieces: 2,
    speed: "fast",
    kind: "parcel",
    note: null,
    recipient: { name: "Ada Example", country: "AE" },
    lines: [{ sku: "A-1", count: 2 }],
  },
});
