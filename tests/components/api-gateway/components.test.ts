import { beforeAll, describe, expect, test } from "vitest";
import { ApiDeployment, HEALTH_ROUTE, PrivateApiGateway } from "../../../components/api-gateway";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";

const place = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  compartmentId: "ocid1.compartment.oc1..platform",
};
const api = {
  pathPrefix: "/status",
  authentication: {
    kind: "token",
    keys: { url: "https://id.internal.example.com/.well-known/jwks.json" },
    issuers: ["https://id.internal.example.com"],
    audiences: ["urn:acme:dev:api:status"],
  },
  rateLimit: { requestsPerSecond: 10, key: "CLIENT_IP" },
  routes: [HEALTH_ROUTE],
} as const;

function gatewayWith(more: object = {}): PrivateApiGateway {
  return new PrivateApiGateway("gateway", {
    ...place,
    subnetId: "ocid1.subnet.oc1..gateway",
    nsgIds: ["ocid1.networksecuritygroup.oc1..gateway"],
    ...more,
  });
}

describe("a gateway with one API", () => {
  let resources: Recorded[];
  beforeAll(async () => {
    resources = await recorded(() => {
      new ApiDeployment("status", { ...place, gateway: gatewayWith(), api });
    });
  });

  test("registers exactly these resources, under role words", () => {
    expect(resources.map(({ type, name }) => `${name}  ${type}`).sort()).toEqual([
      "gateway-gateway  oci:ApiGateway/gateway:Gateway",
      "gateway-logs  oci:Logging/logGroup:LogGroup",
      "status-deployment  oci:ApiGateway/deployment:Deployment",
      "status-log-access  oci:Logging/log:Log",
      "status-log-execution  oci:Logging/log:Log",
    ]);
  });

  test("GW-01 GW-05 the gateway is private and has its network security groups", () => {
    expect(named(resources, "gateway-gateway").inputs).toMatchObject({
      endpointType: "PRIVATE",
      subnetId: "ocid1.subnet.oc1..gateway",
      networkSecurityGroupIds: ["ocid1.networksecuritygroup.oc1..gateway"],
      displayName: "acme-dev-dxb-api-gateway-gateway",
      definedTags: { "causeway.Environment": "dev" },
    });
  });

  test("GW-39 both logs of the deployment are on in the Logging service, for 90 days", () => {
    const deployment = "status-deployment-id";
    for (const category of ["access", "execution"]) {
      expect(named(resources, `status-log-${category}`).inputs).toMatchObject({
        logGroupId: "gateway-logs-id",
        logType: "SERVICE",
        isEnabled: true,
        retentionDuration: 90,
        configuration: {
          source: { sourceType: "OCISERVICE", service: "apigateway", category, resource: deployment },
        },
      });
    }
    const { specification } = named(resources, "status-deployment").inputs as {
      specification: { loggingPolicies: object };
    };
    expect(specification.loggingPolicies).toEqual({ executionLog: { logLevel: "WARN" } });
  });
});

test("GW-01 the endpoint type is no argument, and none slips in", async () => {
  const resources = await recorded(() => {
    gatewayWith({ endpointType: "PUBLIC" });
  });
  expect(named(resources, "gateway-gateway").inputs["endpointType"]).toBe("PRIVATE");
});

test.each([
  ["no network security group", () => gatewayWith({ nsgIds: [] }), "nsgIds is 0; allowed: one to five"],
  [
    "a retention that is no step of the service",
    () =>
      new ApiDeployment("status", {
        ...place,
        gateway: { gatewayId: "g", logGroupId: "l" },
        api,
        logRetentionDays: 100 as 90,
      }),
    "logRetentionDays is 100; allowed: one of 30, 60, 90, 120, 150, 180 days",
  ],
  [
    "a faulty specification",
    () =>
      new ApiDeployment("status", {
        ...place,
        gateway: { gatewayId: "g", logGroupId: "l" },
        api: { ...api, pathPrefix: "status" },
      }),
    'api.pathPrefix is "status"',
  ],
])("refuses %s before anything is registered", async (_title, program, message) => {
  const resources = await recorded(() => {
    expect(program).toThrow(message);
  });
  expect(resources).toEqual([]);
});
