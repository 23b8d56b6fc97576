import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as call, type RequestOptions, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Api } from "../../../components/api-gateway";
import { settingsFrom } from "../../../components/api-gateway/functions/authorizer/settings";
import { planDeployment } from "../../../components/api-gateway/plan";
import { Authority, type Identity } from "../../support/gateway/certificates";
import { FunctionHost } from "../../support/gateway/function-host";
import { GatewayStandIn } from "../../support/gateway/stand-in";

const ISSUER = "https://id.internal.example.com";
const AUDIENCE = "urn:acme:dev:api:orders";
const FUNCTION = "ocid1.fnfunc.oc1.me-dubai-1.authorizer";
const api: Api = {
  pathPrefix: "/v1",
  authentication: { kind: "authorizer", functionId: FUNCTION },
  rateLimit: { requestsPerSecond: 1000, key: "TOTAL" },
  routes: [
    {
      path: "/orders",
      methods: ["GET"],
      authorization: { scopes: ["orders:read"] },
      backend: { kind: "stock-response", status: 200, body: "orders" },
    },
  ],
};

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const authority = new Authority("provider CA");
const front = new Authority("gateway CA");
const clients = new Authority("clients CA");
const folder = mkdtempSync(path.join(tmpdir(), "authorizer-"));
let provider: Server;
let key: Pair;
let other: Pair;
let answering: "keys" | "500" | "never" | "endless" = "keys";
let asked = 0;
let calls = 0;
let host: FunctionHost;
let gateway: GatewayStandIn;
let port: number;

const environment = () => ({
  JWKS_URL: `https://127.0.0.1:${String((provider.address() as AddressInfo).port)}/jwks.json`,
  ISSUERS: ISSUER,
  AUDIENCES: AUDIENCE,
  REQUIRED_CLAIMS: "client_id",
  NODE_EXTRA_CA_CERTS: path.join(folder, "ca.pem"),
});

interface TokenChoices {
  readonly pair?: Pair;
  readonly kid?: string;
  readonly audience?: string;
  readonly scope?: string;
  readonly expiresIn?: number;
  readonly subject?: string;
  readonly claims?: Record<string, unknown>;
}

function token({ pair = key, kid = "ec", audience = AUDIENCE, ...rest }: TokenChoices = {}): Promise<string> {
  const { scope = "orders:read", expiresIn = 300, claims = { client_id: "shop" } } = rest;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ scope, ...claims })
    .setProtectedHeader({ alg: "ES256", kid })
    .setSubject(rest.subject ?? "client")
    .setIssuer(ISSUER)
    .setAudience(audience)
    .setExpirationTime(now + expiresIn)
    .sign(pair.privateKey);
}

function status(authorization?: string, options: RequestOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = authorization === undefined ? {} : { authorization };
    const target = { host: "127.0.0.1", port, path: "/v1/orders", ca: front.cert, headers, ...options };
    const request = call(target, (answer) => {
      answer.resume().on("end", () => {
        resolve(answer.statusCode ?? 0);
      });
    });
    request.on("error", reject);
    request.end();
  });
}
const bearer = async (choices?: TokenChoices) => `Bearer ${await token(choices)}`;

async function start(given: Api = api, timeoutMs = 5000): Promise<void> {
  host = new FunctionHost("authorizer", environment(), timeoutMs);
  await host.ready();
  gateway = new GatewayStandIn(planDeployment(given, "INFO"), {
    pathPrefix: given.pathPrefix,
    identity: front.leaf("gateway"),
    trusts: authority,
    clients,
    fetchKeys: () => Promise.reject(new Error("the gateway itself asks for no keys")),
    now: () => Date.now(),
    ports: {},
    invoke: (id, body) => {
      expect(id).toBe(FUNCTION);
      calls += 1;
      return host.invoke(body);
    },
  });
  port = await gateway.start();
}
const stop = async () => {
  await gateway.stop();
  await host.stop();
};

