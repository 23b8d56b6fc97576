import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HEALTH_ROUTE, apiFaults, type Api, type Route } from "../../../components/api-gateway";
import { pathsOverlap, planDeployment } from "../../../components/api-gateway/plan";

const customer: Route = {
  path: "/customer",
  methods: ["GET"],
  backend: { kind: "http", url: "https://customers.dxb.dev.internal.example.org/api/customer" },
  authorization: { scopes: ["customers:read"] },
};
const api: Api = {
  pathPrefix: "/v1",
  authentication: {
    kind: "token",
    keys: { url: "https://id.internal.example.com/.well-known/jwks.json" },
    issuers: ["https://id.internal.example.com"],
    audiences: ["urn:acme:dev:api:customers"],
  },
  rateLimit: { requestsPerSecond: 50, key: "CLIENT_IP" },
  routes: [HEALTH_ROUTE, customer],
};
const withRoute = (route: object): Api => ({ ...api, routes: [{ ...customer, ...route }] });
const withUrl = (url: string, more: object = {}) => withRoute({ backend: { kind: "http", url, ...more } });
const faults = (given: Api) => apiFaults(given).map(({ path, allowed }) => `${path}: ${allowed}`);

test("GW-19 an API renders to prefix plus routes, so that the effective path is /v1/customer", () => {
  expect(apiFaults(api)).toEqual([]);
  const plan = planDeployment(api, "WARN");
  expect(api.pathPrefix + (plan.routes[1]?.path ?? "")).toBe("/v1/customer");
  expect(plan.loggingPolicies).toEqual({ executionLog: { logLevel: "WARN" } });
  expect(plan.requestPolicies.rateLimiting).toEqual({
    rateInRequestsPerSecond: 50,
    rateKey: "CLIENT_IP",
  });
  expect(plan.routes.map(({ path, methods, backend }) => ({ path, methods, backend }))).toEqual([
    {
      path: "/health",
      methods: ["GET"],
      backend: {
        type: "STOCK_RESPONSE_BACKEND",
        status: 200,
        body: '{"status":"UP"}',
        headers: [
          { name: "Content-Type", value: "application/json" },
          { name: "Cache-Control", value: "no-store" },
        ],
      },
    },
    {
      path: "/customer",
      methods: ["GET"],
      backend: {
        type: "HTTP_BACKEND",
        url: "https://customers.dxb.dev.internal.example.org/api/customer",
        isSslVerifyDisabled: false,
        connectTimeoutInSeconds: 5,
        readTimeoutInSeconds: 10,
        sendTimeoutInSeconds: 10,
      },
    },
  ]);
});

test("GW-20 a backend is https with a name, and verification can not be turned off", () => {
  const url = "customers.dxb.dev.internal.example.org/api/${request.path[id]}";
  expect(faults(withUrl(`https://${url}`))).toEqual([]);
  expect(faults(withUrl(`http://${url}`))[0]).toContain("routes[0].backend.url: https; plain http needs");
  const reason = { allowInsecureBackend: { reason: "the old host speaks no TLS" } };
  expect(faults(withUrl(`http://${url}`, reason))).toEqual([]);
  expect(faults(withUrl("http://10.0.20.10:8080/api", reason))).toEqual([]);
  expect(
    faults(withUrl("http://10.0.20.10:8080/api", { allowInsecureBackend: { reason: "x" } })),
  ).toHaveLength(1);
  expect(faults(withUrl("http://203.0.113.7/api", reason))[0]).toContain(
    "nothing is forwarded to the internet",
  );
  expect(faults(withUrl("https://10.0.20.10/api"))[0]).toContain("a private DNS name");
  expect(faults(withUrl("https://[fd00::1]/api"))[0]).toContain("a private DNS name");
  expect(faults(withUrl("ftp://files.example.org"))[0]).toContain("an address such as https://");
  expect(faults(withUrl("customers"))[0]).toContain("an address such as https://");
  const secret = apiFaults(withUrl("https://user:hunter2@customers.example.org/"));
  expect(secret[0]?.allowed).toContain("without credentials");
  expect(JSON.stringify(secret)).not.toContain("hunter2");
  const plan = planDeployment(withUrl(`https://${url}`, { isSslVerifyDisabled: true }), "WARN");
  expect(JSON.stringify(plan)).toContain('"isSslVerifyDisabled":false');
});

