import { createServer, request as call, type RequestOptions, type Server } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT, exportJWK, generateKeyPair, type JSONWebKeySet } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HEALTH_ROUTE, type Api } from "../../../components/api-gateway";
import { planDeployment } from "../../../components/api-gateway/plan";
import { Authority } from "../../support/gateway/certificates";
import { GatewayStandIn } from "../../support/gateway/stand-in";

const ISSUER = "https://id.internal.example.com";
const AUDIENCE = "urn:acme:dev:api:customers";
const BACKEND = "customers.dxb.dev.internal.example.org";

const api: Api = {
  pathPrefix: "/v1",
  authentication: {
    kind: "token",
    keys: { url: `${ISSUER}/.well-known/jwks.json` },
    issuers: [ISSUER],
    audiences: [AUDIENCE],
    claims: [{ name: "tenant", values: ["acme"] }],
  },
  rateLimit: { requestsPerSecond: 100, key: "CLIENT_IP" },
  cors: { origins: ["https://shop.example.com"] },
  identityHeaders: ["X-Tenant"],
  routes: [
    HEALTH_ROUTE,
    {
      path: "/customer/{id}",
      methods: ["GET"],
      authorization: { scopes: ["customers:read"] },
      backend: { kind: "http", url: `https://${BACKEND}/api/customer/\${request.path[id]}` },
    },
    {
      path: "/customer",
      methods: ["POST"],
      authorization: { scopes: ["customers:write"] },
      validate: { headers: ["Idempotency-Key"], query: ["tenant"], body: ["application/json"] },
      backend: { kind: "http", url: `https://${BACKEND}/api/customer` },
    },
  ],
};

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
const MINUTE = 60_000;

let clock = Date.now();
const authority = new Authority("backends CA");
const front = new Authority("gateway CA");
let backend: Server;
let backendPort: number;
let seen: { url?: string; headers: IncomingHttpHeaders }[] = [];
let first: Pair;
let second: Pair;
let published: { pair: Pair; kid: string }[] = [];
let fetched = 0;
let provider: "up" | "down" = "up";
let gateway: GatewayStandIn;
let port: number;

async function keySet(): Promise<JSONWebKeySet> {
  fetched += 1;
  if (provider === "down") throw new Error("connect ETIMEDOUT");
  const keys = await Promise.all(
    published.map(async ({ pair, kid }) => ({ ...(await exportJWK(pair.publicKey)), kid, alg: "RS256" })),
  );
  return { keys };
}

interface TokenChoices {
  readonly pair?: Pair;
  readonly kid?: string;
  readonly audience?: string;
  readonly issuer?: string;
  readonly expiresIn?: number;
  readonly scope?: string;
  readonly tenant?: string;
}

function token(choices: TokenChoices = {}): Promise<string> {
  const { pair = first, kid = "first", audience = AUDIENCE, issuer = ISSUER } = choices;
  const { expiresIn = 300, scope = "customers:read customers:write", tenant = "acme" } = choices;
  const now = Math.floor(clock / 1000);
  return new SignJWT({ scope, tenant })
    .setProtectedHeader({ alg: "RS256", kid })
    .setSubject("client")
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn)
    .sign(pair.privateKey);
}

async function send(
  path: string,
  { bearer, ...options }: RequestOptions & { bearer?: string; body?: string } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const request = call(
      {
        host: "127.0.0.1",
        port,
        path,
        ca: front.cert,
        servername: "api.dxb.dev.internal.example.org",
        ...options,
        headers: {
          ...(options.headers as Record<string, string> | undefined),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
      },
      (answer) => {
        let body = "";
        answer.on("data", (part: Buffer) => (body += part.toString()));
        answer.on("end", () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
        });
      },
    );
    request.on("error", reject);
    request.end(options.body);
  });
}
const status = async (path: string, options?: Parameters<typeof send>[1]) =>
  (await send(path, options)).status;

async function start(
  given: Api = api,
  hosts: Record<string, number> = { [BACKEND]: backendPort },
): Promise<void> {
  gateway = new GatewayStandIn(planDeployment(given, "INFO"), {
    pathPrefix: given.pathPrefix,
    identity: front.leaf("gateway", { dnsNames: ["api.dxb.dev.internal.example.org"] }),
    trusts: authority,
    fetchKeys: keySet,
    now: () => clock,
    ports: hosts,
  });
  port = await gateway.start();
}

beforeAll(async () => {
  [first, second] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const identity = authority.leaf("customers", { dnsNames: [BACKEND] });
  backend = createServer(identity, (request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers });
    response.writeHead(200, { server: "nginx/1.1", "x-powered-by": "php", "x-kept": "yes" }).end("{}");
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  backendPort = (backend.address() as AddressInfo).port;
});
afterAll(() => {
  backend.closeAllConnections();
  backend.close();
});
beforeEach(async () => {
  clock = Date.now();
  published = [{ pair: first, kid: "first" }];
  seen = [];
  fetched = 0;
  provider = "up";
  await start();
  return () => gateway.stop();
});

