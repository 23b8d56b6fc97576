import { describe, expect, test } from "vitest";
import { ProviderError } from "../../../automation/engine/provider";
import { aws, oci, openClouds } from "./harness";
import type { ScenarioDefinition } from "../../../automation/clouds";

const queue = "aws:sqs/queue:Queue";
const withScenario = async (scenario: ScenarioDefinition) => {
  const clouds = openClouds({ scenario });
  return { clouds, cloud: await aws(clouds) };
};

describe("faults", () => {
  test("the nth call of a type fails, those before and after do not", async () => {
    const { cloud } = await withScenario({
      faults: [{ kind: "fail", type: queue, call: 2, code: "ServiceUnavailable", message: "try later" }],
    });
    await cloud.create(queue, "a", { name: "a" });
    await cloud.create("aws:sns/topic:Topic", "t", { name: "t" });
    await expect(cloud.create(queue, "b", { name: "b" })).rejects.toThrow(
      `create ${queue} "b": ServiceUnavailable: try later`,
    );
    await expect(cloud.create(queue, "b", { name: "b" })).resolves.toBeDefined();
  });

  test("an action other than create can fail, and a pattern names many types", async () => {
    const { cloud } = await withScenario({
      faults: [{ kind: "fail", type: "aws:sqs/*", action: "delete", call: 1, times: 2 }],
    });
    const made = await cloud.create(queue, "a", { name: "a" });
    await expect(cloud.delete(made)).rejects.toThrow(/InternalError/);
    await expect(cloud.delete(made)).rejects.toThrow(/InternalError/);
    await cloud.delete(made);
  });

  test("throttling costs simulated time, and too much of it is given up", async () => {
    const little = await withScenario({ faults: [{ kind: "throttle", type: queue, times: 3 }] });
    await little.cloud.create(queue, "a", { name: "a" });
    expect(little.clouds.simulatedMs).toBe(100 + 200 + 400);
    const much = await withScenario({ faults: [{ kind: "throttle", type: queue, times: 26 }] });
    await expect(much.cloud.create(queue, "a", { name: "a" })).rejects.toThrow(
      /ThrottlingException: rate exceeded/,
    );
  });

  test("a half-finished create leaves the resource behind and says so to the engine", async () => {
    const { cloud } = await withScenario({ faults: [{ kind: "half-finished", type: queue, call: 1 }] });
    const error = await cloud.create(queue, "a", { name: "a" }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProviderError);
    const partial = (error as ProviderError).options.partial;
    expect(partial?.id).toMatch(/\/a$/);
    expect(partial?.reasons).toHaveLength(1);
    const made = {
      type: queue,
      name: "a",
      id: partial?.id ?? "",
      inputs: partial?.inputs ?? {},
      outputs: partial?.outputs ?? {},
    };
    expect(await cloud.read(made)).toBeDefined();
    await cloud.update(made, { name: "a", delaySeconds: 1 });
    await cloud.delete(made);
  });

  test("nothing answers in a lost region until it is back", async () => {
    const clouds = openClouds();
    const [dubai, jeddah, virginia] = [
      await oci(clouds),
      await oci(clouds, "me-jeddah-1"),
      await aws(clouds),
    ];
    const end = clouds.inject({ kind: "region-lost", cloud: "oci", region: "me-dubai-1" });
    const ask = "oci:ObjectStorage/getNamespace:getNamespace";
    await expect(dubai.invoke(ask)).rejects.toThrow(/no endpoint of oci in me-dubai-1 answers/);
    await expect(jeddah.invoke(ask)).resolves.toBeDefined();
    await expect(virginia.create(queue, "a", { name: "a" })).resolves.toBeDefined();
    end();
    await expect(dubai.invoke(ask)).resolves.toBeDefined();
  });

  test("latency is added up, and waited for only when asked", async () => {
    const { clouds, cloud } = await withScenario({ latency: { "aws:eks/*": 600_000, "aws:*": 250 } });
    const started = performance.now();
    await cloud.create(queue, "a", { name: "a" });
    await cloud.create("aws:sns/topic:Topic", "t", { name: "t" });
    expect(clouds.simulatedMs).toBe(500);
    expect(performance.now() - started).toBeLessThan(400);
    const slow = await withScenario({ latency: { "*": 60 }, sleep: true });
    const from = performance.now();
    await slow.cloud.create(queue, "a", { name: "a" });
    expect(performance.now() - from).toBeGreaterThanOrEqual(55);
  });
});