test("GW-21 timeouts are explicit and within the service's bounds", () => {
  expect(faults(withUrl("https://a.example.org/", { connectSeconds: 75, readSeconds: 300 }))).toEqual([]);
  expect(faults(withUrl("https://a.example.org/", { connectSeconds: 76, sendSeconds: 0 }))).toEqual([
    "api.routes[0].backend.connectSeconds: seconds from 1 to 75",
    "api.routes[0].backend.sendSeconds: seconds from 1 to 300",
  ]);
});

describe("GW-22 methods and routes", () => {
  test.each([["ANY"], ["get"], ["TRACE"]])("%s is no method", (method) => {
    expect(faults(withRoute({ methods: [method] }))[0]).toContain("routes[0].methods: one or more of GET");
  });
  test("no method, and one twice", () => {
    expect(faults(withRoute({ methods: [] }))).toHaveLength(1);
    expect(faults(withRoute({ methods: ["GET", "GET"] }))).toHaveLength(1);
  });
  test.each([
    ["/customers/{id}", "/customers/{name}", true],
    ["/customers/{id}", "/customers/me", true],
    ["/customers/{id}", "/customers/me/orders", false],
    ["/customers/{rest*}", "/customers/me/orders", true],
    ["/customers", "/customers/{id}", false],
    ["/a/{x}/c", "/a/b/{y}", true],
    ["/a/{x}/c", "/a/b/d", false],
  ])("%s and %s overlap: %s", (one, other, overlap) => {
    expect(pathsOverlap(one, other)).toBe(overlap);
    const routes = [one, other].map((path) => ({ ...customer, path })) as unknown as Api["routes"];
    expect(faults({ ...api, routes })).toHaveLength(overlap ? 1 : 0);
  });
  test("the same path with other methods is another route", () => {
    const post: Route = { ...customer, methods: ["POST"] };
    expect(faults({ ...api, routes: [customer, post] })).toEqual([]);
    expect(faults({ ...api, routes: [customer, { ...post, methods: ["POST", "GET"] }] })).toEqual([
      "api.routes[1]: no request that routes[0], GET /customer, takes too",
    ]);
  });
  test("overlap is what trying every request finds", () => {
    const segment = fc.constantFrom("a", "b", "{p}");
    const pattern = fc
      .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([segments, rest]) => `/${[...segments, ...(rest ? ["{r*}"] : [])].join("/")}`);
    const words = ["a", "b"];
    const paths: string[] = [];
    for (let length = 1, row = [""]; length <= 5; length += 1) {
      row = row.flatMap((path) => words.map((word) => `${path}/${word}`));
      paths.push(...row);
    }
    const matches = (given: string) => {
      const form = given.replaceAll("{r*}", ".+").replaceAll("{p}", "[^/]+");
      return paths.filter((path) => new RegExp(`^${form}$`).test(path));
    };
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const both = matches(one).filter((path) => matches(other).includes(path));
        expect(pathsOverlap(one, other)).toBe(both.length > 0);
        expect(pathsOverlap(other, one)).toBe(both.length > 0);
      }),
    );
  });
});

