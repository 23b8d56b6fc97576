/** States in between, on which the CLI gets stuck or loses something: each goes on, and comes to the same end as without. */
import { describe, expect, it } from "vitest";
import { resourcesOf, testProject } from "./support/project";
import type { TestProject } from "./support/project";

async function deploy(
  project: TestProject,
  source: string,
  options: { target?: string[] } = {},
): Promise<void> {
  project.program(source);
  await (await project.stack()).up(options);
}

/** Names and ids of what the state has, which is what the cloud has. */
async function ids(project: TestProject): Promise<string[]> {
  const states = await resourcesOf(await project.stack());
  const found = states.flatMap(({ type, id }) => (type.startsWith("sim:") ? (id ?? "") : [])).sort();
  expect([...project.cloud.things.keys()].sort()).toEqual(found);
  return found;
}

describe("a replacement that failed between its two halves", () => {
  it("does not delete its original once more, whose id may be its successor's", async () => {
    const project = testProject("");
    await deploy(project, `new Thing("a", { dbr: 1 });`);
    await expect(deploy(project, `new Thing("a", { dbr: 2, fail: "create" });`)).rejects.toThrow("refused");
    project.cloud.calls.length = 0;
    await deploy(project, `new Thing("a", { dbr: 1 });`);
    expect(project.cloud.calls).toEqual(["create a"]);
    expect(await ids(project)).toEqual(["a-2"]);
  });

  it("goes on where the provider was replaced with what it serves", async () => {
    const project = testProject("");
    const program = (region: string, a = ""): string =>
      `const p = new Sim("p", { region: "${region}" }, { deleteBeforeReplace: true });
       const a = new Thing("a", { ${a} }, { provider: p }); new Thing("b", { of: a.arn }, { provider: p });`;
    await deploy(project, program("one"));
    await expect(deploy(project, program("two", `fail: "create"`))).rejects.toThrow("refused");
    await (await project.stack()).refresh();
    await (await project.stack()).preview();
    await deploy(project, program("two"));
    expect(await ids(project)).toEqual(["a-2", "b-2"]);
    await (await project.stack()).destroy();
    expect(await ids(project)).toEqual([]);
  });

  it("is refreshed to a sound state when the successor is gone and the original still waits", async () => {
    const project = testProject("");
    const program = (a: string): string =>
      `const a = new Thing("a", { ${a} }); new Thing("b", { of: a.arn }); new Thing("c", {}, { parent: a });`;
    await deploy(project, program(`zone: 1, fail: "delete"`));
    await expect(deploy(project, program("zone: 2"))).rejects.toThrow("delete of a was refused");
    project.cloud.things.delete("a-2");
    await (await project.stack()).refresh();
    await expect(deploy(project, program("zone: 2"))).rejects.toThrow("delete of a was refused");
    expect(await ids(project)).toEqual(["a-1", "a-3", "b-1", "c-1"]);
  });
});

it("a parent that moved and is the only target is in the state once, and its children go with it", async () => {
  const project = testProject(`const g = new Group("g"); new Group("h"); new Thing("a", {}, { parent: g });`);
  await (await project.stack()).up();
  const moved = `const h = new Group("h");
    const g = new Group("g", { parent: h, aliases: [{ parent: pulumi.rootStackResource }] }); new Thing("a", {}, { parent: g });`;
  await deploy(project, moved, { target: ["urn:pulumi:dev::trial::test:index:Group$test:index:Group::g"] });
  const states = await resourcesOf(await project.stack());
  expect(states.map(({ urn }) => urn.split("::").slice(2).join(" "))).toEqual(
    expect.arrayContaining(["test:index:Group$test:index:Group$sim:index:Thing a"]),
  );
  expect(states.filter(({ urn }) => urn.endsWith("::g"))).toHaveLength(1);
  await deploy(project, moved);
  expect(await ids(project)).toEqual(["a-1"]);
});
