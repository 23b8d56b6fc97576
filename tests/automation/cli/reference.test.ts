import path from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../automation/cli/commands";
import { cliReference } from "../../../automation/cli/reference";
import { unfit } from "../../../automation/cli/fit";
import { root } from "./causeway";

describe("the reference of the command", () => {
  it("is what the command tree says", async () => {
    await expect(cliReference()).toMatchFileSnapshot(path.join(root, "docs", "cli.md"));
  });

  it("names a grammar that every verb on one environment has", () => {
    for (const { name, options } of COMMANDS.filter(
      (command) => !["demo", "doctor", "audit", "diff", "prices"].includes(command.name),
    )) {
      const flags = options.map((option) => option.flags);
      expect(flags, name).toEqual(expect.arrayContaining(["--env <name>", "--only <stack...>", "--json"]));
    }
  });

  it("gives examples of options that the command has", () => {
    for (const { name, options, argument, examples } of COMMANDS) {
      const known = options.map((option) => option.flags.split(" ")[0]);
      expect(examples.length, name).toBeGreaterThan(0);
      for (const example of examples) {
        const rest = example.split(" ").slice(1 + name.split(" ").length);
        expect(example).toMatch(new RegExp(`^causeway ${name}( |$)`));
        const flags = rest.filter((word) => word.startsWith("--"));
        expect(known, example).toEqual(expect.arrayContaining(flags));
        const [first] = rest;
        if (first?.startsWith("--") === false && argument?.choices !== undefined)
          expect(argument.choices, example).toContain(first);
      }
    }
  });
});

describe("what causeway runs on", () => {
  it("is Linux and macOS with Node 20.19 or later; elsewhere it says what to do", () => {
    expect(unfit("linux", "20.19.0")).toBeUndefined();
    expect(unfit("darwin", "24.1.0")).toBeUndefined();
    expect(unfit("win32", "22.0.0")).toContain("WSL2");
    expect(unfit("linux", "20.18.9")).toContain("Node 20.19 or later");
    expect(unfit("linux", "18.20.0")).toContain("Node 20.19 or later");
  });
});
