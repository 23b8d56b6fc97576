import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { HEALTH_ROUTE, apiFaults, identityDomainTokens, type Route } from "../../../components/api-gateway";
import { planDeployment } from "../../../components/api-gateway/plan";
import { exceptionTags } from "../../../components/api-gateway/request";
import { ordersApi, ordersRoute } from "./orders-api";

const faults = (given: object) =>
  apiFaults({ ...ordersApi, ...given }).map(({ path, allowed }) => `${path}: ${allowed}`);
const policies = (given: object) => planDeployment({ ...ordersApi, ...given }, "WARN").requestPolicies;

describe("GW-34 callers that a function judges", () => {
  const authentication = { kind: "authorizer", functionId: "ocid1.fnfunc.oc1.me-dubai-1.a" } as const;

  test("the function is given headers, and its answers are kept by all of them", () => {
    expect(faults({ authentication })).toEqual([]);
    expect(policies({ authentication }).authentication).toEqual({
      type: "CUSTOM_AUTHENTICATION",
      isAnonymousAccessAllowed: false,
      functionId: authentication.functionId,
      parameters: { token: "request.headers[Authorization]" },
      cacheKeys: ["token"],
    });
    const headers = { token: "Authorization", tenant: "X-Tenant-Id" };
    expect(policies({ authentication: { ...authentication, headers } }).authentication).toMatchObject({
      parameters: { token: "request.headers[Authorization]", tenant: "request.headers[X-Tenant-Id]" },
      cacheKeys: ["token", "tenant"],
    });
  });

  test("nothing but headers can be given, and one at least", () => {
    expect(faults({ authentication: { ...authentication, headers: {} } })[0]).toContain(
      "one header at least",
    );
    const query = { "a b": "Authorization", token: "request.query[token]" };
    expect(faults({ authentication: { ...authentication, headers: query } })).toEqual([
      expect.stringContaining("authentication.headers: an argument's name"),
      "api.authentication.headers.token: the name of a header",
    ]);
  });

  test("an id that is not known yet is no fault", () => {
    const functionId = pulumi.output(new Promise<string>(() => undefined));
    const backend = { kind: "function", functionId } as const;
    expect(
      faults({ authentication: { ...authentication, functionId }, routes: [{ ...ordersRoute, backend }] }),
    ).toEqual([]);
  });
});

describe("GW-35 callers with certificates", () => {
  const only = {
    kind: "certificate-only",
    allowedNames: ["meters.internal.example.org"],
    noToken: { reason: "meters in the field hold no token" },
  } as const;
  const anyCaller: Route = { ...ordersRoute, authorization: HEALTH_ROUTE.authorization };

  test("a certificate with an allowed name is needed beside the token, on the whole API", () => {
    const clientCertificates = { allowedNames: ["billing.internal.example.org"] } as const;
    expect(faults({ clientCertificates })).toEqual([]);
    expect(policies({ clientCertificates })).toMatchObject({
      mutualTls: { isVerifiedCertificateRequired: true, allowedSans: ["billing.internal.example.org"] },
      authentication: { type: "TOKEN_AUTHENTICATION" },
    });
    expect(policies({})).not.toHaveProperty("mutualTls");
  });

  test.each([
    ["no name", [], "clientCertificates.allowedNames: 1 to 10"],
    ["more than the service takes", Array.from({ length: 11 }, (_, i) => `n${i}.example.org`), "1 to 10"],
    ["a family of names", ["*.example.org"], "allowedNames[0]: a name without *"],
    ["a name twice", ["a.example.org", "a.example.org"], "allowedNames[1]: a name without *"],
  ])("%s is refused", (_title, allowedNames, message) => {
    expect(faults({ clientCertificates: { allowedNames } })[0]).toContain(message);
  });

  test("callers without a token get an API of their own, with the reason where policies see it", () => {
    const given = { authentication: only, routes: [anyCaller] } as const;
    expect(faults(given)).toEqual([]);
    const plan = planDeployment({ ...ordersApi, ...given }, "WARN");
    expect(plan.requestPolicies).not.toHaveProperty("authentication");
    expect(plan.requestPolicies.mutualTls?.allowedSans).toEqual(only.allowedNames);
    expect(plan.routes[0]?.requestPolicies).not.toHaveProperty("authorization");
    expect(exceptionTags({ ...ordersApi, ...given })["NoToken"]).toBe("meters in the field hold no token");
    expect(faults({ authentication: only })[0]).toContain("callers without a token have no scopes");
    expect(faults({ ...given, authentication: { ...only, noToken: { reason: "x" } } })).toHaveLength(1);
    expect(faults({ ...given, authentication: { ...only, allowedNames: [] } })).toHaveLength(1);
    expect(faults({ ...given, clientCertificates: { allowedNames: ["a.example.org"] } })).toHaveLength(1);
  });
});

test("GW-36 a workload's token of an identity domain: its own keys, audience and client ids", () => {
  const authentication = identityDomainTokens({
    domainUrl: "https://idcs-0123456789abcdef.identity.oraclecloud.com/",
    audiences: ["urn:acme:dev:api:orders"],
    clientIds: ["5f1c", "77aa"],
  });
  expect(faults({ authentication })).toEqual([]);
  expect(policies({ authentication }).authentication).toMatchObject({
    validationPolicy: {
      uri: "https://idcs-0123456789abcdef.identity.oraclecloud.com/admin/v1/SigningCert/jwk",
      additionalValidationPolicy: {
        audiences: ["urn:acme:dev:api:orders"],
        verifyClaims: [{}, {}, { key: "client_id", values: ["5f1c", "77aa"], isRequired: true }],
      },
    },
  });
});

test("GW-26 usage plans are found by a header of their own", () => {
  expect(policies({})).not.toHaveProperty("usagePlans");
  expect(policies({ usagePlanHeader: "X-Usage-Token" })).toMatchObject({
    usagePlans: { tokenLocations: ["request.headers[X-Usage-Token]"] },
  });
  expect(faults({ usagePlanHeader: "Authorization" })).toHaveLength(1);
  expect(faults({ usagePlanHeader: "request.query[t]" })).toHaveLength(1);
});
