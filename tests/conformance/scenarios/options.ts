import type { Scenario, Stage } from "../support/engines";
import { thing } from "../support/names";

const taint =
  (id: string): NonNullable<Stage["edit"]> =>
  (resources) => {
    for (const resource of resources) if (resource["id"] === id) resource["taint"] = true;
  };

const chained = (dbr: number): string =>
  `const a = new Thing("a", { dbr: ${dbr} }); const b = new Thing("b", { zone: a.arn });
   const c = new Thing("c", { zone: b.arn }, { deletedWith: b }); new Thing("d", { zone: c.arn }, { deletedWith: c });`;

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
  {
    name: "ignoreChanges below what was not there, in lists, and where everything is ignored",
    stages: [
      {
        program: `new Thing("a", { size: 1, list: [1, 2, 3], ["a.b"]: { c: 1 } }, { ignoreChanges: ["tags.x", "list[1]", "list[5]", '["a.b"].c', "size", "none", "*.q"] });`,
      },
      {
        program: `new Thing("a", { size: 2, tags: { x: 1, y: 2 }, list: [4, 5, 6], ["a.b"]: { c: 2, d: 3 } }, { ignoreChanges: ["tags.x", "list[1]", "list[5]", '["a.b"].c', "size", "none", "*.q"] });`,
      },
      {
        program: `new Thing("a", { size: 2, tags: "text", list: { n: 1 }, ["a.b"]: null }, { ignoreChanges: ["tags.x", "list[1]", '["a.b"].c', "size"] });`,
      },
      { program: `new Thing("a", { size: 3, other: 1 }, { ignoreChanges: ["*"] });` },
    ],
  },
  {
    name: "ignoreChanges keeps a secret that it takes out of what was secret as a whole",
    stages: [
      {
        program: `new Thing("a", { tags: pulumi.secret({ x: "hush", y: 1 }), list: pulumi.secret([1, { n: "quiet" }]), one: pulumi.secret("s"), two: "open" }, { ignoreChanges: ["tags.x", "list[1].n", "list[0]", "one", "two"] });`,
      },
      {
        program: `new Thing("a", { tags: { x: "new", y: 2 }, list: [5, { n: "loud" }], one: "plain", two: pulumi.secret("now") }, { ignoreChanges: ["tags.x", "list[1].n", "list[0]", "one", "two"] });`,
      },
      {
        program: `new Thing("a", { tags: pulumi.secret({ x: "newer", y: 2 }), list: [5, { n: pulumi.secret("loud") }], one: "plain", two: pulumi.secret("now") }, { ignoreChanges: ["tags.*", "list[*].n"] });`,
      },
    ],
  },
  {
    name: "replaceOnChanges where a resource failed half-way",
    stages: [
      {
        program: `new Thing("a", { partial: "create" }, { replaceOnChanges: ["#initerror"] });`,
        fails: ["it did not become ready"],
      },
      { program: `new Thing("a", { partial: "none" }, { replaceOnChanges: ["#initerror"] });` },
    ],
  },
  {
    name: "a tainted resource is replaced, once it takes part",
    stages: [
      { program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.arn });` },
      { edit: taint("a-1"), run: "refresh" },
      { target: [thing("b")] },
      { run: "preview" },
      {},
      {},
    ],
  },
  {
    name: "deletedWith spares calls also where a replacement deletes first",
    stages: [
      { program: chained(1), calls: ["create a", "create b", "create c", "create d"] },
      { program: chained(2) },
      { run: "destroy" },
    ],
  },
  {
    name: "hideDiffs is kept in the state",
    stages: [
      { program: `new Thing("a", { size: 1, tags: { x: 1 } }, { hideDiffs: ["size", 'tags["x"]'] });` },
      { program: `new Thing("a", { size: 2, tags: { x: 2 } }, { hideDiffs: ["size"] });` },
    ],
  },
];
