import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { RENAMES } from "../../stacks/aliases";
import { platform } from "../../stacks/reference";
import { render, type Rendered, type Rendering } from "./rendered";

const ENVIRONMENTS = ["dev", "staging", "prod"] as const;
type Name = (typeof ENVIRONMENTS)[number];

const rendered = {} as Record<Name, Rendering>;
let elsewhere: Rendering;

beforeAll(async () => {
  for (const name of ENVIRONMENTS) rendered[name] = await render(name);
  elsewhere = await render("dev", path.resolve(__dirname, "../fixtures/other-region/platform.js"), false);
}, 900_000);

function ofType(env: Name, type: string, stack?: string): Rendered[] {
  return rendered[env].resources.filter((r) => r.type === type && (stack === undefined || r.stack === stack));
}

/** Inputs of the only resource of a type, in a stack where it is not the only one of its kind in the environment. */
function only(env: Name, type: string, stack?: string): Rendered {
  const found = ofType(env, type, stack);
  expect(found.map((r) => r.urn)).toHaveLength(1);
  return found[0] as Rendered;
}

/** One figure for each environment. */
const each = <T>(figure: (env: Name) => T): Record<Name, T> =>
  Object.fromEntries(ENVIRONMENTS.map((env) => [env, figure(env)])) as Record<Name, T>;

