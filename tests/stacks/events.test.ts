import { beforeAll, describe, expect, test } from "vitest";
import { eventsContract } from "../../stacks/contracts/workloads";
import { dev, prod, staging } from "../../stacks/environments";
import { program } from "../../stacks/events";
import { named, type Recorded } from "../components/recorded";
import { ACCOUNTS, stackRecorded } from "./recorded-stack";

const needs = {
  secrets: { awsKeyArns: { data: "k-data", events: "k-events", "dead-letters": "k-dead-letters" } },
  data: {},
};

describe.each([dev, staging, prod])("events in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(eventsContract, program, env, needs));
  });

  test("CO-22 EV-14 the bus and its archive have the same name in every region, and no other environment's", () => {
    expect(outputs["busName"]).toBe(`acme-${env.name}-glb-eventing-bus`);
    expect(named(resources, "bus-archive").inputs).toMatchObject({
      name: `acme-${env.name}-glb-eventing-bus-archive`,
      retentionDays: env.retention.eventArchiveDays,
      eventPattern: '{"source":[{"prefix":"com.acme"}]}',
    });
    const regional = resources.filter(({ name }) => !name.startsWith("bus-"));
    for (const { inputs } of regional.filter(({ inputs }) => typeof inputs["name"] === "string")) {
      expect(inputs["name"]).toMatch(new RegExp(`^acme-${env.name}-use1-eventing-`));
    }
  });

  test("EV-18 new orders go to the inventory's queue", () => {
    const { inputs } = named(resources, "order-created-to-inventory-rule");
    expect(JSON.parse(inputs["eventPattern"] as string)).toEqual({
      source: ["com.acme.orders"],
      "detail-type": ["Order Created"],
    });
    expect(inputs["tags"]).toMatchObject({ Service: "inventory", Environment: env.name, Stack: "events" });
    expect(named(resources, "inventory-events-target").inputs["arn"]).toBe(outputs["queueArn"]);
  });

  test("dead letters and alarms outlast the loss of the bus's key", () => {
    expect(named(resources, "bus-bus").inputs["kmsKeyIdentifier"]).toBe("k-events");
    for (const name of ["bus-dead-letters-queue", "inventory-events-dead-letters-queue", "alarms-topic"]) {
      expect(named(resources, name).inputs["kmsMasterKeyId"]).toBe("k-dead-letters");
    }
  });

  test("every resource is made by the environment's own provider", () => {
    const { inputs } = named(resources, "aws");
    expect(inputs).toMatchObject({
      region: env.aws.region,
      allowedAccountIds: JSON.stringify([ACCOUNTS[env.name]]),
    });
    const others = resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
    expect(others.filter(({ madeBy }) => madeBy !== "aws")).toEqual([]);
    expect(others.length).toBeGreaterThan(15);
  });
});
