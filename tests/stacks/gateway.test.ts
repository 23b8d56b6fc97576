import { beforeAll, describe, expect, test } from "vitest";
import { gatewayContract } from "../../stacks/contracts/workloads";
import { dev, prod, staging } from "../../stacks/environments";
import { program } from "../../stacks/gateway";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

const needs = {
  foundation: { compartmentIds: { platform: "c-platform", network: "c-network" } },
  network: {
    subnetIds: { "api-gateway": "s-gateway", workers: "s-workers" },
    nsgIds: { "api-gateway": "n-gateway", workers: "n-workers" },
  },
  secrets: { apiCertificate: { certificateId: "certificate-api", hostname: "api.example.org" } },
};

describe.each([dev, staging, prod])("gateway in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(gatewayContract, program, env, needs));
  });

  test("GW-02 the gateway sits in its own subnet, behind its own group, in the platform's compartment", () => {
    expect(named(resources, "gateway-gateway").inputs).toMatchObject({
      endpointType: "PRIVATE",
      compartmentId: "c-platform",
      subnetId: "s-gateway",
      networkSecurityGroupIds: ["n-gateway"],
      displayName: `acme-${env.name}-dxb-api-gateway-gateway`,
    });
    expect(outputs["gatewayId"]).toBe("gateway-gateway-id");
  });

  test("GW-06 it answers with a certificate of its own hostname, in every environment", () => {
    expect(named(resources, "gateway-gateway").inputs["certificateId"]).toBe("certificate-api");
  });

  test("GW-39 GW-40 its logs are kept and as talkative as the environment asks for", () => {
    const { specification } = named(resources, "status-deployment").inputs as {
      specification: { loggingPolicies: object };
    };
    expect(specification.loggingPolicies).toEqual({
      executionLog: { logLevel: env.class === "prod" ? "WARN" : "INFO" },
    });
    for (const category of ["access", "execution"]) {
      expect(named(resources, `status-log-${category}`).inputs["retentionDuration"]).toBe(
        env.retention.ociLogDays,
      );
    }
  });

  test("every resource is made by the provider of the primary site", () => {
    expect(named(resources, "oci-primary").inputs["region"]).toBe(env.oci.primary);
    const others = resources.filter(({ type }) => type.startsWith("oci:"));
    expect(others.map(({ madeBy }) => madeBy)).toEqual(others.map(() => "oci-primary"));
    expect(others).toHaveLength(5);
  });
});
