import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { RunReport } from "../../automation/deploy/report";
import { UNKNOWN_TEXT } from "../../automation/engine/wire";
import { rehearsal, type Rehearsal } from "./rendered";

const PLATFORM = path.resolve(__dirname, "../fixtures/ripple/platform.js");

let dev: Rehearsal;

beforeAll(async () => {
  dev = await rehearsal("dev", PLATFORM);
  await dev.run("up", { policyPacks: [] });
}, 300_000);
afterAll(async () => {
  await dev.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const preview = (only?: string[]) =>
  dev.run("preview", { policyPacks: [], ...(only === undefined ? {} : { only }) });

/** What would change, `op name` by stack, as `--json` tells it; a stack that stays as it is has no entry. */
function changes({ stacks }: RunReport): Record<string, string[]> {
  const told = stacks.map(({ name, resources }): [string, string[]] => [
    name,
    resources.filter(({ op }) => op !== "same").map(({ op, name: resource }) => `${op} ${resource}`),
  ]);
  return Object.fromEntries(told.filter(([, steps]) => steps.length > 0));
}

function inputsOf({ stacks }: RunReport, stack: string, name: string): Readonly<Record<string, unknown>> {
  const resources = stacks.find((one) => one.name === stack)?.resources ?? [];
  return resources.find((resource) => resource.name === name)?.after ?? {};
}

describe("a preview of the dev platform that is up", { timeout: 180_000 }, () => {
  test("hands on all outputs of what stays as it is: no stack would change", async () => {
    const report = await preview();
    expect(report.stacks).toHaveLength(14);
    expect(changes(report)).toEqual({});
    expect(report.totals.unchanged).toBe(report.totals.held);
    expect(report.totals.held).toBeGreaterThan(500);
  });

  test("ripples a change of tags in aws-network into no later stack", async () => {
    vi.stubEnv("CAUSEWAY_TEST_TAG", "aws-network");
    const report = await preview(["aws-network", "eks", "platform"]);
    expect(Object.keys(changes(report))).toEqual(["aws-network"]);
    expect(changes(report)["aws-network"]).toContain("update network-subnet-workers-a");
    expect(report.totals).toMatchObject({ created: 0, replaced: 0, deleted: 0 });
  });

  test("takes of what is updated all as known but what the update changes", async () => {
    vi.stubEnv("CAUSEWAY_TEST_TAG", "eks");
    const report = await preview(["eks", "platform"]);
    expect(Object.keys(changes(report))).toEqual(["eks"]);
    expect(inputsOf(report, "eks", "cluster-nodes")["launchTemplate"]).toEqual({
      id: expect.stringMatching(/^lt-/) as string,
      version: UNKNOWN_TEXT,
    });
  });

  test("ripples the replacement of a subnet into the stack that reads it, and shows its id unknown there", async () => {
    vi.stubEnv("CAUSEWAY_TEST_REPLACE", "aws-network network-subnet-workers-b");
    const report = await preview(["aws-network", "eks", "platform"]);
    expect(changes(report)).toEqual({
      "aws-network": ["replace network-subnet-workers-b", "replace network-association-workers-b"],
      eks: ["update cluster-cluster", "replace cluster-nodes"],
    });
    expect(inputsOf(report, "eks", "cluster-nodes")).toMatchObject({
      subnetIds: UNKNOWN_TEXT,
      nodeRoleArn: expect.stringMatching(/^arn:aws:iam:/) as string,
    });
  });

  test("GW-01 refuses a change that replaces the gateway, and says how it is let through", async () => {
    vi.stubEnv("CAUSEWAY_TEST_REPLACE", "oci-network-dxb network-subnet-api-gateway");
    await expect(preview(["oci-network-dxb", "gateway"])).rejects.toThrow(
      /^gateway: oci:ApiGateway\/gateway:Gateway gateway-gateway would be replaced because of subnetId, and is protected from that\. .*pulumi config set causeway:gatewayReplacement "gateway until <YYYY-MM-DD>: <reason>"[^\n]*$/,
    );
  });

  test("GW-01 lets the gateway be replaced, the new one first, for a reason and until a day; no other stack is touched", async () => {
    vi.stubEnv("CAUSEWAY_TEST_REPLACE", "oci-network-dxb network-subnet-api-gateway");
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const given = `causeway:gatewayReplacement=gateway until ${tomorrow}: its subnet is another`;
    vi.stubEnv("CAUSEWAY_TEST_CONFIG", given);
    const report = await preview(["oci-network-dxb", "oci-network-jed", "oke-dxb", "gateway"]);
    expect(Object.keys(changes(report))).toEqual(["oci-network-dxb", "gateway"]);
    const { gateway = [] } = changes(report);
    expect(gateway).toEqual(
      expect.arrayContaining(["replace gateway-gateway", "replace status-deployment", "update gateway-name"]),
    );
    const replaced = report.stacks
      .flatMap(({ resources }) => resources)
      .find(({ name }) => name === "gateway-gateway");
    expect(replaced).not.toHaveProperty("deletedFirst");
    expect(replaced?.after).toMatchObject({
      subnetId: UNKNOWN_TEXT,
      freeformTags: { MayBeReplaced: "its subnet is another" },
    });
  });

  test("ripples on from there: a new API endpoint makes a cluster anew, and what is in that cluster", async () => {
    vi.stubEnv("CAUSEWAY_TEST_REPLACE", "oci-network-dxb network-subnet-api-endpoint");
    const report = await preview(["oci-network-dxb", "oke-dxb", "platform"]);
    const { "oke-dxb": cluster = [], platform = [] } = changes(report);
    expect(cluster).toContain("replace cluster-cluster");
    expect(platform).toContain("replace oke-namespace-workloads");
    // The policy that lets pods of the cluster read their secrets names it, and stays.
    expect(platform.filter((step) => !step.startsWith("replace oke"))).toEqual([
      "update oke-secrets-reader-policy",
    ]);
  });
});
