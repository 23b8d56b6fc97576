import { createServer, request as call, type Server } from "node:https";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { AuthenticationPlan } from "../../../components/api-gateway/auth";
import type { DeploymentPlan } from "../../../components/api-gateway/plan";
import { AuthorizerChecks, type Invoke, type Verdict } from "./authorizer";
import type { Authority, Identity } from "./certificates";
import { TokenChecks, type FetchKeys } from "./tokens";

type Route = DeploymentPlan["routes"][number];

export interface StandInOptions {
  readonly pathPrefix: string;
  /** Certificate of the gateway itself. */
  readonly identity: Identity;
  /** Who signed the backends' certificates: the CA bundle of the gateway. */
  readonly trusts: Authority;
  readonly fetchKeys: FetchKeys;
  readonly now: () => number;
  /** Where the names of backends lead to. */
  readonly ports: Readonly<Record<string, number>>;
  /** Who signed the certificates of clients: a CA bundle of the gateway. Without, none is good. */
  readonly clients?: Authority;
  readonly invoke?: Invoke;
}

interface Answer {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body?: string | Buffer;
}

/**
 * A stand-in for OCI's API Gateway: a real HTTPS server that does what a rendered specification says, and only that. What it
 * does beside is the service's own: 404 and 405 for what no route takes, 401 before 403, counts of a second, 502 when a
 * backend's certificate is not good.
 */
export class GatewayStandIn {
  /** Every line that it logged, in both categories. */
  readonly logs: string[] = [];
  readonly #server: Server;
  readonly #judge: (headers: IncomingHttpHeaders) => Promise<Verdict>;
  readonly #counts = new Map<string, { second: number; count: number }>();

