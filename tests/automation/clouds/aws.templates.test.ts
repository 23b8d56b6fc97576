import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../automation/engine/provider";
import { recordExercised } from "./exercised";
import { aws } from "./harness";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const given = { namePrefix: "nodes-", instanceType: "t3.large", tags: { Owner: "platform" } };

describe("a launch template", () => {
  test.each([
    [{ ...given, instanceType: "m6i.large" }, 2, UNKNOWN],
    [{ ...given, metadataOptions: { httpTokens: "required" } }, 2, UNKNOWN],
    // The provider takes a version for possible here, and none is made.
    [{ ...given, tags: { Owner: "other" } }, 1, UNKNOWN],
    // It foretells none here, and one is made.
    [{ ...given, description: "new" }, 2, 1],
    [{ ...given, defaultVersion: 1 }, 1, 1],
  ])("changed to %j has version %s; before that a preview says %s", async (changed, version, foretold) => {
    const cloud = await aws();
    const made = await cloud.create(TEMPLATE, "t", given);
    expect(made.outputs).toMatchObject({ latestVersion: 1, defaultVersion: 1 });
    expect(made.id).toMatch(/^lt-0[0-9a-f]{16}$/);
    expect((await cloud.foretold(made, changed))["latestVersion"]).toBe(foretold);
    expect((await cloud.update(made, changed)).outputs).toMatchObject({
      latestVersion: version,
      defaultVersion: 1,
    });
  });

  test("makes its new version the default where it is told to", async () => {
    const cloud = await aws();
    const made = await cloud.create(TEMPLATE, "t", { ...given, updateDefaultVersion: true });
    const changed = { ...made.inputs, instanceType: "m6i.large" };
    expect(await cloud.foretold(made, changed)).toMatchObject({
      latestVersion: UNKNOWN,
      defaultVersion: UNKNOWN,
    });
    expect((await cloud.update(made, changed)).outputs).toMatchObject({
      latestVersion: 2,
      defaultVersion: 2,
    });
  });

  test("has no default version that does not exist", async () => {
    const cloud = await aws();
    const made = await cloud.create(TEMPLATE, "t", given);
    await expect(cloud.update(made, { ...given, defaultVersion: 2 })).rejects.toThrow(
      `The specified launch template version 2 of ${made.id} does not exist`,
    );
    const changed = { ...given, instanceType: "m6i.large", defaultVersion: 2 };
    expect((await cloud.update(made, changed)).outputs).toMatchObject({
      latestVersion: 2,
      defaultVersion: 2,
    });
  });
});

recordExercised("aws.templates");
