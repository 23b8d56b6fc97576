import { createServer, type AddressInfo } from "node:net";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { call, type Way } from "../../../automation/deploy/probe/call";
import { probePlan, type ProbedApi } from "../../../automation/deploy/probe/plan";
import { judgedFromOutside, runProbe, type ProbeResult } from "../../../automation/deploy/probe/run";
import { probeTokens, tokenFaults, type ProbeTokens } from "../../../automation/deploy/probe/tokens";
import { HEALTH_ROUTE, type Api } from "../../../components/api-gateway";
import { planDeployment, type DeploymentPlan } from "../../../components/api-gateway/plan";
import { Authority } from "../../support/gateway/certificates";
import { GatewayStandIn } from "../../support/gateway/stand-in";

const ISSUER = "https://id.internal.example.com";
const AUDIENCE = "urn:acme:dev:api:orders";
const HOST = "api.dxb.dev.internal.example.org";
const stock = { kind: "stock-response", status: 200, body: "{}" } as const;
const authentication = {
  kind: "token",
  keys: { url: `${ISSUER}/.well-known/jwks.json` },
  issuers: [ISSUER],
  audiences: [AUDIENCE],
} as const;
const api: Api = {
  pathPrefix: "/v1",
  authentication,
  rateLimit: { requestsPerSecond: 1000, key: "TOTAL" },
  routes: [
    HEALTH_ROUTE,
    { path: "/orders", methods: ["GET", "POST"], authorization: { scopes: ["orders:read"] }, backend: stock },
    { path: "/orders/{id}", methods: ["GET"], authorization: { scopes: ["orders:read"] }, backend: stock },
    {
      path: "/orders/{id}/cancel",
      methods: ["POST"],
      authorization: { scopes: ["orders:write"] },
      backend: stock,
    },
  ],
};
const plan = planDeployment(api, "INFO");
const probed: ProbedApi = { name: "orders", endpoint: `https://${HOST}/v1`, specification: plan };

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
const authority = new Authority("gateway CA");
const clients = new Authority("clients CA");
let pair: Pair;
let tokens: Required<ProbeTokens>;
let gateway: GatewayStandIn | undefined;
let clock = Date.now();

const sign = (audience: string, scope: string, expiresIn = 600, issuer = ISSUER) =>
  new SignJWT({ scope })
    .setProtectedHeader({ alg: "RS256", kid: "a" })
    .setSubject("probe")
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
    .sign(pair.privateKey);

beforeAll(async () => {
  pair = await generateKeyPair("RS256");
  tokens = {
    none: "",
    good: await sign(AUDIENCE, "orders:read"),
    "other-audience": await sign("urn:acme:prod:api:orders", "orders:read"),
    "without-scope": await sign(AUDIENCE, "profile"),
  };
});
const stop = async () => {
  await gateway?.stop();
  gateway = undefined;
};
afterEach(stop);

async function started(specification: DeploymentPlan): Promise<Way> {
  await stop();
  clock = Date.now();
  gateway = new GatewayStandIn(specification, {
    pathPrefix: "/v1",
    identity: authority.leaf("gateway", { dnsNames: [HOST] }),
    trusts: authority,
    clients,
    fetchKeys: async () => ({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: "a", alg: "RS256" }] }),
    now: () => clock,
    ports: {},
  });
  const port = await gateway.start();
  return { host: HOST, connect: { host: "127.0.0.1", port }, ca: authority.cert };
}

/** Probes what is declared, whatever answers. */
function probe(way: Way, declared = probed): Promise<ProbeResult[]> {
  return runProbe(probePlan(declared).checks, {
    call: ({ method, path, token, certificate }) => {
      const { certificate: own, ...rest } = way;
      const value = tokens[token];
      return call(certificate && own !== undefined ? { ...rest, certificate: own } : rest, {
        method,
        path,
        ...(value === "" ? {} : { token: value }),
      });
    },
    pause: () => {
      clock += 1000;
      return Promise.resolve();
    },
  });
}
const failed = (results: readonly ProbeResult[]) =>
  results.filter(({ passed }) => !passed).map(({ check, got }) => `${check.path} ${check.shows}: ${got}`);
const changed = (change: (specification: DeploymentPlan) => void): DeploymentPlan => {
  const copy = structuredClone(plan);
  change(copy);
  return copy;
};

