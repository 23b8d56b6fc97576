import { describe, expect, test } from "vitest";
import {
  ApiDeployment,
  Authorizer,
  AuthorizerGrant,
  apiFaults,
  apiWarnings,
  type AuthorizerArgs,
} from "../../../components/api-gateway";
import { statementFault } from "../../../automation/clouds/oci/identity";
import { NAMING, TAGS, named, recorded } from "../recorded";
import { ordersApi } from "./orders-api";

const place = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  compartmentId: "ocid1.compartment.oc1..platform",
};
const args: AuthorizerArgs = {
  ...place,
  subnetIds: ["ocid1.subnet.oc1..functions"],
  nsgIds: ["ocid1.networksecuritygroup.oc1..functions"],
  image: "me-dubai-1.ocir.io/acme/authorizer:1.4.0",
  imageDigest: `sha256:${"a".repeat(64)}`,
  tokens: {
    jwksUrl: "https://id.internal.example.com/.well-known/jwks.json",
    issuers: ["https://id.internal.example.com"],
    audiences: ["urn:acme:dev:api:orders"],
    requiredClaims: ["client_id"],
  },
};

const faults = (changes: object): string => {
  try {
    new Authorizer("judge", { ...args, ...changes });
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
};

describe("GW-34 the function that judges callers", () => {
  test("is one image in private subnets, with its rules, and opens the API that names it", async () => {
    const resources = await recorded(() => {
      const judge = new Authorizer("judge", args);
      const gateway = { gatewayId: "ocid1.apigateway.oc1..g", logGroupId: "ocid1.loggroup.oc1..l" };
      const { authentication } = judge;
      new ApiDeployment("orders", { ...place, gateway, api: { ...ordersApi, authentication } });
    });
    expect(named(resources, "judge-application").inputs).toMatchObject({
      subnetIds: args.subnetIds,
      networkSecurityGroupIds: args.nsgIds,
      definedTags: { "causeway.Environment": "dev" },
    });
    expect(named(resources, "judge-function").inputs).toMatchObject({
      applicationId: "judge-application-id",
      image: args.image,
      imageDigest: args.imageDigest,
      memoryInMbs: "256",
      timeoutInSeconds: 10,
      config: {
        JWKS_URL: args.tokens.jwksUrl,
        ISSUERS: "https://id.internal.example.com",
        AUDIENCES: "urn:acme:dev:api:orders",
        REQUIRED_CLAIMS: "client_id",
      },
    });
    expect(named(resources, "orders-deployment").inputs).toMatchObject({
      specification: {
        requestPolicies: {
          authentication: { type: "CUSTOM_AUTHENTICATION", functionId: "judge-function-id" },
        },
      },
    });
  });

  test("is refused with an image that can move, with rules that the function refuses, and out of its bounds", () => {
    const message = faults({
      image: "authorizer:latest",
      imageDigest: "latest",
      memoryMb: 200,
      timeoutSeconds: 60,
      tokens: { ...args.tokens, jwksUrl: "http://id.example.org", audiences: [] },
    });
    for (const fault of [
      "image is",
      "imageDigest is",
      "memoryMb is",
      "timeoutSeconds is",
      "JWKS_URL",
      "AUDIENCES",
    ])
      expect(message).toContain(fault);
  });

  test("is called by gateways of one compartment only, as IAM reads the statements", async () => {
    const resources = await recorded(() => {
      new AuthorizerGrant("judge", {
        ...place,
        functionId: "ocid1.fnfunc.oc1..judge",
        functionCompartmentId: "ocid1.compartment.oc1..shop",
        gatewayCompartmentId: "ocid1.compartment.oc1..gateways",
        secrets: [{ secretId: "ocid1.vaultsecret.oc1..s", compartmentId: "ocid1.compartment.oc1..security" }],
      });
    });
    const { statements } = named(resources, "judge-policy").inputs as { statements: string[] };
    expect(statements).toEqual([
      "Allow any-user to use functions-family in compartment id ocid1.compartment.oc1..shop where all " +
        "{request.principal.type = 'ApiGateway', request.resource.compartment.id = 'ocid1.compartment.oc1..gateways'}",
      "Allow any-user to read secret-bundles in compartment id ocid1.compartment.oc1..security where all " +
        "{request.principal.type = 'fnfunc', request.principal.id = 'ocid1.fnfunc.oc1..judge', " +
        "target.secret.id = 'ocid1.vaultsecret.oc1..s'}",
    ]);
    expect(statements.map(statementFault)).toEqual([undefined, undefined]);
  });
});

test("GW-38 a secret is given to the function by its OCID only", async () => {
  const secretIds = { CLIENT_SECRET_ID: "ocid1.vaultsecret.oc1.me-dubai-1.s" };
  const resources = await recorded(() => new Authorizer("judge", { ...args, secretIds }));
  expect(named(resources, "judge-function").inputs).toMatchObject({ config: secretIds });
  expect(faults({ secretIds: { CLIENT_SECRET_ID: "hunter2" } })).toContain("never its value");
  expect(faults({ secretIds: { CLIENT_SECRET: secretIds.CLIENT_SECRET_ID } })).toContain("ends in _ID");
});

test("GW-37 a deployment says by what its backends verify the token again", async () => {
  let verification: unknown;
  await recorded(() => {
    const gateway = { gatewayId: "ocid1.apigateway.oc1..g", logGroupId: "ocid1.loggroup.oc1..l" };
    verification = new ApiDeployment("orders", { ...place, gateway, api: ordersApi }).verification;
  });
  expect(verification).toEqual({
    issuers: ["https://id.internal.example.com"],
    audiences: ["urn:acme:dev:api:orders"],
    jwksUrl: "https://id.internal.example.com/.well-known/jwks.json",
  });
});

test("GW-21 a backend that gives up sooner or later than the gateway is warned of", () => {
  const [route] = ordersApi.routes;
  const warnings = (more: object) =>
    apiWarnings({
      ...ordersApi,
      routes: [{ ...route, backend: { kind: "http", url: "https://a.example.org/", ...more } }],
    });
  expect(warnings({})).toEqual([]);
  expect(warnings({ ownTimeoutSeconds: 10 })).toEqual([]);
  expect(warnings({ ownTimeoutSeconds: 5 })).toEqual([
    "GET /orders: the backend gives up after 5 s, and the gateway waits 10 s; let readSeconds be 5",
  ]);
  expect(warnings({ ownTimeoutSeconds: 60, readSeconds: 30 })[0]).toContain("works on for 60 s");
  expect(
    apiFaults({
      ...ordersApi,
      routes: [{ ...route, backend: { kind: "http", url: "https://a.example.org/", ownTimeoutSeconds: 0 } }],
    }),
  ).toHaveLength(1);
});
