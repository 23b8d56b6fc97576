import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { CONFIG_KEYS, readAccount } from "../../stacks/config";

const GIVEN = {
  "causeway:awsAccountId": "111111111111",
  "causeway:ociTenancyId": "ocid1.tenancy.oc1..aaaaaaaaexample",
  "causeway:zone": "platform.example.org",
  "aws:region": "us-east-1",
};

/** What is said of the configuration with these values in place of the usual ones. */
function saidOf(values: Readonly<Record<string, string>>): string {
  pulumi.runtime.setAllConfig({ ...GIVEN, ...values });
  try {
    readAccount();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("the configuration of a stack", () => {
  beforeEach(() => {
    pulumi.runtime.setAllConfig(GIVEN);
  });

  test("has defaults where nothing has to be given", () => {
    expect(readAccount()).toMatchObject({ org: "causeway", ociTagNamespaceId: "", deployerRoleArns: "" });
  });

  test("names every key that is missing, malformed or not known, the nearest known one, and what to do", () => {
    const said = saidOf({ "causeway:awsAccountId": "1", "causeway:orgg": "acme", "causeway:Zone": "x.org" });
    expect(said).toContain(": 3 invalid inputs");
    expect(said).toMatch(
      /causeway:awsAccountId is "1"; allowed: the 12 digits.*pulumi config set causeway:awsAccountId/,
    );
    expect(said).toMatch(
      /causeway:orgg is refused; allowed: one of .*\(did you mean causeway:org\?\); remove it with: pulumi config rm causeway:orgg/,
    );
    expect(said).toContain("did you mean causeway:zone?");
  });

  test.each([
    ["arn:aws:iam::111111111111:role/pipeline", true],
    ["arn:aws:iam::111111111111:role/ci/a arn:aws:iam::222222222222:role/b,c", true],
    ["", true],
    ["arn:aws:iam::111111111111:root", false],
    ["arn:aws:iam::111111111111:user/me", false],
    ["arn:aws:iam::111111111111:role/*", false],
    ["arn:aws:iam::111111111111:role/a  arn:aws:iam::111111111111:role/b", false],
    ["arn:aws:iam::111111111111:role/a ", false],
  ])("takes %j for the roles that deploy: %s", (arns, taken) => {
    expect(saidOf({ "causeway:deployerRoleArns": arns }) === "").toBe(taken);
  });

  test.each([
    ["gateway until 2026-12-24: its subnet moves", true],
    ["standby-gateway until 2026-12-24: the range was too small", true],
    ["", true],
    ["gateway until 2026-12-24", false],
    ["gateway until 2026-12-24: because", false],
    ["gateway: its subnet moves", false],
    ["gateways until 2026-12-24: its subnet moves", false],
  ])("GW-01 takes %j as what says that a gateway may be replaced: %s", (text, taken) => {
    expect(saidOf({ "causeway:gatewayReplacement": text }) === "").toBe(taken);
  });

  test("is declared in Pulumi.yaml as the programs read it", () => {
    const text = readFileSync(path.resolve(__dirname, "../../Pulumi.yaml"), "utf8");
    const { config } = parse(text) as { config: Record<string, { type?: string; default?: string }> };
    const declared = Object.entries(config).filter(([key]) => key.startsWith("causeway:"));
    expect(declared.map(([key, { type, default: value }]) => [key, type, value])).toEqual(
      CONFIG_KEYS.map((entry) => [
        `causeway:${entry.key}`,
        entry.type,
        "default" in entry ? entry.default : undefined,
      ]),
    );
  });
});
