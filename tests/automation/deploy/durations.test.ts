import { describe, expect, it } from "vitest";
import { durationsOf } from "../../../automation/deploy/durations";
import { longestPath } from "../../../automation/deploy/schedule";
import { select, upTasks } from "../../../automation/deploy/selection";
import { durations } from "../../../stacks/durations";
import { platform } from "../../../stacks/reference";

describe("the longest path", () => {
  it("goes where the sum of seconds is largest, not where the most tasks are", () => {
    const path = longestPath([
      { name: "root", after: [], seconds: 5 },
      { name: "a", after: ["root"], seconds: 10 },
      { name: "b", after: ["a"], seconds: 10 },
      { name: "heavy", after: ["root"], seconds: 50 },
      { name: "end", after: ["b", "heavy"], seconds: 1 },
    ]);
    expect(path.map(({ name }) => name)).toEqual(["root", "heavy", "end"]);
  });

  it("is empty where there are no tasks", () => {
    expect(longestPath([])).toEqual([]);
  });
});

describe("the durations of the reference platform", () => {
  it("are of its stacks, each with an address and a date", () => {
    const names = platform.stacks.map(({ name }) => name);
    for (const [name, { seconds, of, source, date }] of Object.entries(durations)) {
      expect(names, name).toContain(name);
      expect(seconds, name).toBeGreaterThan(0);
      expect(of, name).not.toBe("");
      expect(new URL(source).protocol, name).toBe("https:");
      expect(new Date(date).toISOString().slice(0, 10), name).toBe(date);
    }
  });

  it("reach the deployer, time-outs of providers apart", () => {
    const tasks = upTasks(select(platform, "prod").stacks);
    const seconds = Object.fromEntries(tasks.map((task) => [task.name, task.seconds]));
    expect(seconds["eks"]).toBe(durations.eks.seconds);
    expect(durations["oke-dxb"].kind).toBe("limit");
    expect(seconds["oke-dxb"]).toBeUndefined();
  });

  it("say which stacks of the longest path nobody knows", () => {
    const { stacks, unknownCountsAs, longestPath: path } = durationsOf(select(platform, "prod"));
    expect(stacks.map(({ name }) => name)).toEqual(platform.stacks.map(({ name }) => name));
    expect(unknownCountsAs).toBe((durations.eks.seconds + durations["aws-network"].seconds) / 2);
    expect(path).toEqual({
      stacks: ["foundation", "identity", "secrets", "eks", "platform"],
      knownSeconds: durations.eks.seconds,
      unknown: ["foundation", "identity", "secrets", "platform"],
    });
  });
});
