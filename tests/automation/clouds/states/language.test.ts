import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../../automation/clouds/aws/states";
import { find, put, read } from "../../../../automation/clouds/aws/states/language/path";
import { fill } from "../../../../automation/clouds/aws/states/language/template";
import { failureOf, machine, outputOf } from "./run";

const at = (data: Json, context = {}) => ({ data, context, random: () => 0.5 });

/** The result of a call of an intrinsic function. */
const call = (text: string, data: Json = {}) => fill({ "it.$": text }, at(data));
const gives = (text: string, data: Json = {}) => (call(text, data) as { it: Json }).it;

describe("paths", () => {
  // states-language.net, "Paths" and "Reference Paths".
  const store: Json = {
    store: { book: [{ price: 10 }, { price: 22 }, { price: 7 }], "shop name": "S", "a.b": 1 },
    list: [1, 2, 3],
  };

  test.each<[string, Json]>([
    ["$", store],
    ["$.store.book[0].price", 10],
    ["$['store']['shop name']", "S"],
    ['$.store["a.b"]', 1],
    ["$.list[1]", 2],
    ["$.store.book[*].price", [10, 22, 7]],
    ["$..price", [10, 22, 7]],
    ["$.store.book[?(@.price < 20)].price", [10, 7]],
    ["$.list[-1:]", [3]],
    ["$.list[0,1]", [1, 2]],
    ["$.nothing[*]", []],
  ])("%s leads to what the specification says", (path, value) => {
    expect(read(path, at(store), "x")).toEqual(value);
  });

  test("$$ leads into the context object", () => {
    expect(read("$$.Execution.Name", at({}, { Execution: { Name: "run-1" } }), "x")).toBe("run-1");
  });

  test.each(["$.store.missing", "$.list[3]", "$.list.length", "$.list['0']", "$.toString"])(
    "%s leads nowhere, which ends a state with States.Runtime",
    (path) => {
      expect(find(path, at(store))).toBeUndefined();
      expect(() => read(path, at(store), "x")).toThrow(/States\.Runtime: The JSONPath/);
    },
  );

  test.each<[string, Json, Json, Json]>([
    // The table of states-language.net, "Using ResultPath": the whole, an absent field, a field that is there, a deep one.
    ["$", { a: 1 }, 6, 6],
    ["$.z", { a: 1 }, 6, { a: 1, z: 6 }],
    ["$.a", { a: 1 }, 6, { a: 6 }],
    ["$.x.y.z", { a: 1 }, 6, { a: 1, x: { y: { z: 6 } } }],
    ["$.l[1]", { l: [1, 2] }, 6, { l: [1, 6] }],
  ])("a result at %s of %j", (path, data, value, result) => {
    const before = structuredClone(data);
    expect(put(data, path, value)).toEqual(result);
    expect(data).toEqual(before);
  });

  test.each<[string, Json]>([
    ["$.a.b", { a: 1 }],
    ["$.l[2]", { l: [1, 2] }],
    ["$.l[0]", {}],
    ["$.x", [1]],
  ])("a result at %s can not be put into %j", (path, data) => {
    expect(() => put(data, path, 6)).toThrow("States.ResultPathMatchFailure");
  });

  test("what is put somewhere is found there, and nothing else changes", () => {
    const name = fc.stringMatching(/^[a-z]{1,3}$/);
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.integer()),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        fc.jsonValue(),
        (data, steps, value) => {
          const path = `$.${steps.join(".")}`;
          const first = steps[0] as string;
          fc.pre(steps.length === 1 || !Object.hasOwn(data, first));
          const changed = put(data, path, value as Json);
          expect(read(path, at(changed), "x")).toEqual(value);
          expect({ ...(changed as object), [first]: 0 }).toEqual({ ...data, [first]: 0 });
        },
      ),
    );
  });
});

