import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { collector, resourcesOf, stepsOf, testProject } from "./support/project";

const PROGRAM = `
const group = new Group("group");
const one = new Thing("one", { size: 1 }, { parent: group });
const two = new Thing("two", { of: one.arn }, { parent: group });
group.registerOutputs({ arn: two.arn });
exports.arn = two.arn;
exports.size = one.size;
`;

describe("the embedded engine behind LocalWorkspace", () => {
  it("creates a stack, deploys it, changes nothing the second time, and takes it down", async () => {
    const project = testProject(PROGRAM);
    const stack = await project.stack();

    const first = collector();
    const up = await stack.up({ onEvent: first.onEvent });
    expect(up.summary.result).toBe("succeeded");
    expect(up.summary.resourceChanges).toEqual({ create: 4 });
    expect(up.outputs).toEqual({
      arn: { value: "sim:two:two-1", secret: false },
      size: { value: 1, secret: false },
    });
    expect(up.stdout).toContain("by the embedded engine");
    expect(project.cloud.calls).toEqual(["create one", "create two"]);

    const second = collector();
    const again = await stack.up({ onEvent: second.onEvent });
    expect(again.summary.resourceChanges).toEqual({ same: 4 });
    expect(project.cloud.calls).toHaveLength(2);
    expect(stepsOf(second.events)).toEqual(
      expect.arrayContaining(["same one", "same two", "same group", "same trial-dev"]),
    );

    const down = await stack.destroy();
    expect(down.summary.resourceChanges).toEqual({ delete: 4 });
    expect(project.cloud.calls.slice(2)).toEqual(["delete two#two-1", "delete one#one-1"]);
    expect(project.cloud.things.size).toBe(0);
    expect(await resourcesOf(stack)).toEqual([]);
  });

  it("previews without a change to the cloud, with unknown outputs", async () => {
    const project = testProject(PROGRAM);
    const stack = await project.stack();
    const { events, onEvent } = collector();
    const preview = await stack.preview({ onEvent });
    expect(preview.changeSummary).toEqual({ create: 4 });
    expect(project.cloud.calls).toEqual([]);
    const two = events.find(({ resOutputsEvent }) => resOutputsEvent?.metadata.urn.endsWith("::two"));
    expect(two?.resOutputsEvent?.metadata.new?.inputs["of"]).toBe("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    expect(await resourcesOf(stack)).toEqual([]);
  });

  it("writes nothing into the project's folder", async () => {
    const project = testProject(PROGRAM);
    const before = fs.readdirSync(project.folder).sort();
    const stack = await project.stack();
    await stack.setConfig("colour", { value: "blue" });
    await stack.up();
    expect(fs.readdirSync(project.folder).sort()).toEqual(before);
    expect(fs.existsSync(path.join(project.stackFolder(), "checkpoint.json"))).toBe(true);
    expect(fs.existsSync(path.join(project.stackFolder(), "journal.ndjson"))).toBe(false);
    expect(fs.existsSync(path.join(project.stackFolder(), "lock.json"))).toBe(false);
  });
});
