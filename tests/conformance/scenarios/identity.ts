import type { Scenario } from "../support/engines";

/** Group g is a box now; what is in it comes after f. */
const retyped = (f: string): string =>
  `class Box extends pulumi.ComponentResource { constructor(name, opts = {}) { super("test:index:Box", name, {}, opts); } }
   const g = new Box("g", { aliases: [{ type: "test:index:Group" }] }); const f = new Thing("f", ${f}, { parent: g });
   const h = new Group("h", { parent: g, dependsOn: [f] }); new Thing("a", {}, { parent: g, dependsOn: [f] }); new Thing("b", {}, { parent: h });`;

export const identity: readonly Scenario[] = [
  {
    name: "aliases: renamed, moved under a parent, children follow",
    stages: [
      {
        program: `new Thing("old"); const g = new Group("old-group"); new Thing("old-group-a", {}, { parent: g }); new Thing("free");`,
      },
      {
        program: `new Thing("new", {}, { aliases: [{ name: "old" }] });
          const g = new Group("new-group", { aliases: [{ name: "old-group" }] });
          new Thing("new-group-a", {}, { parent: g });
          new Thing("free", {}, { parent: g, aliases: [{ parent: pulumi.rootStackResource }] });`,
      },
      {},
    ],
  },
  {
    name: "one old resource can not become two",
    stages: [
      { program: `new Thing("old");` },
      {
        program: `const a = new Thing("a", {}, { aliases: [{ name: "old" }] }); new Thing("b", {}, { aliases: [{ name: "old" }], dependsOn: [a] });`,
        fails: [],
      },
    ],
  },
  {
    name: "two resources can not share a URN",
    stages: [{ program: `const a = new Thing("a"); new Thing("a", {}, { dependsOn: [a] });`, fails: [] }],
  },
  {
    name: "components: nested, with outputs that are resources",
    stages: [
      {
        program: `class Outer extends pulumi.ComponentResource { constructor(name) { super("test:index:Outer", name); const inner = new Group("inner", { parent: this }); const a = new Thing("a", { size: 1 }, { parent: inner }); inner.registerOutputs({ a }); this.registerOutputs({ arn: a.arn, inner }); this.a = a; } }
          const o = new Outer("o"); new Thing("after", {}, { dependsOn: [o] }); exports.a = o.a.arn;`,
      },
      {},
      { run: "destroy" },
    ],
  },
  {
    name: "aliases are inherited: a renamed and retyped parent, and a child with an alias of its own",
    stages: [
      {
        program: `const g = new Group("g"); const h = new Group("g-h", { parent: g }); new Thing("g-h-a", {}, { parent: h }); new Thing("b", {}, { parent: h });`,
      },
      {
        program: `class Box extends pulumi.ComponentResource { constructor(name, opts = {}) { super("test:index:Box", name, {}, opts); } }
          const g = new Box("n", { aliases: [{ name: "g", type: "test:index:Group" }] });
          const h = new Box("n-h", { parent: g, aliases: [{ type: "test:index:Group" }] });
          new Thing("n-h-a", {}, { parent: h }); new Thing("c", {}, { parent: h, aliases: [{ name: "b" }] });`,
      },
      {},
    ],
  },
  {
    name: "a replaced original that could not be deleted goes by the new name of its replacement",
    stages: [
      { program: `new Thing("a", { zone: 1, fail: "delete" });` },
      { program: `new Thing("a", { zone: 2 });`, fails: ["delete of a was refused"] },
      {
        program: `new Thing("new", { zone: 2 }, { aliases: [{ name: "a" }] });`,
        fails: ["delete of a was refused"],
      },
      { program: `new Thing("new", { zone: 2 });`, fails: ["delete of new was refused"] },
    ],
  },
  {
    name: "a parent with a new type takes along children that the program did not come to",
    stages: [
      {
        program: `const g = new Group("g"); const h = new Group("h", { parent: g }); new Thing("a", {}, { parent: g }); new Thing("b", {}, { parent: h });`,
      },
      { program: retyped(`{ fail: "create" }`), fails: ["create of f was refused"] },
      { program: retyped(`{}`), calls: ["create f"] },
      { run: "destroy" },
    ],
  },
  {
    name: "a type changed by alias: to another, to a component and back",
    stages: [
      { program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.arn });` },
      {
        program: `class Other extends pulumi.CustomResource { constructor(name, props, opts) { super("sim:index:Other", name, { arn: undefined, label: undefined, ...props }, opts); } }
          const a = new Other("a", { size: 1 }, { aliases: [{ type: "sim:index:Thing" }] }); new Thing("b", { of: a.arn });`,
      },
      { program: `new Group("a", { aliases: [{ type: "sim:index:Other" }] }); new Thing("b");` },
      {
        program: `new Thing("a", { size: 1 }, { aliases: [{ type: "test:index:Group" }] }); new Thing("b");`,
      },
      { run: "destroy" },
    ],
  },
];
