import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../automation/engine/provider";
import { aws, CheckError, driver, openClouds, textOf } from "./harness";

const queue = "aws:sqs/queue:Queue";

describe("inputs against the SDK's declarations", () => {
  test("every fault is reported at once, with its path", async () => {
    const cloud = await aws();
    const error = await cloud
      .check("aws:eks/cluster:Cluster", "c", {
        rolearn: "x",
        vpcConfig: { subnetIds: "subnet-1", publicAccessCidr: [] },
        tags: ["a"],
        bootstrapSelfManagedAddons: "maybe",
      })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CheckError);
    expect((error as CheckError).failures).toEqual([
      { property: "rolearn", reason: 'this resource has no property "rolearn"; did you mean "roleArn"?' },
      { property: "vpcConfig.subnetIds", reason: "must be a list, not a string" },
      {
        property: "vpcConfig.publicAccessCidr",
        reason: 'vpcConfig has no property "publicAccessCidr"; did you mean "publicAccessCidrs"?',
      },
      { property: "tags", reason: "must be an object, not a list" },
      { property: "bootstrapSelfManagedAddons", reason: "must be a boolean, not a string" },
      { property: "roleArn", reason: 'this resource needs "roleArn" (a string)' },
    ]);
  });

  test("a value of the wrong type is not quoted, as it may be secret", async () => {
    const cloud = await aws();
    await expect(cloud.check(queue, "q", { delaySeconds: "hunter2" })).rejects.toThrow(
      /^delaySeconds: must be a number, not a string$/,
    );
  });

  test("unknown values of a preview pass, and text that reads as a number is one", async () => {
    const cloud = await aws();
    await expect(
      cloud.check(queue, "q", { delaySeconds: "90", fifoQueue: UNKNOWN, tags: { a: UNKNOWN } }),
    ).resolves.toMatchObject({ delaySeconds: "90" });
  });

  test("a type and a function that the SDK does not have are refused by name", async () => {
    const cloud = await aws();
    await expect(cloud.create("aws:sqs/queu:Queu", "q", {})).rejects.toThrow(
      /@pulumi\/aws \d.* has no resource type aws:sqs\/queu:Queu/,
    );
    await expect(cloud.invoke("aws:sqs/getQueu:getQueu")).rejects.toThrow(/has no such function/);
  });
});

describe("names", () => {
  test("an absent name is the logical name and seven digits, kept at an update", async () => {
    const cloud = await aws();
    const made = await cloud.create(queue, "orders", {});
    expect(textOf(made.outputs, "name")).toMatch(/^orders-[0-9a-f]{7}$/);
    expect(made.inputs["__defaults"]).toEqual(["name"]);
    const news = await cloud.check(queue, "orders", { delaySeconds: 5 }, made.inputs);
    expect(news["name"]).toBe(made.inputs["name"]);
  });

  test("a replacement beside its predecessor gets another automatic name", async () => {
    const cloud = await aws();
    const made = await cloud.create(queue, "orders", {});
    const again = await cloud.check(queue, "orders", { fifoQueue: true });
    expect(again["name"]).not.toBe(made.inputs["name"]);
  });

  test("a name that the program gave is left alone", async () => {
    const cloud = await aws();
    const made = await cloud.create(queue, "orders", { name: "orders" });
    expect(made.inputs).toEqual({ name: "orders" });
  });
});

describe("changes", () => {
  test("each property that differs is listed, and without a change there is none", async () => {
    const cloud = await aws();
    const made = await cloud.create(queue, "q", { name: "q", tags: { a: "1", b: "2" } });
    expect(await cloud.diff(made, { name: "q", tags: { a: "1", b: "2" } })).toMatchObject({
      changes: "none",
    });
    const diff = await cloud.diff(made, { name: "q", tags: { a: "1", b: "3", c: "4" }, delaySeconds: 1 });
    expect(diff).toMatchObject({ changes: "some", replaces: [] });
    expect(diff.detailed).toEqual({
      "tags.b": { kind: "update", inputDiff: true },
      "tags.c": { kind: "add", inputDiff: true },
      delaySeconds: { kind: "add", inputDiff: true },
    });
  });
});

