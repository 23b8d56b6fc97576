import { expect, test } from "vitest";
import { yamlValue } from "../../lib/yaml-value";

/** Nine aliases of nine aliases of ..., 9^8 in the end. */
const bomb = [
  "a: &a0 [x]",
  ...Array.from("12345678", (n) => `a${n}: &a${n} [${`*a${Number(n) - 1},`.repeat(9)}]`),
];

test("YAML and JSON are read, with what a tool puts before them or at the ends of lines", () => {
  for (const text of ['{"a": [1]}', "a: [1]", "\uFEFFa: [1]", "a: [1]\r\n"])
    expect(yamlValue(text), JSON.stringify(text)).toEqual({ value: { a: [1] } });
});

test.each([
  ["a: [", /must be .*end with a \] at line 1, column 5$/],
  ["a: 1\na: 2", /^Map keys must be unique at line 2, column 1$/],
  ["a: *nowhere", /nowhere/],
  [bomb.join("\n"), /^Excessive alias count/],
])("what is none is a fault of one line: %#", (text, fault) => {
  expect(yamlValue(text)).toEqual({ fault: expect.stringMatching(fault) as string });
});

test("no key of a text reaches the prototype of everything", () => {
  const read = yamlValue("__proto__: { polluted: true }");
  expect("value" in read && Object.keys(read.value as object)).toEqual(["__proto__"]);
  expect({}).not.toHaveProperty("polluted");
});