  constructor(
    private readonly specification: DeploymentPlan,
    private readonly options: StandInOptions,
  ) {
    const { authentication } = specification.requestPolicies;
    this.#judge = this.#judgeFor(authentication);
    const tls = {
      ...options.identity,
      minVersion: "TLSv1.2",
      ...(options.clients === undefined ? {} : { ca: options.clients.cert }),
      requestCert: specification.requestPolicies.mutualTls !== undefined,
      rejectUnauthorized: false,
    } as const;
    this.#server = createServer(tls, (request, response) => {
      void this.#answer(request, response);
    });
  }

  #judgeFor(plan: AuthenticationPlan | undefined): (headers: IncomingHttpHeaders) => Promise<Verdict> {
    const { fetchKeys, invoke, now } = this.options;
    if (plan === undefined) return () => Promise.resolve({ scopes: [] });
    if (plan.type === "CUSTOM_AUTHENTICATION") {
      const ask = invoke ?? (() => Promise.reject(new Error("there is no function")));
      const checks = new AuthorizerChecks(plan, ask, now, (error) => {
        this.#log("execution", { error: error instanceof Error ? error.message : "authorizer failed" });
      });
      return (headers) => checks.verdictOn(headers);
    }
    const checks = new TokenChecks(plan, fetchKeys, now);
    return async ({ authorization }) => {
      const claims = await checks.claimsOf(authorization);
      if (claims === undefined) return { status: 401 };
      const scope = claims["scope"];
      return { scopes: typeof scope === "string" ? scope.split(" ") : [] };
    };
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "https://gateway");
    const {
      status,
      headers = {},
      body = "",
    } = await this.#handle(request, pathname).catch((error: unknown): Answer => {
      this.#log("execution", { error: error instanceof Error ? error.message : "unknown" });
      return { status: 500 };
    });
    this.#log("access", { method: request.method, path: pathname, status, client: "127.0.0.1" });
    response.writeHead(status, headers).end(body);
  }

  #log(category: string, line: object): void {
    this.logs.push(JSON.stringify({ category, ...line }));
  }

  async #handle(request: IncomingMessage, pathname: string): Promise<Answer> {
    const { requestPolicies, routes } = this.specification;
    const preflight = this.#preflight(request);
    if (preflight !== undefined) return preflight;
    const below = pathname.startsWith(this.options.pathPrefix)
      ? pathname.slice(this.options.pathPrefix.length)
      : undefined;
    const matching = routes.flatMap((route) => {
      const parameters = below === undefined ? undefined : parametersOf(route.path, below);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
    if (matching.length === 0) return { status: 404 };
    const found = matching.find(({ route }) => route.methods.includes(request.method ?? ""));
    if (found === undefined) return { status: 405 };
    if (this.#isOverLimit(requestPolicies.rateLimiting)) return { status: 429 };
    if (!this.#hasGoodCertificate(request)) return { status: 401 };
    const verdict = await this.#judge(request.headers);
    if ("status" in verdict) {
      this.#log("execution", { error: "authentication failed" });
      return { status: verdict.status, headers: { "www-authenticate": "Bearer" } };
    }
    const { authorization } = found.route.requestPolicies;
    if (
      authorization?.type === "ANY_OF" &&
      !authorization.allowedScopes.some((scope) => verdict.scopes.includes(scope))
    )
      return { status: 403 };
    const refused = refusalOf(found.route, request);
    if (refused !== undefined) return { status: refused };
    return this.#respond(found.route, found.parameters, request);
  }

  /** API Gateway guide, "Adding mTLS support to API Deployments"; a request is refused with 4xx, which of them: (unverified). */
  #hasGoodCertificate({ socket }: IncomingMessage): boolean {
    const { mutualTls } = this.specification.requestPolicies;
    if (mutualTls === undefined) return true;
    const tls = socket as TLSSocket;
    const { subject, subjectaltname = "" } = tls.getPeerCertificate();
    if (!tls.authorized) {
      this.#log("execution", { error: "Client certificate is invalid for this gateway" });
      return false;
    }
    const names = [
      subject.CN,
      ...subjectaltname.split(", ").map((name) => name.replace(/^(DNS|URI|email):/, "")),
    ];
    if (mutualTls.allowedSans.some((name) => names.includes(name))) return true;
    this.#log("execution", { error: "SAN validation failure" });
    return false;
  }

  #preflight({ method, headers: { origin } }: IncomingMessage): Answer | undefined {
    const { cors } = this.specification.requestPolicies;
    if (cors === undefined || method !== "OPTIONS" || origin === undefined) return undefined;
    if (!cors.allowedOrigins.includes(origin) && !cors.allowedOrigins.includes("*")) return { status: 403 };
    return {
      status: 204,
      headers: {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": cors.allowedMethods.join(", "),
        "access-control-allow-headers": cors.allowedHeaders.join(", "),
        "access-control-max-age": String(cors.maxAgeInSeconds),
        ...(cors.isAllowCredentialsEnabled ? { "access-control-allow-credentials": "true" } : {}),
      },
    };
  }

  #isOverLimit({
    rateInRequestsPerSecond,
    rateKey,
  }: DeploymentPlan["requestPolicies"]["rateLimiting"]): boolean {
    const second = Math.floor(this.options.now() / 1000);
    const key = rateKey === "TOTAL" ? "" : "127.0.0.1";
    const before = this.#counts.get(key);
    const count = before?.second === second ? before.count + 1 : 1;
    this.#counts.set(key, { second, count });
    return count > rateInRequestsPerSecond;
  }

  async #respond(
    route: Route,
    parameters: Record<string, string>,
    request: IncomingMessage,
  ): Promise<Answer> {
    const { backend } = route;
    if (backend.type === "STOCK_RESPONSE_BACKEND")
      return {
        status: backend.status,
        headers: Object.fromEntries(backend.headers.map(({ name, value }) => [name, value])),
        body: backend.body,
      };
    if (backend.type === "ORACLE_FUNCTIONS_BACKEND") return { status: 502 };
    const url = new URL(
      backend.url.replace(/\$\{request\.path\[(\w+)\]\}/g, (_, name: string) => parameters[name] ?? ""),
    );
    const hidden = new Set(
      route.requestPolicies.headerTransformations.filterHeaders.items.map(({ name }) => name.toLowerCase()),
    );
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !hidden.has(name) && name !== "host"),
    );
    const answer = await this.#forward(url, request, headers, backend.readTimeoutInSeconds);
    const revealing = route.responsePolicies.headerTransformations.filterHeaders.items.map(
      ({ name }) => name,
    );
    for (const name of revealing) delete answer.headers?.[name.toLowerCase()];
    return answer;
  }

  #forward(
    url: URL,
    request: IncomingMessage,
    headers: IncomingHttpHeaders,
    seconds: number,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const failed = (status: number) => {
        this.#log("execution", { error: `backend ${url.hostname}`, status });
        resolve({ status });
      };
      const onward = call(
        {
          host: "127.0.0.1",
          port: this.options.ports[url.hostname],
          servername: url.hostname,
          path: url.pathname + url.search,
          method: request.method,
          headers: { ...headers, host: url.hostname },
          ca: this.options.trusts.cert,
          timeout: seconds * 1000,
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("end", () => {
            resolve({
              status: answer.statusCode ?? 502,
              headers: answer.headers,
              body: Buffer.concat(parts),
            });
          });
        },
      );
      onward.on("timeout", () => {
        onward.destroy();
        failed(504);
      });
      onward.on("error", () => {
        failed(502);
      });
      request.pipe(onward);
    });
  }
}

/** What a path's parameters are, or undefined where the pattern does not take it. */
function parametersOf(pattern: string, path: string): Record<string, string> | undefined {
  const form = pattern
    .replace(/[.*+?^$()|[\]\\]/g, (sign) => (sign === "*" ? "*" : `\\${sign}`))
    .replace(/\{(\w+)\*\}/g, "(?<$1>.+)")
    .replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  const match = new RegExp(`^${form}$`).exec(path);
  return match === null ? undefined : { ...match.groups };
}

/** The status that what a request lacks is answered with. */
function refusalOf({ requestPolicies }: Route, request: IncomingMessage): number | undefined {
  const { headerValidations, queryParameterValidations, bodyValidation } = requestPolicies;
  const { searchParams } = new URL(request.url ?? "/", "https://gateway");
  const lacks =
    headerValidations?.headers.some(({ name }) => request.headers[name.toLowerCase()] === undefined) ===
      true || queryParameterValidations?.parameters.some(({ name }) => !searchParams.has(name)) === true;
  if (lacks) return 400;
  if (bodyValidation === undefined) return undefined;
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type === undefined || request.headers["content-length"] === "0") return 400;
  const takes = ({ mediaType }: { readonly mediaType: string }) =>
    mediaType === "*/*" ||
    mediaType === type ||
    (mediaType.endsWith("/*") && type.startsWith(mediaType.slice(0, -1)));
  return bodyValidation.contents.some(takes) ? undefined : 415;
}
