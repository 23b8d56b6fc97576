import type { SimCloud } from "../../automation/engine/support/sim";
import type { Scenario } from "../support/engines";
import { urnOf } from "../support/names";

const things = (cloud: SimCloud): void => {
  for (const id of ["x-1", "x-2", "x-3"]) {
    const inputs = { label: id, size: 1 };
    cloud.things.set(id, { type: "sim:index:Thing", inputs, outputs: { ...inputs, arn: `sim:${id}` } });
  }
};
const one = { type: "sim:index:Thing", name: "a", id: "x-1" };

export const importing: readonly Scenario[] = [
  {
    name: "import as a command: protected unless it is said, with a parent and a provider, and what can not be",
    stages: [
      { meanwhile: things, run: "import", imports: { resources: [one] }, calls: ["read a#x-1"] },
      { run: "import", imports: { resources: [one] }, calls: [] },
      {
        run: "import",
        imports: { resources: [{ ...one, name: "b", id: "none" }] },
        fails: ["resource 'none' does not exist"],
      },
      {
        program: `const sim = new Sim("sim", { region: "here" }); const g = new Group("g"); new Thing("a", { label: "x-1", size: 1 }, { protect: true });`,
      },
      {
        run: "import",
        imports: {
          protect: false,
          nameTable: { place: urnOf("test:index:Group", "g"), by: urnOf("pulumi:providers:sim", "sim") },
          resources: [
            {
              ...one,
              name: "b",
              logicalName: "bee",
              id: "x-2",
              parent: "place",
              provider: "by",
              properties: ["size"],
            },
          ],
        },
      },
      {
        run: "import",
        imports: { resources: [{ ...one, name: "c", id: "x-3", parent: "nobody" }] },
        fails: ["the parent 'nobody' for resource 'c' of type 'sim:index:Thing' has no entry in 'nameTable'"],
        calls: [],
      },
      {
        run: "import",
        imports: { resources: [{ ...one, id: "x-3" }] },
        fails: ["already exists"],
      },
      {
        program: `const sim = new Sim("sim", { region: "here" }); const g = new Group("g"); new Thing("a", { label: "x-1", size: 1 }, { protect: true });
          new Thing("bee", { label: "x-2", size: 1 }, { parent: g, provider: sim });`,
      },
    ],
  },
  {
    name: "a stack under another name keeps what it has",
    before: { taken: "" },
    stages: [
      {
        config: { word: { secret: "hush" } },
        program: `const word = new pulumi.Config().requireSecret("word"); const g = new Group("g"); const a = new Thing("a", { word }, { parent: g }); new Thing("b", { of: a.arn }); exports.word = a.word;`,
      },
      { run: "rename", to: "taken", fails: ["a stack named taken already exists"] },
      { run: "rename", to: "later" },
      {},
      { run: "destroy" },
    ],
  },
];
