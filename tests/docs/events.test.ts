import path from "node:path";
import { describe, expect, test } from "vitest";
import { CURRENCIES, catalogue, thresholds } from "../../components/eventing/catalogue";
import { catalogueDocument, type EventEnvelope, type EventDetail } from "../../components/eventing/events";

const root = path.resolve(__dirname, "../..");

const [first] = catalogue.events;
const envelope: EventEnvelope<EventDetail | "…"> = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": first?.type ?? "",
  source: `com.acme.${first?.service}`,
  account: "111111111111",
  time: "2026-11-02T09:30:00Z",
  region: "us-east-1",
  resources: [],
  detail: "…",
};

const document = () => `# Events of the reference platform

What is published, by whom, for whom, and what each consumer needs of it. Generated from \`components/eventing/catalogue\` by
\`npm run docs\`; a test fails when the two differ.

Each event is defined once, by \`defineEvent\`: the TypeScript type, the check at run time, the schema in the registry, the
conditions that rules may have and this page come from there. A platform of your own has its own catalogue:
\`defineCatalogue\` checks it and \`catalogueDocument\` writes such a page.

## What every event carries

EventBridge puts the detail into an envelope; \`source\` is the prefix of the deployment and the service's name.

\`\`\`json
${JSON.stringify(envelope, undefined, 2)}
\`\`\`

Every detail has \`metadata\`: \`eventId\` (made once, the same through every re-send; duplicates are known by it, as each
re-send gets another \`id\` in the envelope), \`correlationId\` (copied unchanged from what led to the event), \`version\`,
\`timestamp\` (UTC) and, where one entity has several events, \`sequence\`: no order of arrival is promised, and what is
older than the known state is ignored.

Mail addresses and telephone numbers are in no event. \`contactToken\` stands for them; only the notification service can
turn it into an address. Fields of the class \`personal\` read \`[redacted]\` in logs and traces.

## Patterns

\`patternFor(orderCreated, "com.acme", { currency: ["USD"] })\` makes a rule's pattern, \`planRoutes\` those of a whole bus.
Fields and values that no event declares do not compile; conditions that no declared event can meet, such as a prefix that
no order id begins with, are refused when the program runs, before anything is deployed. Every pattern is for one major
version.

A condition on the objects of a list holds when **any** one of them meets it: \`items: { productId: [{ prefix: "DIGITAL-" }] }\`
also takes an order with one digital item among many. For all of them there is \`fulfilment: ["digital"]\`.

Amounts are compared in the order's own currency: \`amountFrom(HIGH_VALUE)\` gives one way for each.

| From | ${CURRENCIES.join(" | ")} |
| --- | ${CURRENCIES.map(() => "---").join(" | ")} |
${Object.entries(thresholds)
  .map(
    ([name, amounts]) =>
      `| \`${name}\` | ${CURRENCIES.map((currency) => String(amounts[currency])).join(" | ")} |`,
  )
  .join("\n")}

## Versions and releases

A version is \`major.minor\`. What was released is kept in \`components/eventing/catalogue/released\`; a test compares it with the
catalogue, and a merged schema counts as released.

1. Change the definition. Under the same major only a new optional field and other words are compatible: consumers, retries
   and the archive hold events of both versions, and each consumer must take what the other's producer sends.
2. Raise the minor and run \`npm run events:release\`, which writes the schema or says what breaks, where, and what to do
   (\`-- --check\` only says it). Commit both.
3. For anything else define the next major beside the released one: \`defineEvent({ …, version: "2.0" })\`. It takes rules of its
   own, as every pattern names its major. Handlers refuse a major that they were not written for
   (\`UnknownVersionError\`); \`parseOneOf([orderCreatedV1, orderCreatedV2], envelope)\` serves two at once.
4. When the last producer of the old major is gone and neither archive nor queues hold its events, delete its definition,
   its routes and its released file.

## Catalogue

${catalogueDocument(catalogue)}
`;

describe("docs/events.md", () => {
  test("says what the catalogue has", async () => {
    await expect(document()).toMatchFileSnapshot(path.join(root, "docs/events.md"));
  });

  test("has every field, consumer and sample of every event", () => {
    const text = document();
    for (const event of catalogue.events) {
      const own = text.slice(text.indexOf(`\n### ${event.type} ${event.version}\n`)).split("\n### ")[1] ?? "";
      expect(own).toContain(JSON.stringify(event.sample, undefined, 2));
      for (const [name, { needs }] of Object.entries(event.consumers)) {
        expect(own).toContain(`| ${name} |`);
        for (const path of needs.filter((one) => !one.startsWith("metadata")))
          expect(own).toContain(`| \`${path}\` |`);
      }
      for (const path of event.redacted)
        expect(own).toMatch(new RegExp(`\\| \`${path}[.\\w]*\` \\|.*\\| personal \\|`));
    }
  });
});
