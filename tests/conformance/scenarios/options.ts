import type { Scenario } from "../support/engines";

export const options: readonly Scenario[] = [
  {
    name: "ignoreChanges, also inside of maps and lists",
    stages: [
      {
        program: `new Thing("a", { size: 1, tags: { x: 1, y: 1 }, list: [{ n: 1 }, { n: 2 }] }, { ignoreChanges: ["size", "tags.x", "list[*].n"] });`,
      },
      {
        program: `new Thing("a", { size: 2, tags: { x: 2, y: 1 }, list: [{ n: 3 }, { n: 4 }] }, { ignoreChanges: ["size", "tags.x", "list[*].n"] });`,
      },
      {
        program: `new Thing("a", { size: 2, tags: { x: 2, y: 2 }, list: [{ n: 3 }] }, { ignoreChanges: ["size", "tags.x"] });`,
      },
    ],
  },
  {
    name: "replaceOnChanges turns an update into a replacement",
    stages: [
      {
        program: `new Thing("a", { size: 1, tags: { x: 1 } }, { replaceOnChanges: ["tags"] }); new Thing("b", { size: 1 }, { replaceOnChanges: ["*"] });`,
      },
      {
        program: `new Thing("a", { size: 1, tags: { x: 2 } }, { replaceOnChanges: ["tags"] }); new Thing("b", { size: 2 }, { replaceOnChanges: ["*"] });`,
      },
    ],
  },
  {
    name: "a protected resource is neither replaced nor deleted",
    stages: [
      {
        program: `const b = new Thing("b"); new Thing("a", { zone: 1 }, { protect: true, dependsOn: [b] });`,
      },
      {
        program: `const b = new Thing("b"); new Thing("a", { zone: 2 }, { protect: true, dependsOn: [b] });`,
        fails: [],
      },
      { run: "preview", fails: [] },
      { program: ``, fails: [] },
      { run: "destroy", fails: [] },
      { program: `new Thing("a", { zone: 1 }); new Thing("b");` },
      { run: "destroy" },
    ],
  },
  {
    name: "protect and retainOnDelete come from the parent",
    stages: [
      {
        program: `const g = new Group("g", { protect: true, retainOnDelete: true }); new Thing("a", {}, { parent: g }); new Thing("b", {}, { parent: g, protect: false });`,
      },
      {
        program: `const g = new Group("g", { retainOnDelete: true }); new Thing("a", {}, { parent: g });`,
      },
      { run: "destroy" },
    ],
  },
  {
    name: "retainOnDelete and deletedWith spare the call to the provider",
    stages: [
      {
        program: `const a = new Thing("a"); new Thing("b", {}, { retainOnDelete: true }); new Thing("c", {}, { deletedWith: a, dependsOn: [a] });`,
      },
      { run: "destroy" },
    ],
  },
  {
    name: "transforms of the resource, its parent and the stack change properties and options",
    stages: [
      {
        program: `pulumi.runtime.registerResourceTransform((args) => args.type === "sim:index:Thing" ? { props: { ...args.props, stack: 1 }, opts: pulumi.mergeOptions(args.opts, { protect: true }) } : undefined);
          const g = new Group("g", { transforms: [(args) => args.type === "sim:index:Thing" ? { props: { ...args.props, parent: 1 }, opts: args.opts } : undefined] });
          const a = new Thing("a", { own: 0 }, { parent: g, transforms: [(args) => ({ props: { ...args.props, own: 1 }, opts: args.opts })] });
          new Thing("b", { of: a.arn }, { parent: g });`,
      },
      {},
    ],
  },
  {
    name: "ignoreChanges below properties that come and go",
    stages: [
      {
        program: `new Thing("a", { deep: { one: { x: 1, y: 1 }, list: [{ n: 1, m: 1 }] } }, { ignoreChanges: ["deep.one.x", "deep.list[0].n"] });`,
      },
      {
        program: `new Thing("a", { deep: { one: { x: 2, y: 2 }, list: [{ n: 2, m: 2 }, { n: 3, m: 3 }] } }, { ignoreChanges: ["deep.one.x", "deep.list[0].n"] });`,
      },
      {
        program: `new Thing("a", { deep: { one: { y: 2 }, list: [] } }, { ignoreChanges: ["deep.one.x", "deep.list[0].n", "deep.none"] });`,
      },
    ],
  },
];
