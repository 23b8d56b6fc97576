import { describe, expect, test } from "vitest";
import { regionFaults, type Subscription } from "../../../components/oci-platform/region-subscriptions";

const dubai: Subscription = { regionName: "me-dubai-1", isHomeRegion: true, state: "READY" };
const jeddah: Subscription = { regionName: "me-jeddah-1", isHomeRegion: false, state: "READY" };
const taken = { home: "me-dubai-1", regions: ["me-dubai-1", "me-jeddah-1"] };

describe("the regions of a tenancy", () => {
  test("CO-21 are taken where it is subscribed to them, and its home is its home", () => {
    expect(regionFaults([dubai, jeddah], taken)).toEqual([]);
  });

  test("CO-21 one that it lacks, one that is not ready yet and another home are named together", () => {
    const faults = regionFaults(
      [
        { ...jeddah, isHomeRegion: true },
        { ...dubai, isHomeRegion: false, state: "IN_PROGRESS" },
      ],
      {
        home: "me-dubai-1",
        regions: ["me-dubai-1", "me-jeddah-1", "me-abudhabi-1"],
      },
    );
    expect(faults).toMatchObject([
      { path: "home", given: "me-dubai-1", allowed: "the tenancy's home region, me-jeddah-1" },
      { path: "regions", given: "me-dubai-1" },
      { path: "regions", given: "me-abudhabi-1" },
    ]);
    expect(faults[1]?.allowed).toContain("subscribed to: me-jeddah-1.");
  });
});
