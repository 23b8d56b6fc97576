import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  HEALTH_ROUTE,
  apiFaults,
  type Api,
  type Authorization,
  type Route,
  type RsaKey,
} from "../../../components/api-gateway";
import { planDeployment } from "../../../components/api-gateway/plan";
import { exceptionTags } from "../../../components/api-gateway/request";

const orders: Route = {
  path: "/orders",
  methods: ["GET", "POST"],
  authorization: { scopes: ["orders:read", "orders:write"] },
  backend: { kind: "http", url: "https://orders.dxb.dev.internal.example.org/" },
};
const token = {
  kind: "token",
  keys: { url: "https://id.internal.example.com/.well-known/jwks.json" },
  issuers: ["https://id.internal.example.com"],
  audiences: ["urn:acme:dev:api:orders"],
} as const;
const api: Api = {
  pathPrefix: "/v1",
  authentication: token,
  rateLimit: { requestsPerSecond: 50, key: "CLIENT_IP" },
  routes: [orders],
};
const faults = (given: object) =>
  apiFaults({ ...api, ...given }).map(({ path, allowed }) => `${path}: ${allowed}`);
const authentication = (changes: object) => faults({ authentication: { ...token, ...changes } });
const route = (changes: object) => faults({ routes: [{ ...orders, ...changes }] });
const rendered = (given: object = {}) => planDeployment({ ...api, ...given }, "WARN");