describe("GW-50 a probe of a deployed API", () => {
  test("asks only with methods that change nothing, and says what it does not ask", () => {
    const { checks, left } = probePlan(probed);
    expect(checks.map(({ method, path, shows }) => `${method} ${path} ${shows}`)).toEqual([
      "GET /v1/health no token",
      "GET /v1/health a token for another audience",
      "GET /v1/health a good token",
      "GET /v1/orders no token",
      "GET /v1/orders a token for another audience",
      "GET /v1/orders a token without the scope",
      "GET /v1/orders a good token",
      "GET /v1/orders/probe no token",
      "GET /v1/orders/probe a token for another audience",
      "GET /v1/orders/probe a token without the scope",
      "HEAD /v1/health a method that is not listed",
    ]);
    expect(left).toEqual([
      "GET /orders/{id} with a good token: it needs a path that is there",
      "POST /orders/{id}/cancel: it could change something",
    ]);
  });

  test("passes where the gateway does what the specification says, and waits where it meets the rate limit", async () => {
    expect(failed(await probe(await started(plan)))).toEqual([]);
    const slow = planDeployment({ ...api, rateLimit: { requestsPerSecond: 2, key: "TOTAL" } }, "INFO");
    expect(failed(await probe(await started(slow)))).toEqual([]);
  });

  const audiences = [AUDIENCE, "urn:acme:prod:api:orders"] as const;
  test.each<[title: string, specification: DeploymentPlan, shown: string[]]>([
    [
      "another audience is let in",
      planDeployment({ ...api, authentication: { ...authentication, audiences } }, "INFO"),
      ["/v1/health a token for another audience: 200", "/v1/orders a token for another audience: 200"],
    ],
    [
      "no token is asked for",
      changed(({ requestPolicies }) => void Reflect.deleteProperty(requestPolicies, "authentication")),
      ["/v1/health no token: 200", "/v1/orders no token: 403"],
    ],
    [
      "no scope is asked for",
      changed(({ routes }) => {
        for (const { requestPolicies } of routes) Reflect.deleteProperty(requestPolicies, "authorization");
      }),
      ["/v1/orders a token without the scope: 200"],
    ],
    [
      "a method is open that was not listed",
      changed(({ routes }) => void routes[0]?.methods.push("HEAD")),
      ["/v1/health a method that is not listed: 200"],
    ],
    [
      "a backend is down",
      changed(({ routes }) => void Object.assign(routes[1]?.backend ?? {}, { status: 503 })),
      ["/v1/orders a good token: 503"],
    ],
  ])("fails where %s", async (_title, specification, shown) => {
    expect(failed(await probe(await started(specification)))).toEqual(expect.arrayContaining(shown));
  });

  test("fails where nothing answers, or the certificate is not the gateway's", async () => {
    const way = await started(plan);
    expect(failed(await probe({ ...way, ca: clients.cert }))).toHaveLength(11);
    expect(failed(await probe({ ...way, host: "other.example.org" }))).toHaveLength(11);
    await stop();
    expect(failed(await probe(way))[0]).toContain("ECONNREFUSED");
  });

  test("GW-35 an API with client certificates refuses callers without", async () => {
    const clientCertificates = { allowedNames: ["probe.example.org"] } as const;
    const specification = planDeployment({ ...api, clientCertificates }, "INFO");
    const certificate = clients.leaf("probe", { dnsNames: ["probe.example.org"], client: true });
    const declared = { ...probed, specification };
    expect(probePlan(declared).checks.filter((check) => !check.certificate)).toHaveLength(3);
    expect(failed(await probe({ ...(await started(specification)), certificate }, declared))).toEqual([]);
    expect(failed(await probe({ ...(await started(plan)), certificate }, declared))).toContain(
      "/v1/health no certificate: 200",
    );
  });

  test("nothing may answer outside the client list", async () => {
    const way = await started(plan);
    const get = { method: "GET", path: "/v1" };
    expect(judgedFromOutside(await call(way, get))).toEqual({ passed: false, got: "an answer, 404" });
    expect(judgedFromOutside(await call({ ...way, ca: clients.cert }, get)).passed).toBe(false);
    await stop();
    expect(judgedFromOutside(await call(way, get)).passed).toBe(true);
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const connect = { host: "127.0.0.1", port: (silent.address() as AddressInfo).port };
    expect(judgedFromOutside(await call({ ...way, connect }, get, 100))).toEqual({
      passed: true,
      got: "no answer in 0.1 s",
    });
    silent.close();
  });
});

describe("GW-50 the tokens of a probe", () => {
  const faults = (given: ProbeTokens) =>
    tokenFaults(probePlan(probed), probed, given, new Date()).map(
      ({ path, allowed }) => `${path}: ${allowed}`,
    );

  test("are taken from the environment, and each that is missing is named", () => {
    expect(faults(probeTokens({ CAUSEWAY_PROBE_TOKEN: " ", OTHER: "x" }))).toEqual([
      "CAUSEWAY_PROBE_TOKEN: a token that opens the API, with all of its scopes",
      "CAUSEWAY_PROBE_TOKEN_OTHER_AUDIENCE: a good token of the same provider for another audience",
      "CAUSEWAY_PROBE_TOKEN_WITHOUT_SCOPE: a good token for the API, without its scopes",
    ]);
    expect(faults(tokens)).toEqual([]);
  });

  test("that would show nothing are refused, and none is told", async () => {
    const ended = await sign("urn:acme:prod:api:orders", "orders:read", -60);
    const foreign = await sign(AUDIENCE, "profile", 600, "https://id.example.net");
    const given = { good: tokens["other-audience"], "other-audience": ended, "without-scope": foreign };
    const said = faults(given);
    expect(said).toEqual([
      "CAUSEWAY_PROBE_TOKEN: a token that opens the API, with all of its scopes",
      "CAUSEWAY_PROBE_TOKEN_OTHER_AUDIENCE: one that has not ended",
      `CAUSEWAY_PROBE_TOKEN_WITHOUT_SCOPE: one of ${ISSUER}`,
    ]);
    expect(faults({ ...tokens, good: "x" })).toEqual(["CAUSEWAY_PROBE_TOKEN: a signed JSON Web Token"]);
    for (const token of Object.values(given)) expect(said.join()).not.toContain(token.slice(0, 20));
    expect(faults({ ...tokens, "other-audience": tokens.good })).toHaveLength(1);
  });
});
