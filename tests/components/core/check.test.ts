import { spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Check, InputError, matching, oneOf, wholeNumber } from "../../../components/core";

const valueOf = <T>(output: pulumi.Input<T>) => (output as unknown as { promise(): Promise<T> }).promise();

describe("Check", () => {
  test("reports every fault at once, each with path, value and what is allowed", () => {
    const check = new Check('EventBus "orders"');
    check.plain("archive.retentionDays", 0, wholeNumber(1, 365, "days"));
    check.plain("mode", "fast", oneOf("slow", "slower"));
    check.plain("name", "ok", matching(/^[a-z]+$/, "lower-case letters"));
    expect(() => check.done()).toThrow(
      [
        'EventBus "orders": 2 invalid inputs',
        "  archive.retentionDays is 0; allowed: a whole number of days from 1 to 365",
        '  mode is "fast"; allowed: one of slow, slower',
      ].join("\n"),
    );
  });

  test("says nothing when nothing is wrong", () => {
    const check = new Check("x");
    expect(check.input("a", 3, wholeNumber(1, 5))).toBe(3);
    expect(() => check.done()).not.toThrow();
  });

  test("an output that is good flows on as it is", async () => {
    const check = new Check("Pool");
    const good = check.input("size", pulumi.output(3), wholeNumber(1, 5));
    expect(() => check.done()).not.toThrow();
    await expect(valueOf(good)).resolves.toBe(3);
  });

  // In a process of its own, since an output that fails rejects several promises, as it does in a program.
  test.each([
    ["pulumi.output(9), wholeNumber(1, 5)", "size is 9"],
    ["pulumi.secret(9), wholeNumber(1, 5), 'too much'", 'size is "too much"'],
  ])("an output that is bad stops the program with the same message: %s", (given, told) => {
    const program = `
      const { Check, wholeNumber } = require("./dist/components/core");
      const pulumi = require("@pulumi/pulumi");
      process.on("unhandledRejection", (error) => { console.log(error.message); process.exit(3); });
      const check = new Check("Pool");
      check.input("size", ${given}).apply((size) => console.log("reached", size));
      check.done();`;
    const { stdout, status } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
    expect(stdout).toBe(`Pool: 1 invalid input\n  ${told}; allowed: a whole number from 1 to 5\n`);
    expect(status).toBe(3);
  });

  test("a secret's value is not shown, a missing one is called missing, a long one is cut", () => {
    const message = new InputError("Login", [
      { path: "password", allowed: "at least 12 characters" },
      { path: "user", given: undefined, allowed: "a name" },
      { path: "note", given: "x".repeat(500), allowed: "a short text" },
    ]).message;
    expect(message).toContain("password is refused; allowed: at least 12 characters");
    expect(message).toContain("user is missing; allowed: a name");
    expect(Math.max(...message.split("\n").map((l) => l.length))).toBeLessThan(200);
  });

  test("is an error that Pulumi shows without a stack trace", () => {
    expect(pulumi.RunError.isInstance(new InputError("x", []))).toBe(true);
    expect(InputError.is(new InputError("x", []))).toBe(true);
    expect(InputError.is(new Error("x"))).toBe(false);
  });
});
