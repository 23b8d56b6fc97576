import type { Scenario } from "../support/engines";

/** A pack costs a second and a half to start; three stages say all of it. */
const PACK = `
const { PolicyPack } = require("@pulumi/policy");
const thing = (check) => (args, report) => { if (args.type === "sim:index:Thing") check(args, report); };
new PolicyPack("rules", { policies: [
  { name: "no-huge", description: "Nothing is huge.", enforcementLevel: "mandatory",
    configSchema: { properties: { limit: { type: "number", default: 100 } } },
    validateResource: thing((args, report) => { if (args.props.size > args.getConfig().limit) report("size " + args.props.size + " is over the limit"); }) },
  { name: "owned", description: "Things have an owner.", enforcementLevel: "advisory",
    validateResource: thing((args, report) => { if (!args.props.owner) report("there is no owner"); }) },
  { name: "homed", description: "Things have a home.", enforcementLevel: "remediate",
    remediateResource: (args) => args.type === "sim:index:Thing" && !args.props.home ? { ...args.props, home: "here" } : undefined },
  { name: "few", description: "Things are few.", enforcementLevel: "mandatory",
    validateStack: (args, report) => { if (args.resources.filter((r) => r.type === "sim:index:Thing").length > 2) report("there are too many things"); } },
] });`;

const files = {
  "pack/PulumiPolicy.yaml": "runtime: nodejs\nversion: 1.2.3\n",
  "pack/package.json": '{ "name": "rules", "version": "1.2.3", "main": "index.js" }',
  "pack/index.js": PACK,
};

export const policy: readonly Scenario[] = [
  {
    name: "policies: advice, remediation, configuration, and mandatory ones for a resource and for a stack",
    stages: [
      { files, policyPack: "pack", program: `new Thing("a", { size: 50 });` },
      { policyPack: "pack", policyConfig: { "no-huge": { limit: 10 } }, fails: [] },
      {
        policyPack: "pack",
        program: `new Thing("a", { size: 50, owner: "me" }); new Thing("b", { owner: "me" }); new Thing("c", { owner: "me" });`,
        run: "preview",
        fails: [],
      },
    ],
  },
];