describe("the reference platform, previewed from nothing", () => {
  test("CO-22 no two resources of one environment, nor of two, have one physical name of one kind", () => {
    const NAME = /^(name|displayName|bucket|nodeGroupNamePrefix|namePrefix|bucketPrefix)$/;
    const seen = new Map<string, string>();
    for (const env of ENVIRONMENTS) {
      for (const { type, urn, inputs } of rendered[env].resources) {
        for (const [key, value] of Object.entries(inputs)) {
          if (!NAME.test(key) || typeof value !== "string" || !/^(aws|oci):/.test(type)) continue;
          // A tag's or a subnet's name is unique within its parent only.
          if (type === "oci:Identity/tag:Tag" || !value.includes(`-${env}-`)) continue;
          const id = `${type} ${value}`;
          expect(seen.get(id), id).toBeUndefined();
          seen.set(id, urn);
        }
      }
    }
    expect(seen.size).toBeGreaterThan(100);
  });

  test("CO-20 changing the AWS region key leaves none of the old region, and changes nothing else", () => {
    const lines = (rendering: Rendering) =>
      rendering.resources.map(({ urn, inputs }) => `${urn} ${JSON.stringify(inputs)}`).sort();
    const [before, after] = [lines(rendered.dev), lines(elsewhere)];
    expect(before.join()).toContain("us-east-1");
    expect(after.join()).not.toMatch(/us-east-1|use1/);
    // Beside the region's key, the letter of a zone differs, and the hash that a shortened name carries.
    const moved = before.map((line) =>
      line.replaceAll("us-east-1", "me-central-1").replaceAll("use1", "mec1"),
    );
    const alike = (line: string) =>
      line.replaceAll(/me-central-1[a-f]/g, "zone").replaceAll(/-[0-9a-z]{8}(?=[-"])/g, "");
    const differing = after.filter((line, i) => alike(line) !== alike(moved[i] ?? ""));
    expect(differing).toEqual([]);
    expect(after).toHaveLength(before.length);
  });

  test("CO-23 everything that takes tags carries the eight mandatory ones, with its own environment", () => {
    const KEYS = [
      "Environment",
      "Service",
      "Team",
      "Owner",
      "CostCenter",
      "DataClass",
      "DrTier",
      "ManagedBy",
    ];
    for (const env of ENVIRONMENTS) {
      let tagged = 0;
      for (const { urn, inputs } of rendered[env].resources) {
        const defined = inputs["definedTags"] as Record<string, string> | undefined;
        const tags = (inputs["tags"] ?? defined) as Record<string, string> | undefined;
        if (tags === undefined || typeof tags !== "object") continue;
        const prefix = defined === undefined ? "" : "causeway.";
        for (const key of KEYS) expect(tags[prefix + key], `${urn} ${key}`).toBeTruthy();
        expect(tags[`${prefix}Environment`]).toBe(env);
        tagged++;
      }
      expect(tagged).toBeGreaterThan(150);
    }
  });

  test("CO-17 no environment's inputs hold another environment's block or account", () => {
    const second = { dev: [64, 65, 66, 67], staging: [68, 69, 70, 71], prod: [72, 73, 74, 75] };
    const accounts = { dev: "111111111111", staging: "222222222222", prod: "333333333333" };
    for (const env of ENVIRONMENTS) {
      const text = JSON.stringify(rendered[env].resources.map((r) => r.inputs));
      for (const other of ENVIRONMENTS.filter((name) => name !== env)) {
        for (const octet of second[other]) expect(text).not.toContain(`"10.${octet}.`);
        expect(text).not.toContain(accounts[other]);
      }
      expect(text).toContain(`"10.${second[env][0]}.`);
    }
  });

  test("every environment passes its policy pack", () => {
    for (const env of ENVIRONMENTS) {
      expect(rendered[env].report.policy.filter((finding) => finding.level === "mandatory")).toEqual([]);
    }
  });
});

describe("differences between environments", () => {
  test("row EKS workers", () => {
    const group = (env: Name) => {
      const { scalingConfig, instanceTypes, capacityType } = only(env, "aws:eks/nodeGroup:NodeGroup").inputs;
      return { scalingConfig, instanceTypes, capacityType };
    };
    expect(each(group)).toEqual({
      dev: {
        scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 3 },
        instanceTypes: ["t3.large"],
        capacityType: "SPOT",
      },
      staging: {
        scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 5 },
        instanceTypes: ["t3.xlarge"],
        capacityType: "ON_DEMAND",
      },
      prod: {
        scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 9 },
        instanceTypes: ["m6i.xlarge"],
        capacityType: "ON_DEMAND",
      },
    });
  });

  const pool = (env: Name, stack: string) => {
    const { nodeConfigDetails, nodeShape, nodeShapeConfig } = only(
      env,
      "oci:ContainerEngine/nodePool:NodePool",
      stack,
    ).inputs as {
      nodeConfigDetails: { size: number };
      nodeShape: string;
      nodeShapeConfig: { ocpus: number; memoryInGbs: number };
    };
    return { size: nodeConfigDetails.size, shape: nodeShape, ...nodeShapeConfig };
  };

  test("row OKE pool", () => {
    const shape = "VM.Standard3.Flex";
    expect(each((env) => pool(env, "oke-dxb"))).toEqual({
      dev: { size: 3, shape, ocpus: 1, memoryInGbs: 16 },
      staging: { size: 3, shape, ocpus: 2, memoryInGbs: 16 },
      prod: { size: 3, shape, ocpus: 4, memoryInGbs: 32 },
    });
  });

  test("row recovery tier: the standby pool is empty but where it is warm", () => {
    expect(each((env) => pool(env, "oke-jed").size)).toEqual({ dev: 0, staging: 0, prod: 2 });
  });

  test("row cost levers: one NAT gateway in dev, one a zone elsewhere", () => {
    expect(each((env) => ofType(env, "aws:ec2/natGateway:NatGateway").length)).toEqual({
      dev: 1,
      staging: 3,
      prod: 3,
    });
  });

  test("row OCI service, flow and gateway logs", () => {
    const days = (env: Name) => [
      ...new Set(ofType(env, "oci:Logging/log:Log").map((log) => log.inputs["retentionDuration"])),
    ];
    expect(each(days)).toEqual({ dev: [30], staging: [90], prod: [90] });
  });

  test("row event archive and dead letters", () => {
    const figures = (env: Name) => ({
      archive: only(env, "aws:cloudwatch/eventArchive:EventArchive").inputs["retentionDays"],
      deadLetters: [
        ...new Set(
          ofType(env, "aws:sqs/queue:Queue")
            .filter((queue) => {
              const purpose = (queue.inputs["tags"] as Record<string, string>)["Purpose"] ?? "";
              return ["dead-letter-queue", "parking-queue"].includes(purpose);
            })
            .map((queue) => queue.inputs["messageRetentionSeconds"]),
        ),
      ],
    });
    const row = { archive: 30, deadLetters: [14 * 86_400] };
    expect(each(figures)).toEqual({ dev: row, staging: row, prod: row });
  });

  test("row database: half of prod's in staging, which grows by itself in prod, and the standby of the tier", () => {
    const TYPE = "oci:Database/autonomousDatabase:AutonomousDatabase";
    const figures = (env: Name) => {
      const { computeCount, isAutoScalingEnabled, backupRetentionPeriodInDays } = only(
        env,
        TYPE,
        "data",
      ).inputs;
      const standby = only(env, TYPE, "recovery").inputs["remoteDisasterRecoveryType"];
      return [computeCount, isAutoScalingEnabled, backupRetentionPeriodInDays, standby];
    };
    expect(each(figures)).toEqual({
      dev: [2, false, 7, "BACKUP_BASED"],
      staging: [4, false, 14, "BACKUP_BASED"],
      prod: [8, true, 60, "ADG"],
    });
  });

  test("row deletion protection: off in dev, on for data in staging and prod", () => {
    const STATEFUL =
      /^(aws:s3\/bucket:Bucket|aws:sqs\/queue:Queue|aws:cloudwatch\/eventArchive:EventArchive|aws:dynamodb\/table:Table|oci:Database\/autonomousDatabase:AutonomousDatabase|oci:Vault\/secret:Secret|oci:ObjectStorage\/bucket:Bucket|oci:ApiGateway\/gateway:Gateway|oci:Dns\/(zone:Zone|steeringPolicy:SteeringPolicy)|aws:kms\/key:Key|oci:Kms\/(key:Key|vault:Vault))$/;
    const protectedOf = (env: Name) => {
      const stateful = rendered[env].resources.filter((r) => STATEFUL.test(r.type));
      expect(stateful.length).toBeGreaterThan(10);
      return [...new Set(stateful.map((r) => r.protected))];
    };
    expect(each(protectedOf)).toEqual({ dev: [false], staging: [true], prod: [true] });
  });

  test("row public entry: no subnet admits public addresses, no cluster endpoint is public", () => {
    for (const env of ENVIRONMENTS) {
      for (const subnet of ofType(env, "oci:Core/subnet:Subnet"))
        expect(subnet.inputs["prohibitPublicIpOnVnic"]).toBe(true);
      expect(only(env, "aws:eks/cluster:Cluster").inputs["vpcConfig"]).toMatchObject({
        endpointPublicAccess: false,
        endpointPrivateAccess: true,
      });
      for (const cluster of ofType(env, "oci:ContainerEngine/cluster:Cluster")) {
        expect(cluster.inputs["endpointConfig"]).toMatchObject({ isPublicIpEnabled: false });
      }
      const gateways = ofType(env, "oci:ApiGateway/gateway:Gateway");
      expect(gateways.map(({ inputs }) => inputs["endpointType"])).toEqual(
        env === "prod" ? ["PRIVATE", "PRIVATE"] : ["PRIVATE"],
      );
    }
  });
});

