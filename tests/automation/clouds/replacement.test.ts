import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { cloudFormation } from "../../../automation/clouds/facts/cloudformation";
import { awsReplacement } from "../../../automation/clouds/facts/aws";
import { PackageFacts, required } from "../../../automation/clouds/facts/facts";
import type { PropertyFact, Shape } from "../../../automation/clouds/facts/parser";
import { handChecked } from "../../../automation/clouds/oci/replacement";
import { aws, driver, oci, openClouds, type Driver } from "./harness";

const root = path.resolve(__dirname, "../../..");
const packages = Object.fromEntries(
  ["aws", "oci", "kubernetes", "tls", "random"].map((name) => [name, new PackageFacts(name)]),
);

const kubeconfig = JSON.stringify({
  "current-context": "c",
  clusters: [{ name: "k", cluster: { server: "https://nowhere" } }],
  contexts: [{ name: "c", context: { cluster: "k", user: "u" } }],
});

/** Every type of a cloud that the reference platform registers in any environment. */
function typesInUse(): string[] {
  const urns = ["dev", "staging", "prod"].flatMap((env) =>
    readFileSync(path.join(root, "tests/stacks/urns", `${env}.txt`), "utf8")
      .trim()
      .split("\n"),
  );
  const types = urns.map((urn) => urn.split("::")[2]?.split("$").pop() ?? "");
  return [...new Set(types)].filter((type) => !/^(pulumi|causeway):/.test(type)).sort();
}

async function providers(): Promise<Record<string, Driver>> {
  const clouds = openClouds();
  return {
    aws: await aws(clouds),
    oci: await oci(clouds),
    kubernetes: await driver(clouds, "kubernetes", { kubeconfig }),
    tls: await driver(clouds, "tls"),
  };
}

/** What the provider says of a change between two sets of inputs. */
const compare = (cloud: Driver, type: string, oldInputs: Values, news: Values) =>
  cloud.provider.diff({
    type,
    name: "n",
    urn: `urn:pulumi:dev::causeway::${type}::n`,
    id: "id",
    oldInputs,
    oldOutputs: {},
    news,
    ignoreChanges: [],
  });

function nested(facts: PackageFacts, shape: Shape): readonly PropertyFact[] | undefined {
  const plain = required(shape);
  if (plain.kind === "array") return nested(facts, plain.of);
  return plain.kind === "object" ? facts.object(plain.name) : undefined;
}

function declares(facts: PackageFacts, type: string, dotted: string): boolean {
  let members: readonly PropertyFact[] = [...(facts.type(type)?.inputs.values() ?? [])];
  for (const key of dotted.split(".")) {
    const found = members.find((m) => m.name === key);
    if (!found) return false;
    members = nested(facts, found.shape) ?? [];
  }
  return true;
}

describe("update or replacement", () => {
  test("is known for every input of every type that the stacks use, but where the values decide", async () => {
    const clouds = await providers();
    const types = typesInUse();
    expect(types.length).toBeGreaterThan(80);
    // Each AWS type has a mapping; corrections that a kind makes by hand alone do not count.
    expect(types.filter((type) => type.startsWith("aws:") && !cloudFormation[type])).toEqual([]);
    const unknown: string[] = [];
    for (const type of types) {
      const name = type.split(":")[0] ?? "";
      const facts = packages[name]?.type(type);
      const cloud = clouds[name];
      // What an operator's definition adds to a cluster is in no package; its spec is what changes.
      const inputs = facts?.inputs.keys() ?? (name === "kubernetes" ? ["spec"] : undefined);
      if (!inputs || !cloud) {
        unknown.push(`${type}: no facts at all`);
        continue;
      }
      if (facts) expect(facts.inputs.size, type).toBeGreaterThan(0);
      for (const input of inputs) {
        const { changes } = await compare(cloud, type, { [input]: "a" }, { [input]: "b" });
        if (changes === "unknown") unknown.push(`${type}: ${input}`);
      }
    }
    expect(unknown).toEqual(["aws:ec2/subnet:Subnet: ipv6CidrBlock", "aws:ec2/vpc:Vpc: instanceTenancy"]);
  });

  test("is unknown where a type has no facts, never an update", async () => {
    const clouds = await providers();
    for (const [cloud, type] of [
      ["aws", "aws:athena/workgroup:Workgroup"],
      ["aws", "aws:ec2/vpc:Vpc"],
    ] as const) {
      const changed = type === "aws:ec2/vpc:Vpc" ? "instanceTenancy" : "description";
      const diff = await compare(clouds[cloud] as Driver, type, { [changed]: "a" }, { [changed]: "b" });
      expect(diff).toMatchObject({ changes: "unknown", replaces: [] });
    }
  });

  test("an input that the SDK does not declare is unknown too", async () => {
    const clouds = await providers();
    for (const [cloud, type] of [
      ["aws", "aws:sqs/queue:Queue"],
      ["oci", "oci:Core/subnet:Subnet"],
    ] as const)
      expect((await compare(clouds[cloud] as Driver, type, { novelty: "a" }, { novelty: "b" })).changes).toBe(
        "unknown",
      );
  });

  test("a certain replacement needs no further facts", async () => {
    const { aws: cloud } = await providers();
    const diff = await compare(
      cloud as Driver,
      "aws:ec2/vpc:Vpc",
      { cidrBlock: "a", instanceTenancy: "a" },
      { cidrBlock: "b", instanceTenancy: "b" },
    );
    expect(diff).toMatchObject({ changes: "some", replaces: ["cidrBlock"] });
  });
});

