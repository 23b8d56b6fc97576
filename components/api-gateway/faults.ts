import { isPrivateRange, parseCidr, type Fault } from "../core";
import { authenticationFaults } from "./auth";
import { certificateFaults } from "./client-certificates";
import {
  DEFAULT_TIMEOUTS,
  LIMITS,
  methodsProblem,
  overlappingRoutes,
  pathProblem,
  planDeployment,
} from "./plan";
import { isReason } from "./reason";
import { corsFaults, exceptionFaults, identityHeaderFaults, requestFaults } from "./request-faults";
import type { Api, HttpBackend, Route, StockResponse } from "./spec";

const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

/** Everything wrong with an API, before the service is asked; none when it can be deployed. */
export function apiFaults(api: Api, path = "api"): Fault[] {
  const faults: Fault[] = [];
  const { pathPrefix, rateLimit } = api;
  const routes: readonly Route[] = api.routes;
  if (
    !/^\/((?!\.{1,2}(\/|$))[\w.~-]+(\/(?!\.{1,2}(\/|$))[\w.~-]+)*)?$/.test(pathPrefix) ||
    pathPrefix.length > LIMITS.prefixCharacters
  ) {
    const allowed = `a path such as /customers/v1 without a slash at the end, at most ${LIMITS.prefixCharacters} characters`;
    faults.push({ path: `${path}.pathPrefix`, given: pathPrefix, allowed });
  }
  if (!Number.isInteger(rateLimit.requestsPerSecond) || rateLimit.requestsPerSecond < 1) {
    const at = `${path}.rateLimit.requestsPerSecond`;
    faults.push({ path: at, given: rateLimit.requestsPerSecond, allowed: "a whole number from 1" });
  }
  if (rateLimit.key !== "CLIENT_IP" && rateLimit.key !== "TOTAL") {
    faults.push({ path: `${path}.rateLimit.key`, given: rateLimit.key, allowed: "CLIENT_IP or TOTAL" });
  }
  if (routes.length < 1 || routes.length > LIMITS.routes) {
    const allowed = `1 to ${LIMITS.routes}; more make a second deployment under another prefix`;
    faults.push({ path: `${path}.routes`, given: `${routes.length} routes`, allowed });
  }
  faults.push(
    ...callerFaults(api, path),
    ...(api.cors === undefined ? [] : corsFaults(api.cors, `${path}.cors`)),
    ...identityHeaderFaults(api.identityHeaders ?? [], `${path}.identityHeaders`),
  );
  routes.forEach((route, i) => faults.push(...routeFaults(route, `${path}.routes[${i}]`)));
  // Each is compared with all others: of more than a deployment takes, only their number is told.
  const compared = routes.length > LIMITS.routes ? [] : routes;
  for (const { first, second, method } of overlappingRoutes(compared)) {
    faults.push({
      path: `${path}.routes[${second}]`,
      given: `${method} ${routes[second]?.path}`,
      allowed: `no request that routes[${first}], ${method} ${routes[first]?.path}, takes too`,
    });
  }
  if (faults.length === 0) faults.push(...exceptionFaults(api, path));
  if (faults.length === 0) {
    const size = bytes(JSON.stringify(planDeployment(withoutIds(api), "INFO")));
    if (size > LIMITS.specificationBytes) {
      const allowed = `at most ${LIMITS.specificationBytes} bytes; split it into two deployments`;
      faults.push({ path, given: `${size} bytes`, allowed });
    }
  }
  return faults;
}

/** What will work and is hardly meant: backends that give up before the gateway does, or work on for nobody. */
export function apiWarnings(api: Api): string[] {
  return api.routes.flatMap(({ path, methods, backend }) => {
    if (backend.kind !== "http" || backend.ownTimeoutSeconds === undefined) return [];
    const { ownTimeoutSeconds: own, readSeconds: read = DEFAULT_TIMEOUTS.read } = backend;
    if (own === read) return [];
    const [says, means] =
      own < read
        ? [`gives up after ${own} s`, `the gateway waits ${read} s`]
        : [`works on for ${own} s`, `callers have their 504 after ${read} s`];
    return [`${methods.join(", ")} ${path}: the backend ${says}, and ${means}; let readSeconds be ${own}`];
  });
}

