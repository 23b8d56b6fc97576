import { describe, expect, it } from "vitest";
import { causeway, twoStacks } from "./causeway";

const foreign = ["--platform", twoStacks];

describe("causeway graph", () => {
  it("shows the stacks of a platform of one's own, with what each needs", async () => {
    const { code, stdout, stderr } = await causeway(["graph", "--env", "dev", ...foreign]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(
      "stack      phase      needs\nnames      network    -\ngreetings  workloads  names\n",
    );
  });

  it("writes one JSON document with its schema's version", async () => {
    const { stdout } = await causeway(["graph", "--env", "prod", "--json", ...foreign]);
    expect(JSON.parse(stdout)).toEqual({
      schema: "causeway.graph/1",
      platform: "two-stacks",
      environment: "prod",
      stacks: [
        { name: "names", fullName: "prod-names", phase: "network", needs: [], contract: "names/1" },
        {
          name: "greetings",
          fullName: "prod-greetings",
          phase: "workloads",
          needs: ["names"],
          contract: "greetings/1",
        },
      ],
    });
  });

  it("draws the Mermaid diagram of the reports, whose arrows stay within the selection", async () => {
    const all = await causeway(["graph", "--env", "dev", "--mermaid", ...foreign]);
    expect(all.stdout).toBe(
      [
        "flowchart LR",
        '  subgraph group_network["network"]',
        '    names["names"]',
        "  end",
        '  subgraph group_workloads["workloads"]',
        '    greetings["greetings"]',
        "  end",
        "  names --> greetings",
        "",
      ].join("\n"),
    );
    const one = await causeway(["graph", "--env", "dev", "--mermaid", "--only", "greetings", ...foreign]);
    expect(one.stdout).not.toContain("-->");
  });

  it("tells how long stacks take with the source of every figure, and that none is known", async () => {
    const { code, stdout } = await causeway([
      "graph",
      "--env",
      "prod",
      "--durations",
      "--only",
      "eks",
      "platform",
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^eks +15 min 5 s +observed +the control plane/m);
    expect(stdout).toMatch(/^platform +unknown +- +-$/m);
    expect(stdout).toContain("Longest path: eks > platform\n");
    expect(stdout).toMatch(/^ {2}eks {2}https:\/\/\S+ \(\d{4}-\d\d-\d\d\)$/m);
    const foreigner = await causeway(["graph", "--env", "dev", "--durations", "--json", ...foreign]);
    expect(JSON.parse(foreigner.stdout)).toMatchObject({
      durations: {
        stacks: [
          { name: "names", duration: null },
          { name: "greetings", duration: null },
        ],
        longestPath: { stacks: ["names", "greetings"], knownSeconds: 0, unknown: ["names", "greetings"] },
      },
    });
  });

  it("names every unknown stack and the nearest known one, without a stack trace", async () => {
    const { code, stdout, stderr } = await causeway([
      "graph",
      "--env",
      "dev",
      "--only",
      "nmaes",
      "shop",
      ...foreign,
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      "causeway: environment dev of two-stacks: 2 invalid inputs\n" +
        '  --only is "nmaes"; allowed: one of names, greetings (did you mean names?)\n' +
        '  --only is "shop"; allowed: one of names, greetings\n',
    );
  });

  it("refuses an unknown environment, a missing option and an unknown command with exit code 2", async () => {
    const environment = await causeway(["graph", "--env", "div", ...foreign]);
    expect(environment.code).toBe(2);
    expect(environment.stderr).toContain('--env is "div"; allowed: one of dev, prod (did you mean dev?)');
    const missing = await causeway(["graph", ...foreign]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("--env is missing; allowed: one of dev, prod");
    const command = await causeway(["grph"]);
    expect(command.code).toBe(2);
    expect(command.stderr).toContain("(Did you mean graph?)");
  });
});