describe("AWS", () => {
  const replaced = async (type: string, before: Values, after: Values) =>
    (await compare(await aws(), type, before, after)).replaces;

  test("CloudFormation decides, the mapping corrects it, nested properties have facts of their own", async () => {
    expect(await replaced("aws:sqs/queue:Queue", { fifoQueue: false }, { fifoQueue: true })).toEqual([
      "fifoQueue",
    ]);
    expect(await replaced("aws:sqs/queue:Queue", { delaySeconds: 1 }, { delaySeconds: 2 })).toEqual([]);
    const cluster = "aws:eks/cluster:Cluster";
    const mode = (authenticationMode: string, bootstrapClusterCreatorAdminPermissions: boolean) => ({
      accessConfig: { authenticationMode, bootstrapClusterCreatorAdminPermissions },
    });
    expect(await replaced(cluster, mode("API", true), mode("API_AND_CONFIG_MAP", true))).toEqual([]);
    expect(await replaced(cluster, mode("API", true), mode("API", false))).toEqual([
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
    ]);
    // Where CloudFormation replaces and the provider does not.
    const network = (subnetIds: string[]) => ({ vpcConfig: { subnetIds } });
    expect(await replaced(cluster, network(["a", "b"]), network(["a", "c"]))).toEqual([]);
    const group = "aws:eks/nodeGroup:NodeGroup";
    const template = (id: string, version: string) => ({ launchTemplate: { id, version } });
    expect(await replaced(group, template("a", "1"), template("a", "2"))).toEqual([]);
    expect(await replaced(group, template("a", "1"), template("b", "1"))).toEqual(["launchTemplate.id"]);
  });

  test("a rule's source may change its value, not its kind", async () => {
    const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    expect(await replaced(rule, { cidrIpv4: "10.0.0.0/8" }, { cidrIpv4: "10.1.0.0/16" })).toEqual([]);
    expect(await replaced(rule, { cidrIpv4: "10.0.0.0/8" }, { prefixListId: "pl-1" })).toEqual([
      "cidrIpv4",
      "prefixListId",
    ]);
  });

  test("a kind's correction comes before CloudFormation's word", () => {
    const facts = packages["aws"]?.type("aws:sqs/queue:Queue");
    if (!facts) throw new Error("no facts");
    expect(awsReplacement(facts, { fifoQueue: false })("fifoQueue", "update")).toBe(false);
    expect(awsReplacement(facts, undefined)("fifoQueue", "update")).toBe(true);
  });

  test("facts name inputs that the SDK has", () => {
    const facts = packages["aws"] as PackageFacts;
    const wrong = Object.entries(cloudFormation).flatMap(([type, said]) =>
      [
        ...(said?.replaces ?? []),
        ...(said?.inPlace ?? []),
        ...(said?.presence ?? []),
        ...(said?.required ?? []),
        ...Object.keys(said?.allowed ?? {}),
      ]
        .filter((p) => !declares(facts, type, p))
        .map((p) => `${type} ${p}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the facts are what the script makes of the installed specification and the mappings", () => {
    execFileSync(process.execPath, [path.join(root, "scripts/generate-facts.mjs"), "--check"], {
      stdio: "pipe",
    });
  });

  test("values that CloudFormation does not allow are refused with those it does, and not quoted", async () => {
    const cloud = await aws();
    const error = await cloud
      .check("aws:eks/cluster:Cluster", "c", {
        roleArn: "arn:aws:iam::111111111111:role/r",
        vpcConfig: { subnetIds: [] },
        accessConfig: { authenticationMode: "hunter2" },
        upgradePolicy: { supportType: "EXTENDED" },
      })
      .catch((e: unknown) => e as Error);
    expect((error as Error).message).toContain(
      "accessConfig.authenticationMode: must be one of CONFIG_MAP, API_AND_CONFIG_MAP, API",
    );
    expect((error as Error).message).not.toMatch(/hunter2|supportType/);
  });

  test("what CloudFormation requires beyond the SDK is asked for, in every member of a list", async () => {
    const cloud = await aws();
    await expect(
      cloud.check("aws:eks/addon:Addon", "a", { addonName: "a", clusterName: "c", namespaceConfig: {} }),
    ).rejects.toThrow("namespaceConfig.namespace: namespaceConfig needs it");
    await expect(
      cloud.check("aws:eks/addon:Addon", "a", { addonName: "a", clusterName: "c" }),
    ).resolves.toBeDefined();
  });

  test("a value that its kind refuses is not refused twice", async () => {
    const cloud = await aws();
    const error = await cloud
      .check("aws:cloudwatch/logGroup:LogGroup", "g", { retentionInDays: 4 })
      .catch((e: unknown) => e as Error);
    expect((error as Error).message.match(/retentionInDays/g)).toHaveLength(1);
  });
});

describe("Oracle Cloud", () => {
  const replaced = async (type: string, before: Values, after: Values) => {
    const diff = await compare(await oci(), type, before, after);
    return [diff.changes, ...diff.replaces];
  };

  test("an OKE cluster's endpoint changes in place but for its subnet", async () => {
    const cluster = "oci:ContainerEngine/cluster:Cluster";
    const endpoint = (subnetId: string, isPublicIpEnabled: boolean, nsg: string) => ({
      endpointConfig: { subnetId, isPublicIpEnabled, nsgIds: [nsg] },
    });
    expect(await replaced(cluster, endpoint("a", false, "x"), endpoint("a", true, "y"))).toEqual(["some"]);
    expect(await replaced(cluster, endpoint("a", false, "x"), endpoint("b", false, "x"))).toEqual([
      "some",
      "endpointConfig.subnetId",
    ]);
    // One without an endpoint of its own is moved into its network.
    expect(await replaced(cluster, {}, endpoint("a", false, "x"))).toEqual(["some"]);
  });

  test("marks decide: what is not updatable makes a new resource", async () => {
    expect(await replaced("oci:Core/subnet:Subnet", { vcnId: "a" }, { vcnId: "b" })).toEqual([
      "some",
      "vcnId",
    ]);
    expect(await replaced("oci:Core/subnet:Subnet", { displayName: "a" }, { displayName: "b" })).toEqual([
      "some",
    ]);
    expect(await replaced("oci:Core/vcn:Vcn", { cidrBlock: "a" }, { cidrBlock: "b" })).toEqual([
      "some",
      "cidrBlock",
    ]);
    expect(await replaced("oci:Core/vcn:Vcn", { cidrBlocks: ["a"] }, { cidrBlocks: ["a", "b"] })).toEqual([
      "some",
    ]);
  });

  test("types that mark nothing are decided by hand, or unknown", async () => {
    const rule = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
    expect(await replaced(rule, { protocol: "6" }, { protocol: "17" })).toEqual(["some"]);
    const policy = "oci:ObjectStorage/replicationPolicy:ReplicationPolicy";
    expect(await replaced(policy, { name: "a" }, { name: "b" })).toEqual(["some", "name"]);
    const facts = packages["oci"] as PackageFacts;
    const unmarked = "oci:Core/publicIpPoolCapacity:PublicIpPoolCapacity";
    expect([...(facts.type(unmarked)?.inputs.values() ?? [])].filter((f) => f.updatable)).toEqual([]);
    expect(await replaced(unmarked, { byoipId: "a" }, { byoipId: "b" })).toEqual(["unknown"]);
  });

  test("corrections by hand name properties that the SDK has", () => {
    const facts = packages["oci"] as PackageFacts;
    const wrong = Object.entries(handChecked).flatMap(([type, decisions]) =>
      Object.keys(decisions ?? {}).filter((p) => p !== "*" && !declares(facts, type, p)),
    );
    expect(wrong).toEqual([]);
  });
});