describe("acceptance 4: a gateway that does what the rendered specification says", () => {
  test("GW-50 2xx with a good token, and the backend gets the call at its own path", async () => {
    expect(await send("/v1/customer/7", { bearer: await token() })).toMatchObject({
      status: 200,
      body: "{}",
    });
    expect(seen.map(({ url }) => url)).toEqual(["/api/customer/7"]);
    expect(await send("/v1/health", { bearer: await token({ scope: "" }) })).toMatchObject({
      status: 200,
      body: '{"status":"UP"}',
    });
  });

  test.each<[title: string, choices: TokenChoices]>([
    ["another API's audience", { audience: "urn:acme:dev:api:orders" }],
    ["another environment's audience", { audience: "urn:acme:prod:api:customers" }],
    ["another issuer", { issuer: "https://id.example.net" }],
    ["an end that has passed", { expiresIn: -120 }],
    ["another tenant", { tenant: "umbrella" }],
  ])("GW-50 401 for a token with %s", async (_title, choices) => {
    expect(await status("/v1/customer/7", { bearer: await token(choices) })).toBe(401);
    expect(seen).toEqual([]);
  });

  test("GW-50 401 without a token, with one in the query, with another scheme, forged, unsigned, or cut", async () => {
    const good = await token();
    const forged = await token({ pair: second });
    const part = (text: object) => Buffer.from(JSON.stringify(text)).toString("base64url");
    const [, claims = ""] = good.split(".");
    const unsigned = `${part({ alg: "none" })}.${claims}.`;
    const symmetric = `${part({ alg: "HS256", kid: "first" })}.${claims}.${good.split(".")[2] ?? ""}`;
    expect(await status("/v1/customer/7")).toBe(401);
    expect(await status(`/v1/customer/7?access_token=${good}`)).toBe(401);
    expect(await status("/v1/customer/7", { headers: { authorization: `Basic ${good}` } })).toBe(401);
    for (const bearer of [forged, unsigned, symmetric, good.slice(0, -4), "x"])
      expect(await status("/v1/customer/7", { bearer }), bearer.slice(0, 20)).toBe(401);
    expect(await status("/v1/health")).toBe(401);
    expect(seen).toEqual([]);
  });

  test("GW-29 a clock that is a minute late is forgiven, one of two minutes is not", async () => {
    expect(await status("/v1/customer/7", { bearer: await token({ expiresIn: -50 }) })).toBe(200);
    expect(await status("/v1/customer/7", { bearer: await token({ expiresIn: -70 }) })).toBe(401);
  });

  test("GW-31 403 without the route's scope", async () => {
    const bearer = await token({ scope: "customers:write" });
    expect(await status("/v1/customer/7", { bearer })).toBe(403);
    expect(await status("/v1/customer/7", { bearer: await token({ scope: "customers:reader" }) })).toBe(403);
  });

  test("GW-50 405 for a method that is not listed, 404 for a path that is not there", async () => {
    const bearer = await token();
    expect(await status("/v1/customer/7", { bearer, method: "DELETE" })).toBe(405);
    expect(await status("/v1/other", { bearer })).toBe(404);
    expect(await status("/v2/customer/7", { bearer })).toBe(404);
    expect(await status("/v1/customer/7/secrets", { bearer })).toBe(404);
  });

  test("GW-26 429 beyond the limit of a second, and not in the next", async () => {
    await gateway.stop();
    await start({ ...api, rateLimit: { requestsPerSecond: 2, key: "CLIENT_IP" } });
    const bearer = await token();
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push(await status("/v1/customer/7", { bearer }));
    expect(statuses).toEqual([200, 200, 429]);
    clock += 1000;
    expect(await status("/v1/customer/7", { bearer })).toBe(200);
  });

  test("GW-24 400 and 415 for a request that lacks what the route needs", async () => {
    const bearer = await token();
    const good = { "idempotency-key": "1", "content-type": "application/json", "content-length": "2" };
    const post = (path: string, headers: Record<string, string>) =>
      status(path, { bearer, method: "POST", headers, body: "{}" });
    expect(await post("/v1/customer?tenant=acme", good)).toBe(200);
    expect(await post("/v1/customer", good)).toBe(400);
    expect(await post("/v1/customer?tenant=acme", { ...good, "content-type": "text/xml" })).toBe(415);
    const { "idempotency-key": _key, ...without } = good;
    expect(await post("/v1/customer?tenant=acme", without)).toBe(400);
  });

  test("GW-25 the caller's word on who he is does not reach the backend, nor the backend's software the caller", async () => {
    const headers = {
      "x-forwarded-user": "root",
      "x-client-cert": "x",
      "x-tenant": "other",
      "x-other": "kept",
    };
    const answer = await send("/v1/customer/7", { bearer: await token(), headers });
    expect(Object.keys(seen[0]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^x-(forwarded-user|client-cert|tenant)$/)]),
    );
    expect(seen[0]?.headers["x-other"]).toBe("kept");
    expect(answer.headers).toMatchObject({ "x-kept": "yes" });
    expect(answer.headers).not.toHaveProperty("server");
    expect(answer.headers).not.toHaveProperty("x-powered-by");
  });

  test("GW-26 only a named origin is told that it may call", async () => {
    const ask = (origin: string) => send("/v1/customer", { method: "OPTIONS", headers: { origin } });
    expect((await ask("https://shop.example.com")).headers).toMatchObject({
      "access-control-allow-origin": "https://shop.example.com",
      "access-control-allow-methods": "GET, POST",
    });
    expect(await ask("https://evil.example.net")).toMatchObject({ status: 403 });
  });

  test("GW-20 a backend whose certificate is not good gets nothing", async () => {
    await gateway.stop();
    const impostor = createServer(new Authority("others CA").leaf("x", { dnsNames: [BACKEND] }), () => {
      throw new Error("was called");
    });
    await new Promise<void>((resolve) => impostor.listen(0, "127.0.0.1", resolve));
    await start(api, { [BACKEND]: (impostor.address() as AddressInfo).port });
    expect(await status("/v1/customer/7", { bearer: await token() })).toBe(502);
    impostor.close();
    await gateway.stop();
    const wrongName = { ...api.routes[1], backend: { kind: "http", url: "https://other.example.org/" } };
    await start({ ...api, routes: [wrongName] } as unknown as Api, { "other.example.org": backendPort });
    expect(await status("/v1/customer/7", { bearer: await token() })).toBe(502);
    expect(seen).toEqual([]);
  });
});

