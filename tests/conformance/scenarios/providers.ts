import { fewerFrames } from "../differences";
import type { Scenario } from "../support/engines";
import { thing } from "../support/names";

export const providers: readonly Scenario[] = [
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
    differs: [fewerFrames],
    stages: [
      {
        config: { "pulumi:disable-default-providers": '["sim"]' },
        program: `new Thing("a");`,
        fails: [],
      },
      {
        program: `Thing; exports.got = pulumi.runtime.invoke("sim:index:get", {});`,
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
    name: "a renamed provider goes on serving what it served, also what an update leaves out",
    stages: [
      {
        program: `const p = new Sim("p", { region: "one" }); new Thing("a", { size: 1 }, { provider: p }); new Thing("b", { size: 1 });`,
      },
      {
        program: `const p = new Sim("q", { region: "one" }, { aliases: [{ name: "p" }] }); new Thing("a", { size: 2 }, { provider: p }); new Thing("b", { size: 2 });`,
        target: [thing("b")],
      },
      {},
      {
        program: `const g = new Group("g"); const q = new Sim("r", { region: "one", retries: 2 }, { parent: g, aliases: [{ name: "q", parent: pulumi.rootStackResource }] });
          new Thing("a2", { size: 2 }, { provider: q, aliases: [{ name: "a" }] });`,
      },
      { run: "destroy" },
    ],
  },
  {
    name: "dynamic providers: checked, made, changed, replaced, and half made",
    stages: [
      { run: "preview", config: { "trial:suffix": "!" }, program: dynamic(`{ text: "a", size: 1 }`) },
      {},
      { program: dynamic(`{ text: "a", size: 2 }`) },
      { program: dynamic(`{ text: "b", size: 2 }`) },
      { program: dynamic(`{ text: "", size: 2 }`), fails: ["text can not be empty"] },
      { program: dynamic(`{ text: "late", size: 2 }`), fails: ["it exists and is not ready"] },
      { run: "refresh" },
      { program: dynamic(`{ text: "b", size: 3 }`) },
      { run: "destroy" },
    ],
  },
];

/** A program with one resource whose provider is the program's own. */
function dynamic(props: string): string {
  return `
const provider = {
  async configure({ config }) { this.suffix = config.get("suffix"); },
  async check(olds, news) {
    return { inputs: { ...news, checked: true }, failures: news.text === "" ? [{ property: "text", reason: "text can not be empty" }] : [] };
  },
  async diff(id, olds, news) {
    return { changes: olds.text !== news.text || olds.size !== news.size, replaces: olds.text === news.text ? [] : ["text"], deleteBeforeReplace: true };
  },
  async create(inputs) {
    if (inputs.text === "late") throw Object.assign(new Error("late"), { id: "late-id", properties: inputs, reasons: ["it exists and is not ready"] });
    return { id: inputs.text + "-id", outs: { ...inputs, shout: inputs.text.toUpperCase() + this.suffix } };
  },
  async update(id, olds, news) { return { outs: { ...news, shout: olds.shout } }; },
  async read(id, props) { return { id, props: { ...props, seen: true } }; },
  async delete() {},
};
class Word extends pulumi.dynamic.Resource {
  constructor(name, props) { super(provider, name, { shout: undefined, ...props }); }
}
const word = new Word("word", ${props});
exports.shout = word.shout;
`;
}
