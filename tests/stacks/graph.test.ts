import { describe, expect, test } from "vitest";
import { PHASES } from "../../stacks/define";
import { platform } from "../../stacks/reference";

const edges = Object.fromEntries(
  platform.stacks.map((stack) => [
    stack.name,
    Object.values(stack.needs)
      .map((need) => need.stack)
      .sort(),
  ]),
);

describe("reference platform", () => {
  test("CO-01 stacks and edges are pinned", () => {
    expect(edges).toEqual({
      foundation: [],
      "aws-network": ["foundation"],
      "oci-network-dxb": ["foundation"],
      "oci-network-jed": ["foundation", "oci-network-dxb"],
      identity: ["foundation"],
      secrets: ["foundation", "identity"],
      eks: ["aws-network", "identity", "secrets"],
      "oke-dxb": ["foundation", "identity", "oci-network-dxb", "secrets"],
      "oke-jed": ["foundation", "identity", "oci-network-jed", "secrets"],
      platform: ["eks", "foundation", "identity", "oci-network-dxb", "oke-dxb", "secrets"],
      data: ["foundation", "oci-network-dxb", "secrets"],
      events: ["data", "secrets"],
      gateway: ["foundation", "oci-network-dxb", "secrets"],
      recovery: ["data", "foundation", "oci-network-jed", "oke-jed", "secrets"],
    });
  });

  test("CO-01 every network stack needs foundation, and the order of the list is an order of the phases", () => {
    expect(platform.stacks[0]?.name).toBe("foundation");
    for (const stack of platform.stacks.filter((s) => s.phase === "network" && s.name !== "foundation")) {
      expect(edges[stack.name]).toContain("foundation");
    }
    const phases = platform.stacks.map((stack) => PHASES.indexOf(stack.phase));
    expect(phases).toEqual([...phases].sort((a, b) => a - b));
    expect(new Set(platform.stacks.map((stack) => stack.phase))).toEqual(new Set(PHASES));
  });

  test("CO-05 both OCI networks are of the network phase, and recovery holds none", () => {
    const networks = platform.stacks.filter((stack) => /network/.test(stack.name));
    expect(networks.map((stack) => [stack.name, stack.phase])).toEqual([
      ["aws-network", "network"],
      ["oci-network-dxb", "network"],
      ["oci-network-jed", "network"],
    ]);
  });

  test("OK-53 compartments and IAM, networks with their flow logs, keys and the bootstrap CA come before a cluster, and what is in it after", () => {
    const before = (stack: string): string[] =>
      (edges[stack] ?? []).flatMap((need) => [need, ...before(need)]);
    for (const [cluster, network] of [
      ["oke-dxb", "oci-network-dxb"],
      ["oke-jed", "oci-network-jed"],
    ] as const)
      expect(before(cluster)).toEqual(expect.arrayContaining(["foundation", "identity", network, "secrets"]));
    expect(before("platform")).toContain("oke-dxb");
    expect(before("secrets")).not.toContain("oke-dxb");
  });

  test("CO-02 nothing of the clusters phase or before it needs a workload", () => {
    for (const stack of platform.stacks.filter(
      (s) => PHASES.indexOf(s.phase) <= PHASES.indexOf("clusters"),
    )) {
      for (const need of edges[stack.name] ?? []) {
        const producer = platform.stacks.find((s) => s.name === need);
        expect(PHASES.indexOf(producer?.phase ?? "recovery")).toBeLessThan(PHASES.indexOf("workloads"));
      }
    }
  });
});