describe("who a caller is", () => {
  test("GW-28 GW-29 GW-30 GW-32 every deployment checks tokens by the provider's keys, issuer, audience and claims", () => {
    expect(faults({})).toEqual([]);
    expect(rendered().requestPolicies.authentication).toEqual({
      type: "TOKEN_AUTHENTICATION",
      isAnonymousAccessAllowed: false,
      tokenHeader: "Authorization",
      tokenAuthScheme: "Bearer",
      maxClockSkewInSeconds: 60,
      validationPolicy: {
        type: "REMOTE_JWKS",
        uri: "https://id.internal.example.com/.well-known/jwks.json",
        isSslVerifyDisabled: false,
        maxCacheDurationInHours: 1,
        additionalValidationPolicy: {
          issuers: ["https://id.internal.example.com"],
          audiences: ["urn:acme:dev:api:orders"],
          verifyClaims: [
            { key: "sub", values: [], isRequired: true },
            { key: "exp", values: [], isRequired: true },
          ],
        },
      },
    });
    // @ts-expect-error an API without authentication does not compile
    const open: Api = { pathPrefix: "/v1", rateLimit: api.rateLimit, routes: api.routes };
    expect(open.authentication).toBeUndefined();
  });

  test("GW-32 claims of one's own are needed too, and a claim that is checked anyway is none of them", () => {
    const claims = [{ name: "tenant", values: ["acme"] }, { name: "client_id" }];
    expect(rendered({ authentication: { ...token, claims } }).requestPolicies.authentication).toMatchObject({
      validationPolicy: {
        additionalValidationPolicy: {
          verifyClaims: [
            { key: "sub" },
            { key: "exp" },
            { key: "tenant", values: ["acme"], isRequired: true },
            { key: "client_id", values: [], isRequired: true },
          ],
        },
      },
    });
    expect(authentication({ claims: [{ name: "aud" }, { name: "tenant", values: [] }] })).toEqual([
      expect.stringContaining("api.authentication.claims[0].name: a claim beside sub, exp, iss"),
      expect.stringContaining("api.authentication.claims[1].values"),
    ]);
  });

  test.each([
    ["no issuer", { issuers: [] }, "issuers"],
    ["an empty issuer", { issuers: [" "] }, "issuers"],
    ["no audience", { audiences: [] }, "audiences"],
    ["any audience", { audiences: ["*"] }, "audiences"],
    ["a family of audiences", { audiences: ["urn:acme:*"] }, "audiences"],
  ])("GW-30 %s is refused", (_title, changes, at) => {
    expect(authentication(changes)).toEqual([
      `api.authentication.${at}: one or more, none of them empty and none with *`,
    ]);
  });

  test("GW-29 keys come over https, are kept for a day at most, and a clock may be a minute wrong", () => {
    const url = token.keys.url;
    expect(authentication({ keys: { url: url.replace("https", "http") } })[0]).toContain(
      "keys.url: an https",
    );
    expect(authentication({ keys: { url, cacheHours: 24 } })).toEqual([]);
    expect(authentication({ keys: { url, cacheHours: 25 } })[0]).toContain("hours from 1 to 24");
    for (const clockSkewSeconds of [61, -1, 1.5, NaN])
      expect(authentication({ clockSkewSeconds })[0]).toContain("whole seconds from 0 to 60");
    const secret = apiFaults({
      ...api,
      authentication: { ...token, keys: { url: "https://me:hunter2@id.example.com/" } },
    });
    expect(JSON.stringify(secret)).not.toContain("hunter2");
    expect(secret).toHaveLength(1);
  });

  describe("GW-33 keys that are given themselves", () => {
    const rsa = (bits: number, kid = "a"): RsaKey => {
      const { n = "", e = "" } = generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({
        format: "jwk",
      });
      return { kid, n, e, alg: "RS256" };
    };
    const good = rsa(2048);

    test("are rendered as JSON Web Keys", () => {
      const plan = rendered({ authentication: { ...token, keys: { keys: [good] } } });
      expect(plan.requestPolicies.authentication).toMatchObject({
        validationPolicy: {
          type: "STATIC_KEYS",
          keys: [{ format: "JSON_WEB_KEY", kty: "RSA", use: "sig", ...good }],
        },
      });
    });
    test.each(["AQ", "Aw", "AQAA", "", "AQ AB", "AQAC"])("have no exponent %j, by which others sign", (e) => {
      expect(authentication({ keys: { keys: [{ ...good, e }] } })).toEqual([
        expect.stringContaining("keys[0].e: an odd exponent"),
      ]);
    });
    test("have a modulus in base64url and nothing else", () => {
      const n = good.n.replaceAll("-", "+").replaceAll("_", "/");
      expect(authentication({ keys: { keys: [{ ...good, n: `${n}=` }] } })[0]).toContain(
        "keys[0].n: an RSA key",
      );
    });
    test("have 2048 to 4096 bits, an algorithm that is taken, and an id each", () => {
      const given = (keys: unknown) => authentication({ keys: { keys } });
      expect(given([good])).toEqual([]);
      expect(given([rsa(1024)])[0]).toContain("keys[0].n: an RSA key of 2048 to 4096 bits");
      expect(given([{ ...good, alg: "HS256" }])[0]).toContain("one of RS256, RS384, RS512");
      expect(given([good, good])[0]).toContain("keys[1].kid: an id that no other key has");
      expect(given(Array.from({ length: 11 }, (_, i) => ({ ...good, kid: `k${i}` })))[0]).toContain(
        "1 to 10",
      );
      expect(given([])[0]).toContain("1 to 10");
    });
  });
});

