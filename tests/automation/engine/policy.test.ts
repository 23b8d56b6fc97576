import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { PolicyEvent } from "@pulumi/pulumi/automation";
import { engineFailure } from "../../../automation/engine";
import { writePack } from "./support/pack";
import { collector, failureOf, resourceOf, resourcesOf, testProject } from "./support/project";

const PACK = `
const { PolicyPack } = require("@pulumi/policy");
const thing = (check) => (args, report) => { if (args.type === "sim:index:Thing") check(args, report); };
new PolicyPack("rules", { policies: [
  { name: "no-huge", description: "Nothing is huge.", enforcementLevel: "mandatory",
    configSchema: { properties: { limit: { type: "number", default: 100 } } },
    validateResource: thing((args, report) => { if (args.props.size > args.getConfig().limit) report("size " + args.props.size + " is over the limit"); }) },
  { name: "named", description: "Things have an owner.", enforcementLevel: "advisory",
    validateResource: thing((args, report) => { if (!args.props.owner) report("there is no owner"); }) },
  { name: "zone-set", description: "Things are in a zone.", enforcementLevel: "remediate",
    remediateResource: (args) => args.type === "sim:index:Thing" && !args.props.zone ? { ...args.props, zone: "home" } : undefined,
    validateResource: thing((args, report) => { if (!args.props.zone) report("there is no zone"); }) },
  { name: "few", description: "Things are few.", enforcementLevel: "mandatory",
    validateStack: (args, report) => { if (args.resources.filter((r) => r.type === "sim:index:Thing").length > 2) report("there are too many things"); } },
] });`;

function projectWithPack(program: string): ReturnType<typeof testProject> & { pack: string } {
  const project = testProject(program);
  const yaml = "runtime: nodejs\nversion: 1.2.3\n";
  const pack = writePack(path.join(project.folder, "pack"), PACK, { version: "0.0.1" }, yaml);
  return { ...project, pack };
}

function policiesOf(events: readonly { policyEvent?: PolicyEvent }[]): string[] {
  return events.flatMap(({ policyEvent }) =>
    policyEvent === undefined
      ? []
      : [`${policyEvent.enforcementLevel} ${policyEvent.policyName} ${policyEvent.message}`],
  );
}