beforeAll(async () => {
  writeFileSync(path.join(folder, "ca.pem"), authority.cert);
  [key, other] = await Promise.all([generateKeyPair("ES256"), generateKeyPair("ES256")]);
  const jwk = { ...(await exportJWK(key.publicKey)), kid: "ec", alg: "ES256" };
  provider = createServer(authority.leaf("provider"), (_request, response) => {
    asked += 1;
    if (answering === "keys") response.end(JSON.stringify({ keys: [jwk] }));
    else if (answering === "500") response.writeHead(500).end();
    else if (answering === "endless") response.end(`{"keys":[${" ".repeat(300_000)}]}`);
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  provider.closeAllConnections();
  provider.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  [answering, asked, calls] = ["keys", 0, 0];
});

describe("GW-34 a function that judges callers, as OCI Functions runs it", () => {
  afterEach(() => stop());

  test("acceptance 4: good, missing, forged, expired, foreign and unsigned tokens, and one without the scope", async () => {
    await start();
    expect(await status(await bearer())).toBe(200);
    expect(await status(await bearer({ scope: "orders:write" }))).toBe(403);
    expect(await status()).toBe(401);
    const [head = "", claims = "", signature = ""] = (await token()).split(".");
    const part = (text: object) => Buffer.from(JSON.stringify(text)).toString("base64url");
    for (const wrong of [
      await bearer({ pair: other }),
      await bearer({ kid: "nobody" }),
      await bearer({ audience: "urn:acme:prod:api:orders" }),
      await bearer({ expiresIn: -120 }),
      await bearer({ claims: {} }),
      `Bearer ${part({ alg: "none" })}.${claims}.`,
      `Bearer ${part({ alg: "HS256", kid: "ec" })}.${claims}.${signature}`,
      `Bearer ${head}.${part({ sub: "root" })}.${signature}`,
      `Basic ${await token()}`,
      "Bearer x",
    ])
      expect(await status(wrong), wrong.slice(0, 30)).toBe(401);
    expect(asked).toBe(1);
  });

  test("GW-43 acceptance 12: a function that can not judge lets nobody in, and nothing that is logged holds a token", async () => {
    await start();
    answering = "500";
    const canary = await bearer();
    expect(await status(canary)).toBe(502);
    answering = "keys";
    expect(await status(canary)).toBe(200);
    expect(await status(`${canary.slice(0, -6)}AAAAAA`)).toBe(401);
    expect(gateway.logs.join("\n")).toContain("the function answered 502");
    expect(host.output).toContain("the token could not be judged");
    const [, claims = "", signature = ""] = canary.split(".");
    for (const secret of [claims, signature, "client_id", "orders:read"])
      expect(gateway.logs.join("\n") + host.output).not.toContain(secret);
  });

  test("acceptance 12: a function that is too slow lets nobody in", async () => {
    await start(api, 200);
    answering = "never";
    expect(await status(await bearer())).toBe(502);
    expect(gateway.logs.join("\n")).toMatch(/"execution".*(timeout|abort)/i);
  });

  test("the keys of a provider that answers more than keys are not read to the end", async () => {
    await start();
    answering = "endless";
    expect(await status(await bearer())).toBe(502);
    expect(host.output).toContain("the provider's keys can not be had");
  });

  test("GW-31 scopes are read as a list and divided by blanks, in either claim", async () => {
    await start();
    for (const claims of [
      { scope: ["orders:read"] },
      { scope: undefined, scp: "orders:list orders:read" },
      { scope: undefined, scp: ["orders:read"] },
    ])
      expect(await status(await bearer({ claims: { client_id: "shop", ...claims } }))).toBe(200);
    expect(await status(await bearer({ claims: { client_id: "shop", scope: { a: "orders:read" } } }))).toBe(
      403,
    );
    expect(await status(`bearer  ${await token()}`)).toBe(200);
  });

  test("what would end a header to the backend, and an end that no date has, are no good token", async () => {
    await start();
    expect(await status(await bearer({ subject: "a\r\nX-Admin: 1" }))).toBe(401);
    expect(await status(await bearer({ subject: "" }))).toBe(401);
    expect(await status(await bearer({ expiresIn: 1e12 }))).toBe(401);
  });

  test("an answer is kept for a caller with the same headers, and for no other", async () => {
    await start();
    const [one, two] = [await bearer(), await bearer({ scope: "orders:write" })];
    expect([await status(one), await status(one), await status(two)]).toEqual([200, 200, 403]);
    expect(calls).toBe(2);
  });
});

describe("GW-35 callers with certificates", () => {
  afterEach(() => stop());
  const NAME = "billing.internal.example.org";
  const good = clients.leaf("billing", { dnsNames: [NAME], client: true });
  const uncertain: readonly (readonly [string, Identity | undefined])[] = [
    ["no certificate", undefined],
    ["one of another authority", authority.leaf("billing", { dnsNames: [NAME], client: true })],
    ["one of another name", clients.leaf("shop", { dnsNames: ["shop.example.org"], client: true })],
    ["one that has ended", clients.leaf("billing", { dnsNames: [NAME], client: true, hours: -1 })],
  ];

  test("a good certificate and a good token open the API; either alone does not", async () => {
    await start({ ...api, clientCertificates: { allowedNames: [NAME] } });
    const authorization = await bearer();
    expect(await status(authorization, good)).toBe(200);
    expect(await status(undefined, good)).toBe(401);
    for (const [title, identity] of uncertain) expect(await status(authorization, identity), title).toBe(401);
    expect(gateway.logs.join("\n")).toContain("SAN validation failure");
  });

  test("where callers have no token, the certificate alone decides", async () => {
    const [first] = api.routes;
    await start({
      ...api,
      authentication: {
        kind: "certificate-only",
        allowedNames: [NAME],
        noToken: { reason: "meters in the field hold no token" },
      },
      routes: [{ ...first, authorization: { authenticatedOnly: { reason: "they have no scopes" } } }],
    });
    expect(await status(undefined, good)).toBe(200);
    for (const [title, identity] of uncertain) expect(await status(undefined, identity), title).toBe(401);
  });
});

test("a function without its settings does not start, and says all that is missing", () => {
  expect(() =>
    settingsFrom({ JWKS_URL: "https://me:secret@id.example.org", ISSUERS: "https://id", AUDIENCES: "a" }),
  ).toThrow(/^authorizer: JWKS_URL must be an https address without credentials$/);
  expect(() =>
    settingsFrom({ JWKS_URL: "http://id.example.org", AUDIENCES: "*", CLOCK_SKEW_SECONDS: "61" }),
  ).toThrow(
    /JWKS_URL must be an https address without credentials; ISSUERS needs .*; AUDIENCES needs .*; CLOCK_SKEW_SECONDS must be 0 to 60/,
  );
});
