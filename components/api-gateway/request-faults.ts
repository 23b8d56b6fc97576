import type { Fault } from "../core";
import { isGiven } from "./given";
import { isReason } from "./reason";
import { EXCEPTIONS_MAX, exceptionTags } from "./request";
import type { Api, Cors, Route } from "./spec";

/** RFC 9110, "Field Names". */
const HEADER = /^[\w!#$%&'*+.^`|~-]+$/;
const MEDIA_TYPE = /^(\*\/\*|[\w.+-]+\/(\*|[\w.+-]+))$/;

/** RFC 6749, appendix A.4: a scope is of printable characters without spaces, quotes and backslashes. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Everything wrong with what a route asks of its callers. */
export function requestFaults({ authorization, validate = {} }: Route, path: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (at: string, given: unknown, allowed: string) =>
    faults.push({ path: `${path}.${at}`, given, allowed });
  if (!isGiven(authorization)) {
    fault("authorization", undefined, "the scopes that a caller needs, or why any caller may use it");
  } else if ("scopes" in authorization) {
    const { scopes } = authorization;
    if (scopes.length < 1 || !scopes.every((scope) => SCOPE.test(scope) && scope !== "*")) {
      fault("authorization.scopes", scopes, "one scope or more, each a word such as orders:read");
    }
  } else if (!isReason(authorization.authenticatedOnly.reason)) {
    const at = "authorization.authenticatedOnly.reason";
    fault(at, authorization.authenticatedOnly.reason, "why any caller may use it, in a sentence; or scopes");
  }
  (validate.headers ?? []).forEach((name, i) => {
    if (!HEADER.test(name)) fault(`validate.headers[${i}]`, name, "the name of a header");
  });
  (validate.query ?? []).forEach((name, i) => {
    if (name === "") fault(`validate.query[${i}]`, name, "the name of a query parameter");
  });
  (validate.body ?? []).forEach((type, i) => {
    if (!MEDIA_TYPE.test(type)) {
      fault(`validate.body[${i}]`, type, "a media type such as application/json or text/*");
    }
  });
  if (validate.body !== undefined && isEmpty(validate.body))
    fault("validate.body", "[]", "one media type at least, or none given");
  return faults;
}

/** More exceptions than a tag of the deployment can say. */
export function exceptionFaults(api: Api, path: string): Fault[] {
  return Object.entries(exceptionTags(api))
    .filter(([, text]) => text.length > EXCEPTIONS_MAX)
    .map(([tag, text]) => ({
      path: `${path}.routes`,
      given: `${text.length} characters of paths and reasons (${tag})`,
      allowed: `at most ${EXCEPTIONS_MAX} characters of exceptions together, or fewer exceptions`,
    }));
}

/** Headers that are no headers, or that the gateway needs itself. */
export function identityHeaderFaults(names: readonly string[], path: string): Fault[] {
  const kept = /^(authorization|host|content-length|content-type)$/i;
  return names.flatMap((name, i) =>
    HEADER.test(name) && !kept.test(name)
      ? []
      : [{ path: `${path}[${i}]`, given: name, allowed: "the name of a header that no request needs" }],
  );
}

/** Fetch standard, "Access-Control-Max-Age": browsers cap it, at a day at the most. */
const MAX_AGE_SECONDS = 86_400;

/** Everything wrong with what other origins may do. */
export function corsFaults(
  { origins, credentials = false, maxAgeSeconds, headers }: Cors,
  path: string,
): Fault[] {
  const faults: Fault[] = [];
  origins.forEach((origin, i) => {
    const at = `${path}.origins[${i}]`;
    if (origin === "*" && credentials) {
      faults.push({
        path: at,
        given: origin,
        allowed: "named origins: with credentials, * would be every site",
      });
    } else if (origin !== "*" && !/^https:\/\/[^\s/*]+$/.test(origin)) {
      faults.push({ path: at, given: origin, allowed: "an origin such as https://shop.example.com" });
    }
  });
  if (isEmpty(origins)) faults.push({ path: `${path}.origins`, allowed: "one origin at least" });
  headers?.forEach((name, i) => {
    if (HEADER.test(name) && name !== "*") return;
    faults.push({ path: `${path}.headers[${i}]`, given: name, allowed: "the name of a header" });
  });
  if (maxAgeSeconds !== undefined && !(maxAgeSeconds >= 0 && maxAgeSeconds <= MAX_AGE_SECONDS)) {
    const allowed = `seconds from 0 to ${MAX_AGE_SECONDS}`;
    faults.push({ path: `${path}.maxAgeSeconds`, given: maxAgeSeconds, allowed });
  }
  return faults;
}

/** What types rule out and plain JavaScript does not. */
function isEmpty(list: readonly unknown[]): boolean {
  return list.length === 0;
}
