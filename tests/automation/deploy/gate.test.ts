import { describe, expect, it } from "vitest";
import { judge } from "../../../automation/deploy/gate";

const outputs = {
  nodes: { value: 2, secret: false },
  token: { value: "wolf-11-in-the-well", secret: true },
};

type Given = { readonly nodes: number; readonly token: string };

describe("a gate (CO-11)", () => {
  it("passes with its checks, of which a secret is never part", () => {
    const gate = (given: object) => {
      const { nodes, token } = given as Given;
      return [
        {
          check: "it has nodes",
          passed: nodes === 2,
          evidence: `it has ${nodes}, by ${token}`,
        },
      ];
    };
    expect(judge({ gate }, outputs)).toEqual({
      checks: [{ check: "it has nodes", passed: true, evidence: "it has 2, by [secret]" }],
    });
    expect(judge({}, outputs)).toEqual({ checks: [] });
  });

  it("fails with every check that does not pass", () => {
    const gate = () => [
      { check: "one", passed: false, evidence: "none is there" },
      { check: "two", passed: true, evidence: "two are there" },
      { check: "three", passed: false, evidence: "two are there" },
    ];
    expect(judge({ gate }, outputs).failure).toEqual({
      kind: "gate",
      message: "gate: one: none is there\ngate: three: two are there",
    });
  });

  it("fails when it can not judge, and tells no secret of why", () => {
    const gate = (given: object): never => {
      throw new Error(`${(given as Given).token} is no list`);
    };
    expect(judge({ gate }, outputs)).toEqual({
      checks: [],
      failure: { kind: "gate", message: "gate: it could not judge: [secret] is no list" },
    });
  });
});
