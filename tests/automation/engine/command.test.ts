import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LocalWorkspace, StackAlreadyExistsError, StackNotFoundError } from "@pulumi/pulumi/automation";
import { engineFailure } from "../../../automation/engine";
import { failureOf, testProject } from "./support/project";

const env = { PULUMI_CONFIG_PASSPHRASE: "open" };

function workspace(project: ReturnType<typeof testProject>): Promise<LocalWorkspace> {
  return LocalWorkspace.create({ workDir: project.folder, pulumiCommand: project.engine, envVars: env });
}

describe("stacks", () => {
  it("are created, listed, selected and removed, and fail with the SDK's own errors", async () => {
    const project = testProject("");
    const ws = await workspace(project);
    expect(await failureOf(ws.selectStack("dev"))).toBeInstanceOf(StackNotFoundError);
    await ws.createStack("dev");
    await ws.createStack("prod");
    expect(await failureOf(ws.createStack("dev"))).toBeInstanceOf(StackAlreadyExistsError);
    await ws.selectStack("organization/trial/dev");
    expect((await ws.listStacks()).map(({ name, current }) => [name, current])).toEqual([
      ["dev", true],
      ["prod", false],
    ]);
    await ws.removeStack("prod");
    expect((await ws.listStacks()).map(({ name }) => name)).toEqual(["dev"]);
    expect((await ws.whoAmI()).user).not.toBe("");
  });

  it("with resources are not removed unless forced", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    await stack.up();
    const ws = await workspace(project);
    expect((await failureOf(ws.removeStack("dev"))).message).toContain("still has resources");
    await ws.removeStack("dev", { force: true });
    expect(await ws.listStacks()).toEqual([]);
  });

  it("can not be named to reach outside of the engine's folder", async () => {
    const ws = await workspace(testProject(""));
    for (const name of ["..", "a b", "", "x".repeat(101)]) {
      const failure = engineFailure(await failureOf(ws.createStack(name)));
      expect(failure).toMatchObject({ kind: "usage" });
      expect(failure?.message).toContain("is not a stack name");
    }
  });
});

describe("configuration", () => {
  it("is set, read and removed, plain and secret, at paths, over the project's own file, which stays", async () => {
    const project = testProject("", { yaml: "config:\n  size:\n    type: integer\n    default: 3\n" });
    const file = path.join(project.folder, "Pulumi.dev.yaml");
    fs.writeFileSync(file, "config:\n  trial:given: from the file\n");
    const ws = await workspace(project);
    await ws.createStack("dev");
    await ws.setAllConfig("dev", { a: { value: "1" }, "other:b": { value: "hush", secret: true } });
    await ws.setConfig("dev", "deep.list[0]", { value: "x" }, true);
    expect(await ws.getAllConfig("dev")).toEqual({
      "other:b": { value: "hush", secret: true },
      "trial:a": { value: "1", secret: false },
      "trial:deep": { value: '{"list":["x"]}', objectValue: { list: ["x"] }, secret: false },
      "trial:given": { value: "from the file", secret: false },
      "trial:size": { value: "3", secret: false },
    });
    expect(await ws.getConfig("dev", "deep.list[0]", true)).toEqual({ value: "x", secret: false });
    await ws.removeConfig("dev", "a");
    expect((await failureOf(ws.getConfig("dev", "a"))).message).toContain("'a' not found");
    expect((await failureOf(ws.removeConfig("dev", "given"))).message).toContain("remove it there");
    expect(fs.readFileSync(file, "utf8")).toBe("config:\n  trial:given: from the file\n");
  });

  it("that Pulumi.yaml declares is asked for before anything runs, all of it at once", async () => {
    const project = testProject(`new Thing("a");`, {
      yaml: "config:\n  size:\n    type: integer\n  name:\n    type: string\n",
    });
    const stack = await project.stack();
    await stack.setConfig("size", { value: "big" });
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure).toMatchObject({ kind: "usage", exitCode: 2 });
    expect(failure?.message).toContain("configuration key 'trial:size' must be of type 'integer'");
    expect(failure?.message).toContain("missing configuration value 'trial:name'");
  });
});

describe("what is not implemented", () => {
  it.each([
    ["up --plan plan.json", "--plan of up"],
    ["preview --continue-on-error", "--continue-on-error of preview"],
    ["destroy --exclude-dependents", "--exclude-dependents of destroy"],
    ["destroy --exclude-protected", "--exclude-protected of destroy"],
    ["preview --save-plan plan.json", "--save-plan of preview"],
    ["destroy --run-program=true", "--run-program of destroy"],
    ["up --client=127.0.0.1:1", "inline programs are not run"],
    ["import --from terraform", "--from of import"],
    ["convert", 'the command "convert"'],
    ["stack init dev --secrets-provider awskms://x", "the secrets provider awskms://x"],
  ])("%s is refused by name", async (args, text) => {
    const project = testProject("");
    const failure = engineFailure(await failureOf(project.engine.run(args.split(" "), project.folder, env)));
    expect(failure).toMatchObject({ kind: "unsupported", exitCode: 2 });
    expect(failure?.message).toContain("the embedded engine does not implement");
    expect(failure?.message).toContain(text);
  });
});

describe("a selection", () => {
  it("names what to work on or what to leave, not both", async () => {
    const project = testProject("");
    const args = "up --stack dev --target a --exclude b".split(" ");
    const failure = engineFailure(await failureOf(project.engine.run(args, project.folder, env)));
    expect(failure).toMatchObject({ kind: "usage", exitCode: 2 });
    expect(failure?.message).toContain("--target and --exclude can not be given together");
  });
});

describe("the project", () => {
  it("that is missing, of another runtime or without its program is refused in one line", async () => {
    const project = testProject("");
    const yaml = path.join(project.folder, "Pulumi.yaml");
    const up = async (): Promise<string> =>
      engineFailure(await failureOf(project.engine.run(["up", "--stack", "dev"], project.folder, env)))
        ?.message ?? "";
    await project.engine.run(["stack", "init", "dev"], project.folder, env);
    fs.writeFileSync(yaml, "name: trial\nruntime: nodejs\nmain: gone.js\n");
    expect(await up()).toContain("project 'main' could not be read");
    fs.writeFileSync(yaml, "name: trial\nruntime: python\n");
    expect(await up()).toContain('the runtime "python"');
    fs.rmSync(yaml);
    expect(await up()).toContain("no Pulumi.yaml project file found");
  });
});