describe("GW-33 acceptance 5: keys that change", () => {
  test("old and new tokens pass during the overlap, and the old one no longer once its key is gone", async () => {
    const old = await token({ expiresIn: 4 * 3600 });
    expect(await status("/v1/customer/7", { bearer: old })).toBe(200);
    published.push({ pair: second, kid: "second" });
    const fresh = await token({ pair: second, kid: "second", expiresIn: 4 * 3600 });
    expect(await status("/v1/customer/7", { bearer: fresh })).toBe(200);
    expect(await status("/v1/customer/7", { bearer: old })).toBe(200);
    published = [{ pair: second, kid: "second" }];
    clock += 61 * MINUTE;
    expect(await status("/v1/customer/7", { bearer: old })).toBe(401);
    expect(await status("/v1/customer/7", { bearer: fresh })).toBe(200);
  });

  test("an unknown key id is asked for once a minute, however many bring it", async () => {
    const unknown = await token({ pair: second, kid: "nobody" });
    expect(await status("/v1/customer/7", { bearer: await token() })).toBe(200);
    for (let i = 0; i < 5; i += 1) expect(await status("/v1/customer/7", { bearer: unknown })).toBe(401);
    expect(fetched).toBe(2);
    clock += MINUTE;
    expect(await status("/v1/customer/7", { bearer: unknown })).toBe(401);
    expect(fetched).toBe(3);
  });

  test("a provider that is down: kept keys serve until their time is over, then nobody is let through", async () => {
    const long = await token({ expiresIn: 4 * 3600 });
    expect(await status("/v1/customer/7", { bearer: long })).toBe(200);
    provider = "down";
    clock += 59 * MINUTE;
    expect(await status("/v1/customer/7", { bearer: long })).toBe(200);
    clock += 2 * MINUTE;
    expect(await status("/v1/customer/7", { bearer: long })).toBe(401);
  });
});

test("GW-43 no log line holds a token, a header or a body, whatever happens", async () => {
  const canary = await token({ scope: "customers:write" });
  const headers = { "idempotency-key": "canary-header", "content-type": "application/json" };
  await send("/v1/customer?tenant=canary-query", {
    bearer: canary,
    method: "POST",
    headers,
    body: "canary-body",
  });
  await send("/v1/customer/7", { bearer: canary });
  await send("/v1/customer/7", { bearer: `${canary.slice(0, -5)}aaaaa` });
  await send(`/v1/customer/7?access_token=${canary}`);
  expect(gateway.logs.length).toBeGreaterThanOrEqual(4);
  const logs = gateway.logs.join("\n");
  for (const secret of [canary.slice(0, 40), "canary-header", "canary-body", "canary-query"])
    expect(logs).not.toContain(secret);
});