describe("what a caller may do", () => {
  test("GW-31 a route asks for one of its scopes; one that does not says why, where policies see it", () => {
    const [health, scoped] = rendered({ routes: [HEALTH_ROUTE, orders] }).routes;
    expect(health?.requestPolicies.authorization).toEqual({ type: "AUTHENTICATION_ONLY" });
    expect(scoped?.requestPolicies.authorization).toEqual({
      type: "ANY_OF",
      allowedScopes: ["orders:read", "orders:write"],
    });
    expect(exceptionTags({ ...api, routes: [HEALTH_ROUTE, orders] })).toEqual({
      AuthenticationOnly: "/health: says nothing of what is behind the gateway",
    });
    const http = {
      ...orders,
      backend: {
        kind: "http",
        url: "http://10.0.20.10:8080/",
        allowInsecureBackend: { reason: "it speaks no TLS" },
      },
    } as const;
    expect(exceptionTags({ ...api, routes: [http] })).toEqual({
      InsecureBackend: "/orders: it speaks no TLS",
    });
  });

  test("GW-31 no scope, any scope and a reason that is none are refused; anonymous can not be said", () => {
    expect(route({ authorization: { scopes: [] } })[0]).toContain("authorization.scopes: one scope or more");
    expect(route({ authorization: { scopes: ["*"] } })).toHaveLength(1);
    expect(route({ authorization: { scopes: ["a b"] } })).toHaveLength(1);
    expect(route({ authorization: { authenticatedOnly: { reason: "ok" } } })[0]).toContain("in a sentence");
    // @ts-expect-error there is no anonymous route
    const anonymous: Authorization = { anonymous: true };
    expect(anonymous).toBeDefined();
    const long = Array.from({ length: 6 }, (_, i) => ({ ...HEALTH_ROUTE, path: `/health-${i}` }));
    expect(faults({ routes: long })[0]).toContain("at most 256 characters of exceptions");
  });
});

describe("what goes through", () => {
  test("GW-25 what callers say of their identity is taken out, and so is what reveals the server", () => {
    const [only] = rendered({ identityHeaders: ["X-Tenant"] }).routes;
    expect(only?.requestPolicies.headerTransformations.filterHeaders).toEqual({
      type: "BLOCK",
      items: [{ name: "X-Forwarded-User" }, { name: "X-Client-Cert" }, { name: "X-Tenant" }],
    });
    expect(only?.responsePolicies.headerTransformations.filterHeaders).toMatchObject({
      type: "BLOCK",
      items: [{ name: "Server" }, { name: "X-Powered-By" }, {}, {}],
    });
    expect(faults({ identityHeaders: ["Authorization", "bad name"] })).toHaveLength(2);
  });

  test("GW-24 what a route needs is enforced", () => {
    const validate = { headers: ["Idempotency-Key"], query: ["page"], body: ["application/json"] } as const;
    const [only] = rendered({ routes: [{ ...orders, validate }] }).routes;
    expect(only?.requestPolicies).toMatchObject({
      headerValidations: {
        headers: [{ name: "Idempotency-Key", required: true }],
        validationMode: "ENFORCING",
      },
      queryParameterValidations: {
        parameters: [{ name: "page", required: true }],
        validationMode: "ENFORCING",
      },
      bodyValidation: {
        required: true,
        contents: [{ mediaType: "application/json", validationType: "NONE" }],
        validationMode: "ENFORCING",
      },
    });
    expect(rendered().routes[0]?.requestPolicies).not.toHaveProperty("bodyValidation");
    expect(route({ validate: { headers: ["a b"], query: [""], body: ["json"] } })).toHaveLength(3);
  });

  test("GW-26 no other origin may call unless it is named, and never every one with credentials", () => {
    expect(rendered().requestPolicies).not.toHaveProperty("cors");
    const cors = { origins: ["https://shop.example.com"], credentials: true } as const;
    expect(rendered({ cors }).requestPolicies.cors).toEqual({
      allowedOrigins: ["https://shop.example.com"],
      allowedMethods: ["GET", "POST"],
      allowedHeaders: ["Authorization", "Content-Type"],
      isAllowCredentialsEnabled: true,
      maxAgeInSeconds: 600,
    });
    expect(faults({ cors: { origins: ["*"] } })).toEqual([]);
    expect(faults({ cors: { origins: ["*"], credentials: true } })[0]).toContain("named origins");
    expect(faults({ cors: { origins: ["http://shop.example.com"] } })).toHaveLength(1);
    expect(faults({ cors: { origins: [], maxAgeSeconds: 86_401, headers: ["*"] } })).toHaveLength(3);
  });
});