describe("policy packs, by their own analyzer", () => {
  it("advise, remediate, and stop a deployment before a resource is created", async () => {
    const project = projectWithPack(`new Thing("a", { size: 1 });`);
    const stack = await project.stack();
    const first = collector();
    const up = await stack.up({ policyPacks: [project.pack], onEvent: first.onEvent });
    expect(policiesOf(first.events).join()).toMatch(/^advisory named [^]*there is no owner/);
    expect(await resourceOf(stack, "a")).toMatchObject({ inputs: { zone: "home" } });
    expect(up.stdout).toMatch(/\[advisory\]  rules v1\.2\.3  named  \(a, \w+\.js:\d+\)/);
    const summary = first.events.find(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
    expect(summary?.policyPacks).toEqual({ rules: "1.2.3" });

    project.program(`new Thing("a", { size: 101 }); `);
    const second = collector();
    const failure = engineFailure(
      await failureOf(stack.up({ policyPacks: [project.pack], onEvent: second.onEvent })),
    );
    expect(failure).toMatchObject({ kind: "policy", exitCode: 3 });
    expect(failure?.message).toContain("size 101 is over the limit");
    expect(policiesOf(second.events).join()).toContain("mandatory no-huge");
    expect(project.cloud.calls).toEqual(["create a"]);
  });

  it("are configured by a file, which is checked", async () => {
    const project = projectWithPack(`new Thing("a", { size: 6, owner: "me" });`);
    const stack = await project.stack();
    const file = path.join(project.folder, "policy.json");
    fs.writeFileSync(file, JSON.stringify({ "no-huge": { limit: 5 }, few: "disabled" }));
    const options = { policyPacks: [project.pack], policyPackConfigs: [file] };
    expect((await failureOf(stack.up(options))).message).toContain("size 6 is over the limit");
    fs.writeFileSync(file, JSON.stringify({ "no-huge": { limit: "five" } }));
    const failure = engineFailure(await failureOf(stack.up(options)));
    expect(failure).toMatchObject({ kind: "usage" });
    expect(failure?.message).toContain("no-huge: limit: Invalid type. Expected: number");
  });

  it("judge the whole stack at the end, and a preview to its end", async () => {
    const project = projectWithPack(
      `for (const name of ["a", "b", "c"]) new Thing(name, { size: 500, owner: "me" });`,
    );
    const stack = await project.stack();
    const { events, onEvent } = collector();
    const failure = engineFailure(await failureOf(stack.preview({ policyPacks: [project.pack], onEvent })));
    expect(failure?.kind).toBe("policy");
    const policies = policiesOf(events);
    expect(policies.filter((text) => text.includes("no-huge"))).toHaveLength(3);
    expect(policies.join()).toContain("mandatory few");
    expect(await resourcesOf(stack)).toEqual([]);
  });

  it("are asked to remediate only where a policy is at that level, and get values once they read them", async () => {
    const source = `
const { PolicyPack } = require("@pulumi/policy");
const { AnalyzeRequest } = require("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const counts = { requests: 0, values: 0 };
const { deserializeBinary } = AnalyzeRequest;
AnalyzeRequest.deserializeBinary = (bytes) => (counts.requests++, deserializeBinary(bytes));
const { toJavaScript } = Struct.prototype;
Struct.prototype.toJavaScript = function () { counts.values++; return toJavaScript.call(this); };
let before;
const thing = (check) => (args, report) => { if (args.type === "sim:index:Thing") check(args, report); };
const policy = (name, rest) => ({ name, description: name + ".", enforcementLevel: "advisory", ...rest });
new PolicyPack("rules", { policies: [
  policy("first", { validateResource: thing(() => (before = counts.values)), remediateResource: () => undefined }),
  policy("blind", { validateResource: thing((args, report) => report("read " + (counts.values - before))) }),
  policy("careless", { validateResource: thing(({ props }, report) => {
    props.size = 7;
    delete props.owner;
    report(JSON.stringify(props) + ("owner" in props));
  }) }),
  policy("late", { validateResource: thing(({ props }, report) => report(JSON.stringify({ ...props }) + Object.keys(props))) }),
  policy("counts", { validateStack: (args, report) => report(counts.requests + " requests") }),
] });`;
    const project = testProject(`new Thing("a", { label: "a", owner: "me", size: 6 });`);
    const pack = writePack(path.join(project.folder, "pack"), source, {}, "runtime: nodejs\n");
    const stack = await project.stack();
    const said = async (options: object): Promise<string[]> => {
      const { events, onEvent } = collector();
      await stack.up({ policyPacks: [pack], onEvent, ...options });
      return events.flatMap(({ policyEvent }) => policyEvent?.message.trim().split("\n").at(-1) ?? []);
    };
    const values = [
      "read 0",
      '{"label":"a","size":7}false',
      '{"label":"a","owner":"me","size":6}label,owner,size',
    ];
    expect(await said({})).toEqual([...values, "3 requests"]);
    const file = path.join(project.folder, "policy.json");
    fs.writeFileSync(file, JSON.stringify({ first: "remediate" }));
    expect(await said({ policyPackConfigs: [file] })).toEqual([...values, "6 requests"]);
  });

  it("that do not start are named, with the reason", async () => {
    const project = projectWithPack(`new Thing("a");`);
    fs.writeFileSync(path.join(project.pack, "index.js"), `throw new Error("broken pack");`);
    const stack = await project.stack();
    const failure = engineFailure(await failureOf(stack.up({ policyPacks: [project.pack] })));
    expect(failure).toMatchObject({ kind: "usage" });
    expect(failure?.message).toContain("broken pack");
    expect(project.cloud.calls).toEqual([]);
  });
});
