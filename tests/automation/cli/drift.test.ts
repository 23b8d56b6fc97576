import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DriftReport } from "../../../automation/drift/drift";
import { soonEnd } from "../../../automation/drift/endings";
import { canBeGiven } from "../../../automation/drift/given";
import { Revisions } from "../diff/revisions";
import { causeway, type Ended } from "./causeway";

const CERTIFICATE = "oci:CertificatesManagement/certificate:Certificate";
let shop: Revisions;
const run = (verb: string, ...more: string[]): Promise<Ended> =>
  causeway(
    [verb, "--env", "dev", "--engine", "embedded", "--platform", "platform.js", "--state", "state", ...more],
    { cwd: shop.folder },
  );

beforeAll(async () => {
  shop = Revisions.make();
  expect(await run("up", "--only", "network", "data", "site")).toMatchObject({ code: 0 });
}, 120_000);
afterAll(() => shop.remove());

test("OP-38 OP-56 what changes by itself is no drift: a rotation, a push, a node that comes, what an API server writes", () => {
  const asked: readonly [type: string, path: string, given: boolean][] = [
    ["oci:Vault/secret:Secret", "currentVersionNumber", false],
    ["oci:Vault/secret:Secret", "timeOfCurrentVersionExpiry", false],
    ["oci:Vault/secret:Secret", "rotationConfig.rotationInterval", true],
    ["oci:Artifacts/containerRepository:ContainerRepository", "imageCount", false],
    ["oci:Artifacts/containerRepository:ContainerRepository", "isPublic", true],
    ["oci:ContainerEngine/nodePool:NodePool", "nodes[0].id", false],
    ["oci:ContainerEngine/nodePool:NodePool", "nodeConfigDetails.nsgIds[0]", true],
    ["aws:ec2/securityGroup:SecurityGroup", "ingress[0].cidrBlocks[0]", true],
    ["kubernetes:apps/v1:Deployment", "status.replicas", false],
    ["kubernetes:apps/v1:Deployment", "metadata.resourceVersion", false],
    ["kubernetes:apps/v1:Deployment", "metadata.labels.app", true],
    ["kubernetes:apps/v1:Deployment", "spec.replicas", true],
    ["kubernetes:example.com/v1:Widget", "status", true],
    ["acme:index/thing:Thing", "anything", true],
  ];
  expect(asked.map(([type, path]) => [type, path, canBeGiven(type, path)])).toEqual(asked);
});

test("OP-45 what ends within 14 days is told by its cloud's own time; what has time left, or no end, is not", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const certificate = (timeOfValidityNotAfter: string) => ({
    currentVersions: [{ validities: [{ timeOfValidityNotAfter }] }],
  });
  const asked: readonly [type: string, outputs: object, end: string | undefined][] = [
    [
      "oci:Vault/secret:Secret",
      { timeOfCurrentVersionExpiry: "2026-01-15T00:00:00Z" },
      "2026-01-15T00:00:00Z",
    ],
    [
      "oci:Vault/secret:Secret",
      { timeOfCurrentVersionExpiry: "2025-12-01T00:00:00Z" },
      "2025-12-01T00:00:00Z",
    ],
    ["oci:Vault/secret:Secret", { timeOfCurrentVersionExpiry: "2026-01-15T00:00:01Z" }, undefined],
    ["oci:Vault/secret:Secret", { timeOfCurrentVersionExpiry: "" }, undefined],
    ["oci:Vault/secret:Secret", {}, undefined],
    [CERTIFICATE, certificate("2026-01-02T00:00:00Z"), "2026-01-02T00:00:00Z"],
    [CERTIFICATE, certificate("2026-03-02T00:00:00Z"), undefined],
    [CERTIFICATE, { currentVersions: [] }, undefined],
    [
      "tls:index/selfSignedCert:SelfSignedCert",
      { validityEndTime: "2026-01-02T00:00:00Z" },
      "2026-01-02T00:00:00Z",
    ],
    ["aws:sqs/queue:Queue", { notAfter: "2026-01-02T00:00:00Z" }, undefined],
  ];
  expect(asked.map(([type, outputs]) => [type, outputs, soonEnd(type, { ...outputs }, now)])).toEqual(asked);
});

test("says what was changed by hand, leaves it, and tells what is ignored apart, with 5", async () => {
  const quiet = await run("drift");
  expect(quiet.code).toBe(0);
  expect(quiet.stdout).toContain("workloads: not deployed");
  expect(quiet.stdout).toContain("No drift in dev");

  const scenario = path.join(shop.folder, "by-hand.yaml");
  const drift = [
    // Its cloud's own number of the rule is nothing that anybody could change.
    { resource: "https", set: { cidrIpv4: "0.0.0.0/0", securityGroupRuleId: "sgr-0other" } },
    { resource: "orders-dead", delete: true },
    {
      resource: "urn:pulumi:dev-data::shop::aws:sqs/queue:Queue::orders",
      set: { visibilityTimeoutSeconds: 90 },
    },
  ];
  writeFileSync(scenario, JSON.stringify({ drift }));
  const found = await run("drift", "--json", "--scenario", scenario);
  expect(found.code).toBe(5);
  const report = JSON.parse(found.stdout) as DriftReport;
  const of = (name: string) => report.stacks.find((stack) => stack.name === name);
  expect(of("network")?.resources).toMatchObject([
    {
      ...{ name: "https", kind: "changed" },
      properties: [{ path: "cidrIpv4", before: '"10.0.0.0/8"', after: '"0.0.0.0/0"' }],
    },
  ]);
  expect(of("data")).toMatchObject({ status: "drifted", resources: [{ name: "orders-dead", kind: "gone" }] });
  expect(of("site")).toMatchObject({ status: "as-deployed", looked: 3, resources: [] });
  expect(report.ignored).toMatchObject([
    { stack: "data", path: "visibilityTimeoutSeconds", reason: "on-call tunes it by hand" },
  ]);
  expect(report.unused).toMatchObject([{ type: "aws:s3/bucket:Bucket" }]);

  // It was read, and not taken over: the states still say what was deployed.
  const again = await run("drift");
  expect(again.code).toBe(5);
  expect(again.stdout).toContain("aws:cloudwatch/metricAlarm:MetricAlarm orders-dead: gone");
  expect(again.stdout).toContain('cidrIpv4: "10.0.0.0/8" -> "0.0.0.0/0"');
}, 120_000);