describe("GW-23 the service's limits", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i): Route => ({
      ...customer,
      path: `/r${i}`,
    })) as unknown as Api["routes"];
  test("50 routes, not 51, and not none", () => {
    expect(faults({ ...api, routes: many(50) })).toEqual([]);
    expect(faults({ ...api, routes: many(51) })).toEqual([expect.stringContaining("api.routes: 1 to 50")]);
    // Each would be compared with all others.
    const same = Array<Route>(20_000).fill(customer) as unknown as Api["routes"];
    expect(faults({ ...api, routes: same })).toHaveLength(1);
    expect(faults({ ...api, routes: many(0) })[0]).toContain("api.routes: 1 to 50");
  });
  test("a prefix has no way up, a parameter a name that the service takes", () => {
    for (const pathPrefix of ["/v1/..", "/../v1", "/.", "/v1/./x"])
      expect(faults({ ...api, pathPrefix })[0], pathPrefix).toContain("api.pathPrefix: a path such as");
    for (const pathPrefix of ["/v1.0", "/...", "/v1/..x"])
      expect(faults({ ...api, pathPrefix }), pathPrefix).toEqual([]);
    for (const path of ["/a/{b-c}", "/a/{b]}", "/a/{b c}", "/a/{}"])
      expect(faults(withRoute({ path }))[0], path).toContain("routes[0].path: a path such as");
  });
  test("a prefix of 255 characters and a pattern of 2,000", () => {
    expect(faults({ ...api, pathPrefix: `/${"a".repeat(254)}` })).toEqual([]);
    expect(faults({ ...api, pathPrefix: `/${"a".repeat(255)}` })[0]).toContain("at most 255");
    expect(faults(withRoute({ path: `/${"a".repeat(1999)}` }))).toEqual([]);
    expect(faults(withRoute({ path: `/${"a".repeat(2000)}` }))[0]).toContain("at most 2000");
  });
  test("a specification of 2 MB", () => {
    const long = (i: number): Route => ({
      path: `/r${i}`,
      methods: ["GET"],
      authorization: customer.authorization,
      backend: {
        kind: "stock-response",
        status: 200,
        headers: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`H${n}`, "x".repeat(4096)])),
      },
    });
    const routes = (count: number) =>
      Array.from({ length: count }, (_, i) => long(i)) as unknown as Api["routes"];
    expect(faults({ ...api, routes: routes(40) })).toEqual([]);
    expect(faults({ ...api, routes: routes(50) })[0]).toContain("api: at most 2000000 bytes");
  });
  test.each([["v1"], ["/v1/"], ["/v 1"], ["//v1"], ["/{version}"]])("%s is no prefix", (pathPrefix) => {
    expect(faults({ ...api, pathPrefix })[0]).toContain("api.pathPrefix: a path such as /customers/v1");
  });
  test.each([["customer"], ["/a//b"], ["/{a*}/b"], ["/a{id}"], ["/{}"], ["/a b"], ["/{id}/{id}"]])(
    "%s is no route",
    (path) => {
      expect(faults(withRoute({ path }))[0]).toContain("api.routes[0].path: a path");
    },
  );
});

test("GW-26 every API has a rate limit with a key", () => {
  const limited = (rateLimit: object) => faults({ ...api, rateLimit } as Api);
  expect(limited({ requestsPerSecond: 0, key: "TOTAL" })).toHaveLength(1);
  expect(limited({ requestsPerSecond: 1.5, key: "TOTAL" })).toHaveLength(1);
  expect(limited({ requestsPerSecond: 1, key: "USER" })).toEqual(["api.rateLimit.key: CLIENT_IP or TOTAL"]);
});

test("stock responses keep the service's bounds", () => {
  const stock = (backend: object) =>
    faults({
      ...api,
      routes: [{ ...HEALTH_ROUTE, backend: { kind: "stock-response", ...backend } }],
    } as unknown as Api);
  expect(stock({ status: 99 })[0]).toContain("an HTTP status from 200 to 599");
  expect(stock({ status: 200, body: "ä".repeat(2049) })[0]).toContain("at most 4096 bytes");
  expect(stock({ status: 200, headers: { "Bad Name": "x" } })[0]).toContain("a header name up to 1024");
  expect(stock({ status: 200, headers: { Ok: "line\nbreak" } })[0]).toContain("printable characters");
});

test("names every fault of a specification at once", () => {
  const bad = {
    pathPrefix: "v1",
    rateLimit: { requestsPerSecond: -1, key: "TOTAL" },
    routes: [{ path: "x", methods: [], backend: { kind: "http", url: "http://x/" } }],
  } as unknown as Api;
  expect(apiFaults(bad).map(({ path }) => path)).toEqual([
    "api.pathPrefix",
    "api.rateLimit.requestsPerSecond",
    "api.authentication",
    "api.routes[0].path",
    "api.routes[0].methods",
    "api.routes[0].authorization",
    "api.routes[0].backend.url",
  ]);
});
