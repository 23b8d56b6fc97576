import { describe, expect, test } from "vitest";
import { InputError } from "../../../components/core";
import { defineEnvironment, dev, prod, staging, type Settings } from "../../../stacks/environments";

const settingsOf = ({ plan: _plan, ...settings }: typeof dev): Settings => structuredClone(settings);

/** dev's settings with one changed, by path. */
function changed(path: string, value: unknown): Settings {
  const settings = settingsOf(dev);
  const keys = path.split(".");
  const last = keys.pop() as string;
  const holder = keys.reduce(
    (node, key) => node[key] as Record<string, unknown>,
    settings as Record<string, unknown>,
  );
  holder[last] = value;
  return settings;
}

describe("environment settings", () => {
  test.each([
    ["aws.natGateways", 2, "1 (shared) or 3 (one a zone)"],
    ["aws.region", "us-east-2", "one of us-east-1, me-central-1"],
    ["oci.standby", "eu-frankfurt-1", "one of me-dubai-1, me-jeddah-1"],
    ["oci.standby", "me-dubai-1", "another region than oci.primary"],
    ["eks.nodes.max", 0, "a whole number of nodes from 1 to 100"],
    ["eks.nodes.desired", 9, "from nodes.min to nodes.max, 3 to 3"],
    ["eks.instanceTypes", [], "at least one EC2 instance type"],
    ["oke.family", "VM.Standard2.1", "one of standard, dense-io, high-memory"],
    ["oke.memoryGb", 65, "a whole number of GB from 1 to 64 with 1 OCPU (VM.Standard3.Flex)"],
    ["oke.standbyNodes", 2, "0 with recovery.standby pilot-light"],
    ["retention.ociLogDays", 31, "30, 60, 90, 120, 150 or 180 days"],
    ["retention.eventArchiveDays", 29, "a whole number of days from 30 to 3650"],
    ["recovery.tier", "gold", "one of critical, important, standard, none"],
    ["protection.data", "yes", "true or false"],
    ["tags.owner", "Platform Team", "1 to 63 letters, digits, -, _ and ."],
  ])("%s = %j is refused with what is allowed", (path, value, allowed) => {
    let message = "";
    try {
      defineEnvironment(changed(path, value));
    } catch (error) {
      expect(InputError.is(error)).toBe(true);
      message = (error as Error).message;
    }
    const shown = Array.isArray(value) ? "[]" : JSON.stringify(value);
    expect(message).toBe(`environment "dev": 1 invalid input\n  ${path} is ${shown}; allowed: ${allowed}`);
  });

  test("a misspelt setting is named, with the settings there are and the one that is meant", () => {
    const misspelt = {
      ...settingsOf(dev),
      aws: { region: "us-east-1", natGateway: 1 },
    } as unknown as Settings;
    expect(() => defineEnvironment(misspelt)).toThrow(
      /aws.natGateway is "natGateway"; allowed: one of region, natGateways \(did you mean natGateways\?\)/,
    );
    expect(() => defineEnvironment(misspelt)).toThrow(/aws.natGateways is missing/);
  });

  test("all faults come at once", () => {
    const bad = { ...changed("aws.region", "mars"), publicIngress: "no" } as unknown as Settings;
    expect(() => defineEnvironment(bad)).toThrow(/2 invalid inputs[^]*aws\.region[^]*publicIngress/);
  });

  test("GW-34 who is to judge tokens has a place in the registries for its image", () => {
    const judged = { ...settingsOf(dev), apis: { tokensJudgedBy: "authorizer" } } as const;
    expect(defineEnvironment(judged).apis.tokensJudgedBy).toBe("authorizer");
    expect(() => defineEnvironment({ ...judged, images: ["payments"] })).toThrow(
      /images is \["payments"\]; allowed: authorizer among them/,
    );
  });

  test("prod refuses a passphrase", () => {
    const bad: Settings = { ...settingsOf(prod), secrets: { kind: "passphrase" } };
    expect(() => defineEnvironment(bad)).toThrow(/secrets.kind is "passphrase"; allowed: "key"/);
  });

  test("CO-13 the key of staging's and prod's state is outside the OCI primary region", () => {
    for (const env of [staging, prod]) {
      expect(env.secrets.kind).toBe("key");
      expect(env.secrets.kind === "key" && env.secrets.url).toMatch(/^awskms:\/\//);
      expect(env.secrets.kind === "key" && env.secrets.url).not.toContain(env.oci.primary);
    }
  });

  test("CO-20 no setting holds a region beside the region keys", () => {
    for (const env of [dev, staging, prod]) {
      const { aws, oci, secrets: _secrets, ...rest } = env;
      const text = JSON.stringify(rest);
      for (const region of [aws.region, oci.primary, oci.standby]) expect(text).not.toContain(region);
    }
  });
});
