import { describe, expect, it } from "vitest";
import { settleInterrupted } from "../../../automation/engine/interrupted";
import type { RawState } from "../../../automation/engine/ledger";
import type { ProviderHost } from "../../../automation/engine/provider-host";
import { Crypter } from "../../../automation/engine/secrets";

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
const component: RawState = {
  urn: urnOf("shop:Inbox", "inbox"),
  custom: false,
  type: "shop:Inbox",
  // What `registerOutputs` keeps of a resource.
  outputs: {
    queue: {
      "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
      urn: urnOf("aws:Queue", "queue"),
    },
  },
};
const queue: RawState = {
  urn: urnOf("aws:Queue", "queue"),
  custom: true,
  id: "q-1",
  type: "aws:Queue",
  parent: urnOf("shop:Inbox", "inbox"),
  provider: `${urnOf("pulumi:providers:aws", "default")}::p-1`,
};
/** Clouds in which nothing is left. */
const gone = {
  has: () => true,
  canTell: () => Promise.resolve(true),
  read: () => Promise.resolve(undefined),
} as unknown as ProviderHost;

async function settled(...more: RawState[]) {
  const before = { resources: [component, queue, ...more], pending: [{ resource: queue, type: "deleting" }] };
  return settleInterrupted(before, await Crypter.create("a passphrase"), gone, "2026-01-01T00:00:00Z");
}

describe("a deletion whose answer was never heard", () => {
  it("takes what is gone out of the state, though its component still mentions it in its outputs", async () => {
    const { resources, pending, found } = await settled();
    expect(resources).toEqual([component]);
    expect(pending).toEqual([]);
    expect(found).toEqual([
      `${urnOf("aws:Queue", "queue")}, interrupted while deleting: it is gone, and out of the state now`,
    ]);
  });

  it.each([
    ["dependency", { dependencies: [queue["urn"]] }],
    ["parent", { parent: queue["urn"] }],
    ["dependency of a property", { propertyDependencies: { url: [queue["urn"]] } }],
  ])(
    "keeps what another resource names as its %s, for the next deletion to settle both",
    async (_, names) => {
      const alarm = {
        ...queue,
        urn: urnOf("aws:Alarm", "alarm"),
        type: "aws:Alarm",
        id: "a-1",
        ...names,
      } as RawState;
      const { resources, pending, found } = await settled(alarm);
      expect(resources).toEqual([component, queue, alarm]);
      expect(pending).toHaveLength(1);
      expect(found).toEqual([]);
    },
  );
});