describe("intrinsic functions", () => {
  // Examples of states-language.net, appendix B, and of the Developer Guide, "Intrinsic functions".
  test.each<[string, Json, Json]>([
    [
      "States.Format('Your name is {}, we are in the year {}', $.name, 2020)",
      { name: "Foo" },
      "Your name is Foo, we are in the year 2020",
    ],
    ["States.Format('{}', $.a)", { a: { b: [1] } }, '{"b":[1]}'],
    ["States.Format('a \\{\\} \\'{}\\' \\\\', true)", {}, "a {} 'true' \\"],
    ["States.StringToJson($.text)", { text: '{"hello": "world"}' }, { hello: "world" }],
    ["States.JsonToString($.value)", { value: { name: "Foo", year: 2020 } }, '{"name":"Foo","year":2020}'],
    ["States.Array('Foo', 2020, $.json, null)", { json: { a: 1 } }, ["Foo", 2020, { a: 1 }, null]],
    ["States.Array()", {}, []],
    ["States.ArrayPartition($.a, 4)", { a: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, [[1, 2, 3, 4], [5, 6, 7, 8], [9]]],
    ["States.ArrayContains($.a, 5)", { a: [1, 2, 5] }, true],
    ["States.ArrayContains($.a, $.o)", { a: [{ x: 1, y: 2 }], o: { y: 2, x: 1 } }, true],
    ["States.ArrayRange(1, 9, 2)", {}, [1, 3, 5, 7, 9]],
    ["States.ArrayRange(3, 1, -1)", {}, [3, 2, 1]],
    ["States.ArrayGetItem($.a, 5)", { a: [1, 2, 3, 4, 5, 6] }, 6],
    ["States.ArrayLength($.a)", { a: [1, 2, 3] }, 3],
    ["States.ArrayUnique($.a)", { a: [1, 2, 3, 3, 3, 4] }, [1, 2, 3, 4]],
    ["States.Base64Encode('Data to encode')", {}, "RGF0YSB0byBlbmNvZGU="],
    ["States.Base64Decode('RGVjb2RlZCBkYXRh')", {}, "Decoded data"],
    ["States.Hash('input data', 'SHA-1')", {}, "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    [
      "States.JsonMerge($.one, $.two, false)",
      { one: { a: { a1: 1, a2: 2 }, b: 2 }, two: { a: { a3: 1, a4: 2 }, c: 3 } },
      { a: { a3: 1, a4: 2 }, b: 2, c: 3 },
    ],
    ["States.MathAdd($.value, -1)", { value: 111 }, 110],
    ["States.MathRandom(1, 999)", {}, 500],
    ["States.StringSplit('1,2,3,4,5', ',')", {}, ["1", "2", "3", "4", "5"]],
    ["States.StringSplit('This.is+a,test=string', '.+,=')", {}, ["This", "is", "a", "test", "string"]],
    ["States.ArrayGetItem(States.StringSplit('a,b', ','), States.MathAdd(0, 1))", {}, "b"],
    ["States.ArrayLength($.a[?(@.n > 1)])", { a: [{ n: 1 }, { n: 2 }] }, 1],
  ])("%s", (text, data, result) => {
    expect(gives(text, data)).toEqual(result);
  });

  test.each([
    "States.Format('{} {}', 1)",
    "States.StringToJson('{')",
    "States.ArrayPartition($, 2)",
    "States.ArrayRange(1, 2000, 1)",
    "States.ArrayRange(1, 2, 0)",
    "States.ArrayGetItem(States.Array(), 0)",
    "States.Base64Decode('%')",
    "States.Hash('a', 'CRC')",
    "States.JsonMerge($, $, true)",
    "States.MathRandom(5, 5)",
    "States.MathAdd('1', 1)",
    "States.UUID(1)",
  ])("%s fails with States.IntrinsicFailure", (text) => {
    expect(() => call(text)).toThrow("States.IntrinsicFailure");
  });

  test("a failure of a function can be caught", async () => {
    const states = {
      Take: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: { QueueUrl: "q", "MessageBody.$": "States.ArrayGetItem($.none, 3)" },
        Catch: [{ ErrorEquals: ["States.IntrinsicFailure"], ResultPath: "$.fault", Next: "Done" }],
        End: true,
      },
      Done: { Type: "Pass", OutputPath: "$.fault.Error", End: true },
    };
    expect(await outputOf(machine(states), { none: [] })).toBe("States.IntrinsicFailure");
  });

  test("a UUID is of version 4, and follows from the execution", async () => {
    const states = {
      Id: { Type: "Pass", Parameters: { "a.$": "States.UUID()", "b.$": "States.UUID()" }, End: true },
    };
    const first = (await outputOf(machine(states))) as { a: string; b: string };
    expect(first.a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first.b).not.toBe(first.a);
    expect(await outputOf(machine(states))).toEqual(first);
  });

  test("what is taken apart is put together again", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 20 }), fc.integer({ min: 1, max: 7 }), (a, n) => {
        const parts = gives(`States.ArrayPartition($.a, ${n})`, { a: a as Json }) as Json[][];
        expect(parts.flat(1)).toEqual(a);
        expect(parts.slice(0, -1).every((part) => part.length === n)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ maxLength: 50, unit: "grapheme" }), (value, text) => {
        expect(gives("States.StringToJson(States.JsonToString($.v))", { v: value as Json })).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
        expect(gives("States.Base64Decode(States.Base64Encode($.t))", { t: text })).toBe(text);
      }),
    );
  });
});

