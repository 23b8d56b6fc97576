import { stringify } from "yaml";
import { describe, expect, test } from "vitest";
import { apiFaults, apiFromOpenApi, type OpenApiSettings } from "../../../components/api-gateway";
import { InputError } from "../../../components/core";
import { ORDERS } from "./orders-api";

const settings: OpenApiSettings = {
  ...ORDERS,
  backend: { kind: "http", url: "https://orders.dxb.dev.internal.example.org/api/", readSeconds: 20 },
};

/** A document with everything that is looked at, as text of YAML so that each test changes its own copy. */
const base = () => ({
  openapi: "3.0.3",
  info: { title: "Orders", version: "1.0.0" },
  security: [{ login: ["orders:read"] }] as object[],
  paths: {
    "/orders": {
      get: {
        operationId: "listOrders",
        parameters: [
          { name: "customer", in: "query", required: true, schema: { type: "string" } },
          { name: "page", in: "query", schema: { type: "integer" } },
          { name: "Accept", in: "header", required: true, schema: { type: "string" } },
        ],
        responses: { "200": { description: "orders" } },
      },
      post: {
        operationId: "placeOrder",
        security: [{ login: ["orders:write"] }, { login: ["orders:admin"] }],
        parameters: [{ $ref: "#/components/parameters/Key" }],
        requestBody: { $ref: "#/components/requestBodies/Order" },
        responses: { "201": { description: "placed" } },
      },
    },
    "/orders/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      get: { operationId: "getOrder", responses: { "200": { description: "an order" } } },
    },
    "/version": {
      get: {
        operationId: "version",
        security: [{ login: [] }],
        "x-authenticated-only": "says nothing of customers or orders",
        responses: { "200": { description: "the version" } },
      },
    },
  } as Record<string, object>,
  components: {
    securitySchemes: {
      login: { type: "openIdConnect", openIdConnectUrl: "https://id.internal.example.com/.well-known/x" },
      key: { type: "apiKey", in: "query", name: "key" },
      password: { type: "http", scheme: "basic" },
      bearer: { type: "http", scheme: "bearer" },
    } as Record<string, object>,
    parameters: {
      Key: { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string" } },
    },
    requestBodies: {
      Order: {
        required: true,
        content: { "application/json; charset=utf-8": { schema: { type: "object" } } },
      },
    },
  },
});
type Document = ReturnType<typeof base>;

const routesOf = (document: unknown, changes: Partial<OpenApiSettings> = {}) =>
  apiFromOpenApi(document, { ...settings, ...changes }).routes;

function faultsOf(change: (document: Document) => unknown, changes: Partial<OpenApiSettings> = {}): string[] {
  const document = base();
  const given = change(document) ?? document;
  try {
    apiFromOpenApi(given, { ...settings, ...changes });
  } catch (error) {
    if (InputError.is(error)) return error.faults.map(({ path, allowed }) => `${path}: ${allowed}`);
    throw error;
  }
  return [];
}
const orders = (operation: object) => (document: Document) => {
  document.paths = { "/orders": { get: { responses: {}, ...operation } } };
};