describe("what is deployed", () => {
  const root = path.resolve(__dirname, "../..");

  /** A stack's resources by type, for each environment. */
  function document(): string {
    const stacks = rendered.dev.report.stacks.map((stack) => stack.name);
    const count = (env: Name, stack: string, type: string) =>
      rendered[env].resources.filter((r) => r.stack === stack && r.type === type).length;
    const sections = stacks.map((stack) => {
      const types = new Set(
        ENVIRONMENTS.flatMap((env) =>
          rendered[env].resources.filter((r) => r.stack === stack).map((r) => r.type),
        ),
      );
      const rows = [...types]
        .filter((type) => !/^(pulumi:|causeway:)/.test(type))
        .sort()
        .map((type) => `| \`${type}\` | ${ENVIRONMENTS.map((env) => count(env, stack, type)).join(" | ")} |`);
      return `## ${stack}\n\n| Type | dev | staging | prod |\n|---|---:|---:|---:|\n${rows.join("\n")}\n`;
    });
    return `# What the reference platform holds\n\nGenerated by \`npm run docs\` from a preview of every environment; a test fails when the two differ.\n\n${sections.join("\n")}`;
  }

  test("OK-58 every stack that makes something in a cluster says which APIs must answer first", () => {
    const makers = rendered.dev.resources
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ stack }) => stack);
    expect(makers.length).toBeGreaterThan(0);
    const looking = platform.stacks.filter(({ reaches }) => reaches !== undefined).map(({ name }) => name);
    expect([...new Set(makers)].filter((name) => !looking.includes(name))).toEqual([]);
  });

  test("docs/platform.md says so, type by type", async () => {
    await expect(document()).toMatchFileSnapshot(path.join(root, "docs/platform.md"));
  });

  test.each(ENVIRONMENTS)("every URN of %s is kept, or its old name is in stacks/aliases.ts", async (env) => {
    const file = path.join(__dirname, "urns", `${env}.txt`);
    const now = rendered[env].resources.map((r) => r.urn).sort();
    const before = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    const renamed = (urn: string) =>
      RENAMES.some(({ type, from, to }) => {
        const old = `${type}::${from}`;
        return urn.endsWith(old) && now.includes(`${urn.slice(0, -old.length)}${type}::${to}`);
      });
    expect(before.filter((urn) => !now.includes(urn) && !renamed(urn))).toEqual([]);
    await expect(`${now.join("\n")}\n`).toMatchFileSnapshot(file);
  });
});
