import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { causeway, fourStacks, temporaryFolder, twoStacks } from "./causeway";

const timeout = 180_000;

describe("causeway demo", { timeout }, () => {
  it("deploys, says where everything is, changes nothing the second time, and takes it all down", async () => {
    const state = temporaryFolder();
    const where = ["--platform", twoStacks, "--state", state];
    const first = await causeway(["demo", ...where]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const lines = first.stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^SIMULATED/);
    expect(lines.at(-1)).toMatch(/^SIMULATED/);
    expect(first.stdout).toMatch(/^names +succeeded +3 /m);
    expect(first.stdout).toContain("policy: no findings");
    expect(first.stdout).toMatch(/names +pet +small-/);
    // What is to be tried next is about this platform and this state, as it stands.
    const given = `--platform ${twoStacks} --state ${state}`;
    expect(first.stdout).toContain(`npm run demo -- destroy ${given} `);
    expect(first.stdout).toContain(`npx causeway outputs --env dev --engine embedded ${given} `);
    expect(first.stdout).toContain("5 resources in 2 stacks of dev");
    expect(first.stdout).not.toContain("[secret]");

    const page = /^ +page +(.+)$/m.exec(first.stdout)?.[1] ?? "";
    expect(readFileSync(page, "utf8")).toContain("SIMULATED");
    // Nothing of it has a network.
    expect(readFileSync(page, "utf8")).not.toContain("Who reaches whom");
    const diagram = /^ +diagram +(.+)$/m.exec(first.stdout)?.[1] ?? "";
    expect(readFileSync(diagram, "utf8")).toContain("```mermaid");
    const data = /^ +data +(.+)$/m.exec(first.stdout)?.[1] ?? "";
    expect(JSON.parse(readFileSync(data, "utf8"))).toMatchObject({
      schema: "causeway.run/1",
      simulated: true,
    });

    const second = await causeway(["demo", ...where]);
    expect(second.stdout).toContain("Nothing changed: all 5 resources of dev are as the platform says.");

    const outputs = await causeway(["outputs", "--env", "dev", "--engine", "embedded", "--json", ...where]);
    expect(JSON.parse(outputs.stdout)).toMatchObject({
      schema: "causeway.outputs/1",
      simulated: true,
      stacks: [{ name: "names", deployed: true, outputs: { token: "[secret]" } }, { name: "greetings" }],
    });
    const clear = await causeway([
      "outputs",
      "--env",
      "dev",
      "--engine",
      "embedded",
      "--show-secrets",
      ...where,
    ]);
    expect(clear.stdout).toMatch(/^ +token +\S{24}$/m);

    const down = await causeway(["demo", "destroy", ...where]);
    expect(down.stdout.indexOf("greetings  done")).toBeLessThan(down.stdout.indexOf("names      done"));
    const gone = await causeway(["outputs", "--env", "dev", "--engine", "embedded", ...where]);
    expect(gone.stdout).toContain("names: not deployed\ngreetings: not deployed\n");
  });

  it("tells what it did also where its reports can not be written", async () => {
    const state = temporaryFolder();
    mkdirSync(path.join(state, "embedded"));
    writeFileSync(path.join(state, "embedded", "reports"), "");
    const ended = await causeway(["demo", "--platform", twoStacks, "--state", state]);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^names +succeeded +3 /m);
    expect(ended.stdout).toContain(
      `The reports can not be written: ${path.join(state, "embedded", "reports")} (a part of its path is no folder).`,
    );
  });

  it("says of a platform without the environment dev how to deploy it", async () => {
    const state = temporaryFolder();
    const platform = path.join(state, "platform.cjs");
    writeFileSync(
      platform,
      `const { platform } = require(${JSON.stringify(twoStacks)});
module.exports = { platform: { ...platform, environments: { prod: platform.environments.prod } } };`,
    );
    expect(await causeway(["demo", "--platform", platform, "--state", path.join(state, "s")])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "causeway: options: 1 invalid input\n" +
        `  --platform is ${JSON.stringify(platform)}; allowed: a platform with the environment dev; ` +
        "for prod use causeway up --env NAME --engine embedded\n",
    });
    expect(existsSync(path.join(state, "s"))).toBe(false);
  });

  it("tells a failure instead of a success", async () => {
    const env = { CAUSEWAY_TEST_FAIL: "middle" };
    const ended = await causeway(["demo", "--platform", fourStacks, "--state", temporaryFolder()], { env });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain("middle was told to fail");
    expect(ended.stdout).not.toContain("Try next");
    expect(ended.stdout.trimEnd().split("\n").at(-1)).toMatch(/^SIMULATED/);
  });
});

describe("causeway doctor", { timeout }, () => {
  it("names a remedy for everything that is missing and exits with 2", async () => {
    const folder = temporaryFolder();
    const env = { PATH: folder, PULUMI_CONFIG_PASSPHRASE_FILE: `${folder}/none` };
    const ended = await causeway(["doctor", "--platform", twoStacks, "--env", "dev", "--json"], {
      cwd: folder,
      env,
    });
    expect(ended.code).toBe(2);
    const { checks } = JSON.parse(ended.stdout) as {
      checks: { check: string; state: string; remedy?: string }[];
    };
    expect(checks.map(({ check, state }) => [check, state])).toEqual([
      ["Node", "ok"],
      ["build", "ok"],
      ["state root", "ok"],
      ["Pulumi CLI", "failed"],
      ["secrets of dev", "failed"],
    ]);
    for (const { state, remedy } of checks) expect(remedy === undefined).toBe(state === "ok");
  });

  it("has nothing to ask of a machine that only rehearses", async () => {
    const ended = await causeway(["doctor", "--platform", twoStacks, "--engine", "embedded"], {
      cwd: temporaryFolder(),
    });
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^ok +Node/m);
  });
});