describe("GW-27 an OpenAPI document as the input", () => {
  test("is a valid document, and each operation is one route with its scopes and what it needs", async () => {
    const { Validator } = await import("@seriousme/openapi-schema-validator");
    expect((await new Validator().validate(base())).valid).toBe(true);
    const api = apiFromOpenApi(base(), settings);
    expect(apiFaults(api)).toEqual([]);
    expect(api).toMatchObject({ pathPrefix: "/v1", rateLimit: settings.rateLimit });
    expect(api).not.toHaveProperty("backend");
    const url = "https://orders.dxb.dev.internal.example.org/api";
    const backend = (path: string) => ({ kind: "http", url: url + path, readSeconds: 20 });
    expect(api.routes).toEqual([
      {
        path: "/orders",
        methods: ["GET"],
        authorization: { scopes: ["orders:read"] },
        backend: backend("/orders"),
        validate: { query: ["customer"] },
      },
      {
        path: "/orders",
        methods: ["POST"],
        authorization: { scopes: ["orders:write", "orders:admin"] },
        backend: backend("/orders"),
        validate: { headers: ["Idempotency-Key"], body: ["application/json"] },
      },
      {
        path: "/orders/{id}",
        methods: ["GET"],
        authorization: { scopes: ["orders:read"] },
        backend: backend("/orders/${request.path[id]}"),
      },
      {
        path: "/version",
        methods: ["GET"],
        authorization: { authenticatedOnly: { reason: "says nothing of customers or orders" } },
        backend: backend("/version"),
      },
    ]);
  });

  test("is taken as text, in YAML and in JSON", () => {
    const api = apiFromOpenApi(base(), settings);
    expect(apiFromOpenApi(stringify(base()), settings)).toEqual(api);
    expect(apiFromOpenApi(JSON.stringify(base()), settings)).toEqual(api);
    expect(faultsOf(() => "openapi: [")).toEqual([expect.stringMatching(/^: YAML or JSON; /)]);
  });

  test("an operation may have a backend of its own, by its id", () => {
    const own = { kind: "function", functionId: "ocid1.fnfunc.oc1.me-dubai-1.a" } as const;
    const routes = routesOf(base(), { backends: { getOrder: own } });
    expect(routes.map(({ backend }) => backend.kind)).toEqual(["http", "http", "function", "http"]);
    expect(faultsOf(() => undefined, { backends: { getOrdr: own } })).toEqual([
      expect.stringMatching(/^backends.getOrdr: .*did you mean getOrder\?/),
    ]);
    expect(faultsOf(() => undefined, { backends: { toString: own } })).toHaveLength(1);
  });

  test.each<[title: string, change: (document: Document) => unknown, fault: string]>([
    [
      "no requirement anywhere",
      (d) => ({ ...d, security: undefined, paths: { "/orders": { get: {} } } }),
      "paths./orders.get.security: a security",
    ],
    ["an operation that is open", orders({ security: [] }), "nothing is open to everybody"],
    [
      "an alternative that lets everybody in",
      orders({ security: [{ login: ["a"] }, {}] }),
      "{} lets everybody",
    ],
    ["a key in the query", orders({ security: [{ key: [] }] }), "securitySchemes.key: bearer tokens"],
    ["a password", orders({ security: [{ password: [] }] }), "securitySchemes.password: bearer tokens"],
    [
      "a scheme that is not there",
      orders({ security: [{ logon: ["a"] }] }),
      "a scheme of components.securitySch",
    ],
    ["two tokens at once", orders({ security: [{ login: ["a"], bearer: [] }] }), "one scheme of tokens"],
    ["two scopes at once", orders({ security: [{ login: ["a", "b"] }] }), "never for all"],
    [
      "no scope and no reason",
      orders({ security: [{ bearer: [] }] }),
      "x-authenticated-only: why any caller",
    ],
    [
      "a scope or none",
      orders({ security: [{ login: ["a"] }, { bearer: [] }] }),
      "x-authenticated-only: why",
    ],
    ["scopes and a reason", orders({ "x-authenticated-only": "for every caller too" }), "not both"],
    ["certificates without names", (d) => certificates(d), "the names of clientCertificates"],
    [
      "an id twice",
      (d) => twice(d),
      "paths./orders/{id}.get.operationId: an id of its own; paths./orders.get",
    ],
    ["a path's parameter that is not declared", (d) => undeclared(d), "the path's parameter id"],
    ["a method that no route takes", (d) => trace(d), "paths./orders.trace: operations of GET"],
    ["another file", orders({ requestBody: { $ref: "order.yaml#/x" } }), "bundle it into one file first"],
    ["a part that is not there", orders({ requestBody: { $ref: "#/components/x" } }), "that is there"],
    ["a circle", (d) => circle(d), "leads in circles"],
    ["version 2", () => ({ swagger: "2.0" }), "swagger: an OpenAPI document of 3.0 or 3.1"],
    ["no version", () => ({}), "openapi: the version 3.0 or 3.1"],
    ["no document", () => [], "an OpenAPI document, an object"],
    ["no operation", (d) => ({ ...d, paths: { "/orders": {} } }), "paths: one path at least"],
  ])("refuses %s", (_title, change, fault) => {
    expect(faultsOf(change)).toEqual([expect.stringContaining(fault)]);
  });

  test("names of parameters become such as the gateway takes, in the path and to the backend", () => {
    const document = base();
    const parameters = ["order-id", "rest*"].map((name) => ({ name, in: "path", required: true }));
    document.paths = { "/orders/{order-id}/{rest*}": { get: { parameters, responses: {} } } };
    const api = apiFromOpenApi(document, settings);
    expect(api.routes[0]).toMatchObject({
      path: "/orders/{order_id}/{rest*}",
      backend: {
        url: "https://orders.dxb.dev.internal.example.org/api/orders/${request.path[order_id]}/${request.path[rest]}",
      },
    });
    expect(apiFaults(api)).toEqual([]);
  });

  const NESTED = 100_000;
  const bomb = () =>
    [..."bcdefghij"].reduce(
      (text, name, i) => `${text}\n${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[i]}`).join(",")}]`,
      "a: &a [1]",
    );
  test.each([
    ["a list in a list in a list", "[".repeat(NESTED), "at most 100 levels"],
    ["a map in a map", "{a: ".repeat(NESTED), "at most 100 levels"],
    ["lists without brackets", "- ".repeat(NESTED), "at most 100 levels"],
    ["keys of keys", "? ".repeat(NESTED), "at most 100 levels"],
    ["aliases of aliases", bomb(), "Excessive alias count"],
    ["very many keys", Array.from({ length: 5001 }, (_, i) => `k${i}: 1`).join("\n"), "at most 5000 entries"],
    ["a very long text", " ".repeat(4_000_001), "at most 4000000 characters"],
    ["two texts in one", "a: 1\n---\nb: 1", "multiple documents"],
    ["a key twice", "openapi: 3.1.0\nopenapi: 3.0.0", "unique"],
  ])("GW-27 a text that would end the process is refused: %s", (_title, text, fault) => {
    expect(() => apiFromOpenApi(text, settings)).toThrow(InputError);
    expect(() => apiFromOpenApi(text, settings)).toThrow(fault);
  });

  test("GW-27 a part that holds itself is refused in words", () => {
    const text = "openapi: 3.1.0\nsecurity: &s {login: *s}\npaths: {/a: {get: {responses: {}}}}";
    expect(() => apiFromOpenApi(text, settings)).toThrow("security is an object that holds itself");
  });

  test.each(["/orders/../admin", "/./orders", "/%2E%2e/admin", "/a%2fb", "/orders/..", "/a%5Cb"])(
    "GW-27 no path of a document leads a backend elsewhere: %s",
    (path) => {
      const document = base();
      document.paths = { [path]: { get: { responses: {} } } };
      const faults = apiFaults(apiFromOpenApi(document, settings));
      expect(faults.map((fault) => fault.path)).toEqual(["api.routes[0].path"]);
    },
  );

  test("names every fault at once", () => {
    const faults = faultsOf((document) => {
      delete document.components.securitySchemes["login"];
      document.components.parameters.Key = {
        name: "x",
      } as unknown as typeof document.components.parameters.Key;
    });
    expect(faults.filter((fault) => fault.includes("a scheme of components"))).toHaveLength(5);
    expect(faults).toContain("components.parameters.Key: a parameter with name and in");
  });

  test("GW-35 certificates count where their names are given, beside a token or alone", () => {
    const document = base();
    document.openapi = "3.1.0";
    document.components.securitySchemes["certificate"] = { type: "mutualTLS" };
    document.paths = { "/orders": { get: { security: [{ login: ["a"], certificate: [] }], responses: {} } } };
    const clientCertificates = { allowedNames: ["billing.internal.example.org"] } as const;
    expect(routesOf(document, { clientCertificates })[0].authorization).toEqual({ scopes: ["a"] });
    const authentication = {
      kind: "certificate-only",
      allowedNames: ["meters.internal.example.org"],
      noToken: { reason: "meters in the field hold no token" },
    } as const;
    expect(faultsOf(() => document, { authentication })).toEqual([
      expect.stringContaining("mutualTLS alone"),
    ]);
    document.paths = {
      "/orders": {
        get: {
          security: [{ certificate: [] }],
          "x-authenticated-only": "meters have no scopes",
          responses: {},
        },
      },
    };
    expect(apiFaults(apiFromOpenApi(document, { ...settings, authentication }))).toEqual([]);
  });
});

function certificates(document: Document): void {
  document.components.securitySchemes["certificate"] = { type: "mutualTLS" };
  orders({ security: [{ login: ["a"], certificate: [] }] })(document);
}
function twice(document: Document): void {
  Object.assign((document.paths["/orders/{id}"] as { get: object }).get, { operationId: "listOrders" });
}
function undeclared(document: Document): void {
  document.paths["/orders/{id}"] = { get: { responses: {} } };
}
function trace(document: Document): void {
  Object.assign(document.paths["/orders"] ?? {}, { trace: { responses: {} } });
}
function circle(document: Document): void {
  document.components.requestBodies.Order = {
    $ref: "#/components/requestBodies/Order",
  } as unknown as typeof document.components.requestBodies.Order;
}
