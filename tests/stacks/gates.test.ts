import { describe, expect, test } from "vitest";
import type { OciNetworkOutputs } from "../../stacks/contracts/networks";
import { spreadsOverThree } from "../../stacks/gates";
import { stacks } from "../../stacks/graph";

const domains = (kind: string, count: number) => Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);
const judge = (availability: number, fault: number) =>
  spreadsOverThree({
    availabilityDomains: domains("AD", availability),
    faultDomains: domains("FD", fault),
  } as OciNetworkOutputs)[0];

describe("a network's gate", () => {
  test.each([
    [1, 3, true, "it has 3: FD-1, FD-2, FD-3"],
    [1, 2, false, "it has 2: FD-1, FD-2"],
    [3, 3, true, "it has 3: AD-1, AD-2, AD-3"],
    [2, 3, false, "it has 2: AD-1, AD-2"],
  ])("OP-51: with %i availability and %i fault domains", (availability, fault, passed, evidence) => {
    expect(judge(availability, fault)).toMatchObject({ passed, evidence });
  });

  test("OP-51: it stands before both OCI sites' clusters", () => {
    const gated = stacks.filter(({ gate }) => gate !== undefined).map(({ name }) => name);
    expect(gated).toEqual(expect.arrayContaining(["oci-network-dxb", "oci-network-jed"]));
  });
});
