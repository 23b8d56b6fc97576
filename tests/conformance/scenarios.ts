import type { Scenario } from "./support/engines";

const urn = (type: string, name: string): string => `urn:pulumi:dev::trial::${type}::${name}`;
const thing = (name: string): string => urn("sim:index:Thing", name);

export const scenarios: readonly Scenario[] = [
  {
    name: "create, change nothing, update, delete what left the program",
    stages: [
      {
        program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.arn }); exports.arn = a.arn;`,
      },
      {},
      {
        program: `const a = new Thing("a", { size: 2 }); exports.arn = a.arn; exports.size = a.size;`,
      },
      { run: "destroy" },
    ],
  },
  {
    name: "a replacement is created before its original is deleted, and dependents follow",
    stages: [
      { program: `const a = new Thing("a", { zone: 1 }); new Thing("b", { of: a.arn });` },
      {
        run: "preview",
        program: `const a = new Thing("a", { zone: 2 }); new Thing("b", { of: a.arn });`,
      },
      {},
    ],
  },
  {
    name: "delete before replace takes dependents along that the change would replace",
    stages: [
      {
        program: `const a = new Thing("a", { dbr: 1 }); const b = new Thing("b", { zone: a.arn }); new Thing("c", { of: b.arn });`,
      },
      {
        run: "preview",
        program: `const a = new Thing("a", { dbr: 2 }); const b = new Thing("b", { zone: a.arn }); new Thing("c", { of: b.arn });`,
      },
      {},
    ],
  },
  {
    name: "a dependent deleted for a replacement and then dropped from the program is not deleted twice",
    stages: [
      { program: `const a = new Thing("a", { dbr: 1 }); new Thing("b", { zone: a.arn });` },
      { program: `new Thing("a", { dbr: 2 });` },
    ],
  },
  {
    name: "the deleteBeforeReplace option overrules the provider",
    stages: [
      {
        program: `new Thing("a", { zone: 1 }, { deleteBeforeReplace: true }); new Thing("b", { dbr: 1 }, { deleteBeforeReplace: false });`,
      },
      {
        program: `new Thing("a", { zone: 2 }, { deleteBeforeReplace: true }); new Thing("b", { dbr: 2 }, { deleteBeforeReplace: false });`,
      },
    ],
  },
  {
    name: "deletions follow dependencies, parents and providers backwards",
    stages: [
      {
        program: `const sim = new Sim("sim"); const g = new Group("g"); const a = new Thing("a", {}, { parent: g, provider: sim });
          const b = new Thing("b", {}, { dependsOn: [a], provider: sim }); new Thing("c", { of: b.arn }, { provider: sim });`,
      },
      { run: "destroy" },
    ],
  },
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
    name: "every failed check is reported, and nothing is created",
    stages: [{ program: `new Thing("a", { bad: 1, worse: pulumi.secret(2) });`, fails: [] }],
  },
  {
    name: "a failed create stops what has not started",
    stages: [
      {
        program: `const a = new Thing("a"); const b = new Thing("b", { fail: "create" }, { dependsOn: [a] }); new Thing("c", {}, { dependsOn: [b] }); exports.a = a.arn;`,
        fails: [],
      },
      {
        program: `const a = new Thing("a"); const b = new Thing("b", {}, { dependsOn: [a] }); new Thing("c", {}, { dependsOn: [b] }); exports.a = a.arn;`,
      },
    ],
  },
  {
    name: "failed updates and deletes leave the state as it is",
    stages: [
      { program: `new Thing("a", { size: 1 }); new Thing("b", { fail: "delete" });` },
      {
        program: `new Thing("a", { size: 2, fail: "update" }); new Thing("b", { fail: "delete" });`,
        fails: [],
      },
      { program: `new Thing("a", { size: 1 });`, fails: [] },
    ],
  },
  {
    name: "a create that failed half-way is recorded, and tried again as an update",
    stages: [
      { program: `new Thing("a", { partial: "create" });`, fails: [] },
      { program: `new Thing("a", { partial: "none" });` },
      { program: `new Thing("a", { partial: "update" });`, fails: [] },
      { program: `new Thing("a", { partial: "update", then: 1 });`, fails: [] },
      { program: `new Thing("a", {});` },
    ],
  },
  {
    name: "a program that throws loses nothing and deletes nothing",
    stages: [
      { program: `new Thing("a"); new Thing("b"); exports.x = 1; exports.y = 2;` },
      { program: `new Thing("a"); exports.x = 3; throw new Error("on purpose");`, fails: [] },
      {
        program: `exports.x = 4; new Thing("a").arn.apply(() => { throw new Error("later"); });`,
        fails: [],
      },
      { program: `new Thing("a"); process.exit(7);`, fails: [] },
    ],
  },
  {
    name: "secrets: of configuration, of outputs, of options, through resources",
    stages: [
      {
        config: { password: { secret: "hush" }, plain: "loud" },
        program: `const config = new pulumi.Config();
          const a = new Thing("a", { password: config.requireSecret("password"), plain: config.require("plain") });
          const v = new Vault("v"); const b = new Thing("b", { of: a.password, list: [v.key, 1] }, { additionalSecretOutputs: ["arn"] });
          exports.password = a.password; exports.plain = a.plain; exports.key = v.key; exports.arn = b.arn; exports.list = b.list;`,
      },
      {},
      { config: { password: { secret: "changed" } } },
    ],
  },
  {
    name: "explicit providers are resources; replacing one replaces what it serves",
    stages: [
      {
        program: `const sim = new Sim("sim", { region: "one", retries: 1 }); const g = new Group("g", { providers: [sim] }); new Thing("a", {}, { parent: g }); new Thing("b", {}, { provider: sim });`,
      },
      {
        program: `const sim = new Sim("sim", { region: "one", retries: 2 }); const g = new Group("g", { providers: [sim] }); new Thing("a", {}, { parent: g }); new Thing("b", {}, { provider: sim });`,
      },
      {
        program: `const sim = new Sim("sim", { region: "two", retries: 2 }); const g = new Group("g", { providers: [sim] }); new Thing("a", {}, { parent: g }); new Thing("b", {}, { provider: sim });`,
      },
    ],
  },
  {
    name: "a provider whose configuration is not known yet previews what it serves as unknown",
    stages: [
      {
        run: "preview",
        program: `const a = new Thing("a"); const sim = new Sim("sim", { region: a.arn }); const b = new Thing("b", { size: 1 }, { provider: sim }); exports.b = b.arn;`,
      },
      {},
    ],
  },
  {
    name: "from the default provider to an explicit one without a replacement",
    stages: [
      { program: `new Thing("a");` },
      { program: `const sim = new Sim("sim"); new Thing("a", {}, { provider: sim });` },
    ],
  },
  {
    name: "disabled default providers refuse resources, reads and invokes without an explicit one",
    stages: [
      {
        config: { "pulumi:disable-default-providers": '["sim"]' },
        program: `new Thing("a");`,
        fails: [],
      },
      {
        program: `Thing; pulumi.runtime.invoke("sim:index:get", {}).then(() => undefined);`,
        fails: [],
      },
      { program: `const sim = new Sim("sim"); new Thing("a", {}, { provider: sim });` },
    ],
  },
  {
    name: "a default provider takes its package's configuration",
    stages: [
      {
        config: { "sim:region": "here" },
        program: `new Thing("a", {}, { version: "1.2.3" }); new Thing("b");`,
      },
      { config: { "sim:region": "there" } },
    ],
  },
  {
    name: "reads: an existing resource, one that is not there, and giving one up to take it over",
    stages: [
      { program: `new Thing("a");` },
      {
        program: `new Thing("a"); const b = new Thing("b", {}, { id: "a-1" }); exports.arn = b.arn;`,
      },
      { program: `new Thing("a"); new Thing("b");` },
      { program: `const a = new Thing("a"); new Thing("b", {}, { id: "none", dependsOn: [a] });`, fails: [] },
    ],
  },
  {
    name: "import: what is there is taken over, and changed where the program differs",
    stages: [
      {
        meanwhile: (cloud) =>
          cloud.things.set("x-1", {
            type: "sim:index:Thing",
            inputs: { label: "l", size: 1 },
            outputs: { label: "l", size: 1, arn: "sim:x" },
          }),
        program: `new Thing("a", { label: "l", size: 1 }, { import: "x-1" });`,
      },
      { program: `new Thing("a", { label: "l", size: 1 });` },
      { program: `new Thing("b", { label: "l", size: 1 }, { import: "none" });`, fails: [] },
    ],
  },
  {
    name: "invokes: results, failures, and none in a preview with unknown arguments",
    stages: [
      {
        program: `exports.plain = pulumi.runtime.invoke("sim:index:get", { x: 1 }); exports.out = pulumi.runtime.invokeOutput("sim:index:get", { x: pulumi.secret(2) });`,
      },
      { program: `exports.bad = pulumi.runtime.invoke("sim:index:get", { bad: 1 });`, fails: [] },
    ],
  },
  {
    name: "stack references: outputs, secret ones, and a stack that is not there",
    before: { other: `exports.plain = { a: [1, "two"] }; exports.hidden = pulumi.secret("shh");` },
    stages: [
      {
        program: `const r = new pulumi.StackReference("organization/trial/other"); exports.plain = r.getOutput("plain"); exports.hidden = r.getOutput("hidden"); new Thing("a", { of: r.requireOutput("hidden") });`,
      },
      {},
      { program: `new pulumi.StackReference("organization/trial/none");`, fails: [] },
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
    name: "invoke transforms change arguments",
    stages: [
      {
        program: `pulumi.runtime.registerInvokeTransform((args) => ({ args: { ...args.args, added: 1 }, opts: args.opts }));
          exports.out = pulumi.runtime.invokeOutput("sim:index:get", { x: 1 });`,
      },
    ],
  },
  {
    name: "assets and archives: a changed file is an update",
    stages: [
      {
        files: { "code/a.txt": "one", "code/b.txt": "two" },
        program: `new Thing("a", { file: new pulumi.asset.FileAsset("code/a.txt"), text: new pulumi.asset.StringAsset("hello"), all: new pulumi.asset.FileArchive("code"), mixed: new pulumi.asset.AssetArchive({ x: new pulumi.asset.StringAsset("x") }) });`,
      },
      {},
      { files: { "code/a.txt": "changed" } },
    ],
  },
  {
    name: "refresh: what drifted, what vanished, then an update puts it right",
    stages: [
      {
        program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.arn }); new Thing("c");`,
      },
      { run: "refresh" },
      {
        meanwhile: (cloud) => {
          const a = cloud.things.get("a-1");
          if (a !== undefined)
            cloud.things.set("a-1", {
              ...a,
              inputs: { ...a.inputs, size: 5 },
              outputs: { ...a.outputs, size: 5 },
            });
          cloud.things.delete("c-1");
        },
        run: "refresh",
      },
      {},
      {
        meanwhile: (cloud) => void cloud.things.delete("b-1"),
        refreshFirst: true,
      },
    ],
  },
  {
    name: "targets: only what is named, with its dependents when asked",
    stages: [
      {
        program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.size }); new Thing("c", { size: 1 });`,
      },
      {
        program: `const a = new Thing("a", { size: 2 }); new Thing("b", { of: a.size }); new Thing("c", { size: 2 }); new Thing("d");`,
        target: [thing("a")],
      },
      { target: [thing("a")], targetDependents: true },
      {
        program: `const d = new Thing("d"); new Thing("e", { of: d.arn });`,
        target: [thing("e")],
      },
      { target: [thing("none")], fails: [] },
      { run: "destroy", target: [thing("a")], fails: [] },
      { run: "destroy", target: [thing("a")], targetDependents: true },
    ],
  },
  {
    name: "a replacement by request",
    stages: [{ program: `new Thing("a"); new Thing("b");` }, { replace: [thing("a")] }],
  },
  {
    name: "no changes were expected",
    stages: [
      { program: `new Thing("a");` },
      { expectNoChanges: true },
      {
        program: `new Thing("a", { size: 1 });`,
        run: "preview",
        expectNoChanges: true,
        fails: [],
      },
      { expectNoChanges: true, fails: [] },
    ],
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
];