/** Everything wrong with how callers are known, and with what the API asks of them beside. */
function callerFaults(api: Api, path: string): Fault[] {
  const { authentication, clientCertificates, usagePlanHeader } = api;
  const faults = authenticationFaults(authentication, `${path}.authentication`);
  if (clientCertificates !== undefined) {
    faults.push(...certificateFaults(clientCertificates, `${path}.clientCertificates`));
  }
  if (faults.length === 0 && authentication.kind === "certificate-only") {
    const allowed = "nothing: the names stand in authentication already";
    if (clientCertificates !== undefined) faults.push({ path: `${path}.clientCertificates`, allowed });
    api.routes.forEach((route, i) => {
      if (!("scopes" in route.authorization)) return;
      const needed = "authenticatedOnly with a reason: callers without a token have no scopes";
      faults.push({
        path: `${path}.routes[${i}].authorization`,
        given: route.authorization,
        allowed: needed,
      });
    });
  }
  if (usagePlanHeader !== undefined && !/^(?!authorization$)[\w!#$%&'*+.^`|~-]+$/i.test(usagePlanHeader)) {
    const allowed = "the name of a header of its own, X-Usage-Token";
    faults.push({ path: `${path}.usagePlanHeader`, given: usagePlanHeader, allowed });
  }
  return faults;
}

/** The API with its functions' ids left out: they are not known before the functions are there. */
function withoutIds(api: Api): Api {
  const [first, ...rest] = api.routes;
  const plain = (route: Route): Route =>
    route.backend.kind === "function" ? { ...route, backend: { ...route.backend, functionId: "" } } : route;
  const { authentication } = api;
  return {
    ...api,
    authentication:
      authentication.kind === "authorizer" ? { ...authentication, functionId: "" } : authentication,
    routes: [plain(first), ...rest.map(plain)],
  };
}

function routeFaults(route: Route, path: string): Fault[] {
  const faults: Fault[] = [];
  const problem = pathProblem(route.path);
  if (problem) faults.push({ path: `${path}.path`, given: route.path, allowed: problem });
  const methods = methodsProblem(route.methods);
  if (methods) faults.push({ path: `${path}.methods`, given: route.methods, allowed: methods });
  faults.push(...requestFaults(route, path));
  const { backend } = route;
  const at = `${path}.backend`;
  if (backend.kind === "http") return [...faults, ...httpFaults(backend, at)];
  return backend.kind === "stock-response" ? [...faults, ...stockFaults(backend, at)] : faults;
}

function stockFaults({ status, body = "", headers = {} }: StockResponse, path: string): Fault[] {
  const faults: Fault[] = [];
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    faults.push({ path: `${path}.status`, given: status, allowed: "an HTTP status from 200 to 599" });
  }
  if (bytes(body) > LIMITS.stockBodyBytes) {
    const given = `${bytes(body)} bytes`;
    faults.push({ path: `${path}.body`, given, allowed: `at most ${LIMITS.stockBodyBytes} bytes` });
  }
  const entries = Object.entries(headers);
  if (entries.length > LIMITS.stockHeaders) {
    const given = `${entries.length} headers`;
    faults.push({ path: `${path}.headers`, given, allowed: `at most ${LIMITS.stockHeaders}` });
  }
  for (const [name, value] of entries) {
    const form = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value);
    if (form && bytes(name) <= LIMITS.headerNameBytes && bytes(value) <= LIMITS.headerValueBytes) continue;
    const allowed =
      `a header name up to ${LIMITS.headerNameBytes} bytes with a value of printable characters up to ` +
      `${LIMITS.headerValueBytes} bytes`;
    faults.push({ path: `${path}.headers`, given: `${name}: ${value}`, allowed });
  }
  return faults;
}

function httpFaults(backend: HttpBackend, path: string): Fault[] {
  const faults = urlFaults(backend, path);
  const timeouts = [
    ["connectSeconds", LIMITS.connectSeconds],
    ["readSeconds", LIMITS.transferSeconds],
    ["sendSeconds", LIMITS.transferSeconds],
    ["ownTimeoutSeconds", Infinity],
  ] as const;
  for (const [key, max] of timeouts) {
    const given = backend[key];
    if (given === undefined || (given >= 1 && given <= max)) continue;
    const allowed = max === Infinity ? "seconds from 1" : `seconds from 1 to ${max}`;
    faults.push({ path: `${path}.${key}`, given, allowed });
  }
  return faults;
}

function urlFaults({ url, allowInsecureBackend }: HttpBackend, path: string): Fault[] {
  const at = `${path}.url`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const secure = parsed?.protocol === "https:";
  if (parsed === undefined || !(secure || parsed.protocol === "http:") || parsed.hash !== "") {
    return [
      { path: at, given: url, allowed: "an address such as https://orders.dxb.dev.internal.example.org/api" },
    ];
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return [{ path: at, allowed: "an address without credentials; they would be stored in clear" }];
  }
  const faults: Fault[] = [];
  if (!secure && !isReason(allowInsecureBackend?.reason)) {
    const allowed = "https; plain http needs allowInsecureBackend with a reason, in a sentence";
    faults.push({ path: at, given: url, allowed });
  }
  const address = parseCidr(`${parsed.hostname}/32`);
  if (secure && (address !== undefined || parsed.hostname.startsWith("["))) {
    const allowed = "a private DNS name that the backend's certificate is made out to, not an address";
    faults.push({ path: at, given: url, allowed });
  } else if (address !== undefined && !isPrivateRange(address)) {
    faults.push({ path: at, given: url, allowed: "a private address; nothing is forwarded to the internet" });
  }
  return faults;
}
