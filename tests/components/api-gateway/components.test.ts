import { beforeAll, describe, expect, test } from "vitest";
import { ApiDeployment, HEALTH_ROUTE, PrivateApiGateway } from "../../../components/api-gateway";
import { API, network, pathsOver } from "./gateway-paths";
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

  test("GW-45 says which firewall reads what goes to its backends, where another stack has it", async () => {
    const firewall = { backendFirewallId: "ocid1.webappfirewall.oc1..f" };
    const more = await recorded(() => {
      new ApiDeployment("status", { ...place, gateway: gatewayWith(), api, ...firewall });
    });
    expect(named(more, "status-deployment").inputs["freeformTags"]).toMatchObject({
      BackendFirewall: "ocid1.webappfirewall.oc1..f",
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
    "logRetentionDays is 100; allowed: 30, 60, 90, 120, 150 or 180 days",
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

describe("a gateway that knows its network", () => {
  const trusted = { kind: "bundle", id: "ocid1.cabundle.oc1..platform", authorities: ["platform"] } as const;

  test("GW-07 GW-18 is made where its clients and backends can be reached, with what it trusts", async () => {
    const resources = await recorded(() => {
      const gateway = gatewayWith({ caBundles: [trusted], paths: pathsOver(network()) });
      new ApiDeployment("customers", { ...place, gateway, api: API });
    });
    expect(named(resources, "gateway-gateway").inputs["caBundles"]).toEqual([
      { type: "CA_BUNDLE", caBundleId: "ocid1.cabundle.oc1..platform" },
    ]);
    expect(resources.map(({ name }) => name)).toContain("customers-deployment");
  });

  test("GW-18 refuses clients that do not reach it, and whoever does and is none", async () => {
    const resources = await recorded(() => {
      const paths = pathsOver(network({ gatewayClients: ["workers", "peer:aws"] }));
      expect(() => gatewayWith({ caBundles: [trusted], paths })).toThrow(
        /4 invalid inputs[^]*paths: pods to api-gateway on TCP 443 is refused[^]*runners to api-gateway[^]*allowed: no way at all, but workers reaches api-gateway, and is none of its clients/,
      );
    });
    expect(resources.filter(({ type }) => type.startsWith("oci:"))).toEqual([]);
  });

  test("GW-18 an API is refused with every gap of its routes, and a faulty one with its faults alone", async () => {
    await recorded(() => {
      const gateway = gatewayWith({ paths: pathsOver(network()) });
      const made = (api: object) => () =>
        new ApiDeployment("customers", { ...place, gateway, api: { ...API, ...api } });
      expect(made({})).toThrow(
        /2 invalid inputs[^]*\(GET \/v1\/health; GET \/v1\/customer\) is refused; allowed: a way that works, but the certificate of id\..* is signed by platform, which the gateway does not trust\. Add a CA bundle/,
      );
      expect(made({ pathPrefix: "v1" })).toThrow(/1 invalid input\n.*api\.pathPrefix/);
    });
  });

  test("GW-07 refuses more than the service trusts", async () => {
    await recorded(() => {
      const deep = { ...trusted, authorities: ["a", "b"], chainDepth: 4 };
      expect(() => gatewayWith({ caBundles: [deep, deep, { ...deep, chainDepth: 3 }] })).toThrow(
        /caBundles is "3 bundles"; allowed: at most 2[^]*"6 authorities"; allowed: at most 5[^]*caBundles\[0\]\.chainDepth is 4[^]*caBundles\[1\]/,
      );
      const two = { kind: "authority", id: "ocid1.certificateauthority.oc1..a", authorities: ["a", "b"] };
      expect(() => gatewayWith({ caBundles: [two] })).toThrow(
        /authorities is \["a","b"\]; allowed: the name/,
      );
    });
  });
});