describe("faults at any degree of parallelism", () => {
  const outcome = async (scenario: ScenarioDefinition, names: readonly string[], seed = "s") => {
    const clouds = openClouds({ scenario, seed });
    const cloud = await aws(clouds);
    const failed: string[] = [];
    for (const name of names)
      await cloud.create(queue, name, { name }).catch(() => {
        failed.push(name);
      });
    return { failed: failed.sort(), ms: clouds.simulatedMs };
  };
  const names = Array.from({ length: 40 }, (_, i) => `q${String(i)}`);

  test("calls of a resource named are counted for each, in whatever order they come", async () => {
    const fault = { kind: "fail", resource: "q*", call: 2 } as const;
    const twice = [...names.slice(0, 3), "other", ...names.slice(0, 3).reverse(), "other"];
    // The first creates succeed, so the second ones meet the fault, not the name that is taken.
    const { failed } = await outcome({ faults: [fault] }, twice);
    expect(failed).toEqual(["other", "q0", "q1", "q2"]);
    const cloud = await aws(openClouds({ scenario: { faults: [fault] } }));
    await cloud.create(queue, "q1", { name: "q1" });
    await expect(cloud.create(queue, "q1", { name: "q1" })).rejects.toThrow(/InternalError/);
    await expect(cloud.create(queue, "q1", { name: "q1" })).rejects.toThrow(/QueueAlreadyExists/);
  });

  test("a URN names one resource of one stack", async () => {
    const urn = `urn:pulumi:*::${queue}::q1`;
    expect((await outcome({ faults: [{ kind: "fail", resource: urn }] }, names)).failed).toEqual(["q1"]);
  });

  test("a chance is drawn for each resource from the seed, not from the order", async () => {
    const flaky: ScenarioDefinition = { faults: [{ kind: "flaky", chance: 0.25 }] };
    const { failed } = await outcome(flaky, names);
    expect(failed.length).toBeGreaterThan(3);
    expect(failed.length).toBeLessThan(20);
    expect((await outcome(flaky, [...names].reverse())).failed).toEqual(failed);
    expect((await outcome(flaky, names, "t")).failed).not.toEqual(failed);
    expect((await outcome({ ...flaky, seed: "s" }, names, "t")).failed).toEqual(failed);
    expect((await outcome({ faults: [{ kind: "flaky", chance: 0 }] }, names)).failed).toEqual([]);
    expect((await outcome({ faults: [{ kind: "flaky", chance: 1 }] }, names)).failed).toEqual(
      [...names].sort(),
    );
  });

  test("every resource is throttled, and the simulated time is the same in any order", async () => {
    const slow: ScenarioDefinition = {
      faults: [{ kind: "throttle", type: queue, times: 2 }],
      latency: { "*": 5 },
    };
    const { ms } = await outcome(slow, names);
    expect(ms).toBe(40 * (100 + 200 + 5));
    expect((await outcome(slow, [...names].reverse())).ms).toBe(ms);
  });
});

test("the scenario's time is that of everything made", async () => {
  const { cloud } = await withScenario({ now: "2026-05-04T03:02:01Z" });
  const role = await cloud.create("aws:iam/role:Role", "r", {
    name: "r",
    assumeRolePolicy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}',
  });
  expect(role.outputs["createDate"]).toBe("2026-05-04T03:02:01.000Z");
});

describe("look-ups", () => {
  test("a function named after a type finds the one that matches", async () => {
    const { cloud } = await withScenario({});
    const vpc = await cloud.create("aws:ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" });
    const find = (args: Record<string, string>) => cloud.invoke("aws:ec2/getVpc:getVpc", args);
    expect(await find({ id: vpc.id })).toMatchObject({ id: vpc.id, cidrBlock: "10.64.0.0/16" });
    await expect(find({ cidrBlock: "10.65.0.0/16" })).rejects.toThrow(
      /no Vpc matches the arguments \(cidrBlock\)/,
    );
    await cloud.create("aws:ec2/vpc:Vpc", "w", { cidrBlock: "10.64.0.0/16" });
    await expect(find({ cidrBlock: "10.64.0.0/16" })).rejects.toThrow(/2 Vpcs match/);
    await expect(cloud.invoke("aws:index/getIpRanges:getIpRanges", { services: ["ec2"] })).rejects.toThrow(
      /does not answer this function/,
    );
  });
});
