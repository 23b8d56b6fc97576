import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { planRoles } from "../../components/aws-platform/plan/roles";

/** The service whose API makes a type, as IAM calls it. */
function serviceOf(type: string): string {
  const [, module = "", name = ""] = /^aws:(\w+)\/(\w+):/.exec(type) ?? [];
  if (module === "cloudwatch") return /^event/.test(name) ? "events" : /^log/.test(name) ? "logs" : module;
  return { kinesis: "firehose", sfn: "states", vpc: "ec2" }[module] ?? module;
}

const account = { id: "111111111111", region: "us-east-1" };
const { deployer } = planRoles({ account, namePrefix: "acme-prod-", deployerPrincipals: [] });
const [services] = (JSON.parse(deployer.inline ?? "") as { Statement: { Action: string[] }[] }).Statement;
const granted = services?.Action.map((action) => action.replace(/:\*$/, "")).sort();

/** Types of AWS in each stack of prod, from the record of what is deployed. */
const made = new Map<string, Set<string>>();
for (const urn of readFileSync(path.join(__dirname, "urns", "prod.txt"), "utf8").split("\n")) {
  const [, stack = "", type = ""] =
    /^urn:pulumi:prod-([\w-]+)::\w+::(?:.*\$)?(aws:[^:]+:\w+)::/.exec(urn) ?? [];
  if (type !== "") made.set(stack, (made.get(stack) ?? new Set()).add(type));
}
const stacksWith = (module: string) =>
  [...made].filter(([, types]) => [...types].some((type) => type.startsWith(module))).map(([stack]) => stack);

describe("the deployer's role", () => {
  test("covers what the stacks after identity make, and no service that none of them uses", () => {
    const others = [...made].filter(([stack]) => stack !== "foundation" && stack !== "identity");
    const needed = new Set(others.flatMap(([, types]) => [...types].map(serviceOf)));
    needed.delete("iam");
    expect(granted).toEqual([...needed].sort());
  });

  test("makes no roles: the stacks that do are those which the guide leaves to administrators", () => {
    expect(stacksWith("aws:iam/role:").sort()).toEqual(["events", "foundation", "identity"]);
    const guide = readFileSync(path.join(__dirname, "../../docs/first-real-stack.md"), "utf8");
    expect(guide).toMatch(/`events` \| administrator .* it creates a role per function, workflow and target/);
  });
});
