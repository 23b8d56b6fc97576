import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyConfig } from "../../policy/config";
import { awsNetworkContract } from "../../stacks/contracts/networks";
import {
  dataContract,
  eventsContract,
  gatewayContract,
  recoveryContract,
} from "../../stacks/contracts/workloads";
import { program as awsNetwork } from "../../stacks/aws-network";
import { program as data } from "../../stacks/data";
import { dev } from "../../stacks/environments";
import { program as events } from "../../stacks/events";
import { program as gateway } from "../../stacks/gateway";
import { program as recovery } from "../../stacks/recovery";
import type { Recorded } from "../components/recorded";
import { Analyzer } from "../policy/analyzer";
import { FACTS } from "../policy/facts";
import { stackRecorded } from "./recorded-stack";

const needs = {
  foundation: {
    compartmentIds: { data: "c-data", security: "c-security", platform: "c-platform" },
    environmentCompartmentId: "c-env",
    alarmTopicIds: { dxb: "t-dxb", jed: "t-jed" },
    imagePaths: { dxb: {}, jed: {} },
  },
  network: {
    subnetIds: { "api-gateway": "s-gateway", database: "s-database" },
    nsgIds: { "api-gateway": "n-gateway", database: "n-database" },
    names: { zoneId: "z-dxb" },
  },
  secrets: {
    bootstrapCaPem: "CA",
    awsKeyArns: { data: "k-data", events: "k-events", "dead-letters": "k-dead-letters", logs: "k-logs" },
    ociKeyIds: { dxb: { data: "k-dxb" }, jed: { data: "k-jed" } },
    ociVaultIds: { dxb: "v-dxb", jed: "v-jed" },
    databaseSecrets: { adminId: "ocid1.vaultsecret.oc1..first" },
    apiCertificate: { certificateId: "certificate-api", hostname: "api.example.org" },
  },
  data: {
    ociNamespace: "tenancy",
    ociBucketName: "assets",
    database: { id: "ocid1.autonomousdatabase.oc1.me-dubai-1.d", dbName: "platformabc" },
  },
  standby: {},
  standbyNetwork: {
    subnetIds: { database: "ocid1.subnet.oc1..jed" },
    nsgIds: { database: "ocid1.networksecuritygroup.oc1..jed" },
  },
};

const answers = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["use1-a", "use1-b", "use1-c"] },
  "aws:s3/bucket:Bucket": { bucket: "acme-dev-use1-aws-data-1" },
  "oci:ObjectStorage/getNamespace:getNamespace": { namespace: "tenancy" },
};

const PROGRAMS: Record<string, () => Promise<{ resources: Recorded[] }>> = {
  "aws-network": () => stackRecorded(awsNetworkContract, awsNetwork, dev, needs, answers),
  data: () => stackRecorded(dataContract, data, dev, needs, answers),
  events: () => stackRecorded(eventsContract, events, dev, needs, answers),
  gateway: () => stackRecorded(gatewayContract, gateway, dev, needs),
  recovery: () => stackRecorded(recoveryContract, recovery, dev, needs),
};

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await Analyzer.start(path.resolve(__dirname, "../../policy"));
  await analyzer.configure(policyConfig("prod", FACTS));
});
afterAll(() => analyzer.stop());

test.each(Object.keys(PROGRAMS))("the policy pack finds nothing in %s, all rules mandatory", async (name) => {
  const { resources } = (await PROGRAMS[name]?.()) ?? { resources: [] };
  const samples = toldApart(resources.filter(({ type }) => !type.startsWith("pulumi:")));
  expect(samples.length).toBeGreaterThan(3);
  const found = await analyzer.program(
    samples.map((sample) => ({ ...sample, stack: `dev-${name}`, sources: sourcesOf(sample, samples) })),
  );
  expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
});

/** Children of different parents may share type and name; without their parents they would be one. */
function toldApart(resources: readonly Recorded[]): Recorded[] {
  return resources.map((one, i) => {
    const before = resources.slice(0, i).filter(({ type, name }) => type === one.type && name === one.name);
    return before.length === 0 ? one : { ...one, name: `${one.name}-${before.length + 1}` };
  });
}

/** Which resources each property was computed from, told by their ids, as the SDK tells the engine. */
function sourcesOf({ inputs }: Recorded, all: readonly Recorded[]): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(inputs).map(([property, value]) => {
      const text = JSON.stringify(value);
      return [property, all.filter(({ id }) => text.includes(JSON.stringify(id))).map(({ name }) => name)];
    }),
  );
}
