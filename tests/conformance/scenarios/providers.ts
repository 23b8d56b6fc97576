import type { Scenario } from "../support/engines";

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
];