describe("input and output", () => {
  test("the example of states-language.net, Input and Output Processing", async () => {
    const states = {
      Add: {
        Type: "Task",
        Resource: "arn:aws:lambda:us-east-1:123456789012:function:Add",
        InputPath: "$.numbers",
        ResultPath: "$.sum",
        End: true,
      },
    };
    const input = { title: "Numbers to add", numbers: { val1: 3, val2: 4 } };
    const output = await outputOf(machine(states), input, ({ parameters }) => {
      expect(JSON.parse(parameters["Payload"] as string)).toEqual({ val1: 3, val2: 4 });
      return { StatusCode: 200, Payload: "7" };
    });
    expect(output).toEqual({ ...input, sum: 7 });
  });

  test("Parameters, ResultSelector and OutputPath shape what goes in and comes out", async () => {
    const states = {
      X: {
        Type: "Pass",
        Parameters: {
          flagged: true,
          parts: { "first.$": "$.vals[0]", "last3.$": "$.vals[-3:]" },
          list: [{ "id.$": "$$.Execution.Name" }],
        },
        ResultPath: "$.made",
        OutputPath: "$.made",
        End: true,
      },
    };
    expect(await outputOf(machine(states), { vals: [0, 10, 20, 30, 40, 50] })).toEqual({
      flagged: true,
      parts: { first: 0, last3: [30, 40, 50] },
      list: [{ id: "run-1" }],
    });
  });

  test("a null path gives nothing in, keeps nothing, and gives nothing out", async () => {
    const pass = (more: object) => machine({ X: { Type: "Pass", End: true, ...more } });
    expect(await outputOf(pass({ InputPath: null }), { a: 1 })).toEqual({});
    expect(await outputOf(pass({ Result: 5, ResultPath: null }), { a: 1 })).toEqual({ a: 1 });
    expect(await outputOf(pass({ OutputPath: null }), { a: 1 })).toEqual({});
  });

  test("a path that leads nowhere ends the execution", async () => {
    const states = { X: { Type: "Pass", Parameters: { "a.$": "$.missing" }, End: true } };
    expect(await failureOf(machine(states))).toEqual({
      error: "States.Runtime",
      cause: "The JSONPath '$.missing' specified for the field 'a.$' could not be found in the input '{}'",
    });
  });
});
