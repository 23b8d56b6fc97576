import { describe, expect, it } from "vitest";
import { SimCloud } from "./support/sim";
import { testProject } from "./support/project";

describe("an operation that goes on past a failure", () => {
  it("keeps what a skipped resource depends on although it left the program", async () => {
    const cloud = new SimCloud();
    const project = testProject(
      `const d = new Thing("d"); const x = new Thing("x", { size: 1 });
       new Thing("skipped", { of: x.arn }, { dependsOn: [d] });`,
      { cloud },
    );
    const stack = await project.stack();
    await stack.up();
    project.program(
      `const x = new Thing("x", { size: 2, fail: "update" }); new Thing("skipped", { of: x.arn });`,
    );
    await expect(stack.up({ continueOnError: true })).rejects.toThrow("update of x was refused");
    expect([...cloud.things.keys()].toSorted()).toEqual(["d-1", "skipped-1", "x-1"]);

    project.program(`const x = new Thing("x", { size: 2 }); new Thing("skipped", { of: x.arn });`);
    await stack.up();
    expect([...cloud.things.keys()].toSorted()).toEqual(["skipped-1", "x-1"]);
  });
});