describe("existence", () => {
  test("what was made is read back, changed in place and gone after its deletion", async () => {
    const cloud = await aws();
    const made = await cloud.create(queue, "q", { name: "q", delaySeconds: 1 });
    const changed = await cloud.update(made, { name: "q", delaySeconds: 2 });
    expect(changed.outputs["delaySeconds"]).toBe(2);
    expect(changed.outputs["arn"]).toBe(made.outputs["arn"]);
    expect(await cloud.read(changed)).toEqual({
      id: made.id,
      inputs: changed.inputs,
      outputs: changed.outputs,
    });
    await cloud.delete(changed);
    expect(await cloud.read(changed)).toBeUndefined();
    await expect(cloud.update(changed, { name: "q", delaySeconds: 3 })).rejects.toThrow(
      /does not exist|NonExistent/,
    );
    await expect(cloud.delete(changed)).resolves.toBeUndefined();
  });

  test("a preview makes nothing and echoes the inputs only", async () => {
    const cloud = await aws();
    const outputs = await cloud.preview(queue, "q", { name: "q", kmsMasterKeyId: UNKNOWN });
    expect(outputs).toEqual({ name: "q", kmsMasterKeyId: UNKNOWN });
    await expect(cloud.create(queue, "q", { name: "q" })).resolves.toBeDefined();
  });

  test("ids depend on seed and URN, not on order; another generation is another id", async () => {
    const type = "aws:ec2/keyPair:KeyPair";
    const names = ["a", "b", "c", "d"];
    const ids = async (order: string[]) => {
      const cloud = await aws();
      const made = await Promise.all(
        order.map((n) => cloud.create(type, n, { publicKey: "ssh-ed25519 AAAA" })),
      );
      return Object.fromEntries(made.map((m) => [m.name, [m.id, m.outputs["arn"], m.outputs["keyName"]]]));
    };
    const forward = await ids(names);
    expect(await ids([...names].reverse())).toEqual(forward);
    const other = await aws(openClouds({ seed: "other" }));
    expect((await other.create(type, "a", { publicKey: "k" })).id).not.toBe(forward["a"]?.[0]);
  });
});

describe("provider configuration", () => {
  test("a provider without a region is refused, and so is a region that is none", async () => {
    await expect(driver(openClouds(), "aws", {})).rejects.toThrow(/region: this provider has no region/);
    await expect(driver(openClouds(), "aws", { region: "us-east-9" })).rejects.toThrow(/not an AWS region/);
    await expect(driver(openClouds(), "aws", { regoin: "us-east-1" })).rejects.toThrow(
      /did you mean "region"/,
    );
  });

  test("the account is the assumed role's, else the scenario's, else the allowed one, else the seed's", async () => {
    const accountOf = async (config: object, awsAccount?: string) => {
      const clouds = openClouds(awsAccount === undefined ? {} : { scenario: { awsAccount } });
      const cloud = await aws(clouds, { region: "us-east-1", ...config });
      return textOf((await cloud.create("aws:iam/user:User", "u", { name: "u" })).outputs, "arn").split(
        ":",
      )[4];
    };
    const role = { assumeRoles: JSON.stringify([{ roleArn: "arn:aws:iam::111111111111:role/deploy" }]) };
    expect(await accountOf(role, "222222222222")).toBe("111111111111");
    expect(await accountOf({ allowedAccountIds: ["333333333333"] }, "222222222222")).toBe("222222222222");
    expect(await accountOf({ allowedAccountIds: ["333333333333"] })).toBe("333333333333");
    expect(await accountOf({})).toMatch(/^\d{12}$/);
  });

  test("with a configuration that is not known yet everything previews as a create", async () => {
    const cloud = await aws(openClouds(), { region: UNKNOWN });
    expect(await cloud.preview(queue, "q", { name: "q" })).toEqual({ name: "q" });
    const answer = await cloud.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {});
    expect(answer["names"]).toBe(UNKNOWN);
  });

  test("packages that are not simulated are not there", () => {
    const clouds = openClouds();
    expect(clouds.package("command")).toBeUndefined();
    expect(clouds.packages).toContain("aws");
  });
});
