import type { Authorization } from "../auth";
import { isTree, type At, type Reader, type Tree } from "./reader";

/** What says on an operation why it needs no scope. */
export const ANY_CALLER = "x-authenticated-only";

/** What callers of the API bring. */
export interface Callers {
  readonly tokens: boolean;
  readonly certificates: boolean;
}

/** Whom an operation lets in; undefined, with a fault, where that is nobody in particular. */
export function authorizationOf(
  reader: Reader,
  { value: operation, at }: At<Tree>,
  callers: Callers,
): Authorization | undefined {
  const own = operation["security"] !== undefined;
  const from = own ? `${at}.security` : "security";
  const needs = reader.list(own ? operation["security"] : reader.document["security"], from);
  if (needs === undefined || needs.length === 0) {
    const allowed =
      "a security requirement, on the operation or for the whole document: nothing is open to everybody";
    reader.fault(`${at}.security`, own ? [] : undefined, allowed);
    return undefined;
  }
  const before = reader.faults.length;
  const alternatives = needs.map((need, i) => scopesOf(reader, need, `${from}[${i}]`, callers));
  if (reader.faults.length > before) return undefined;
  return withReason(reader, operation, at, alternatives);
}

function withReason(
  reader: Reader,
  operation: Tree,
  at: string,
  alternatives: readonly (readonly string[])[],
): Authorization | undefined {
  const reason = operation[ANY_CALLER];
  const [first, ...rest] = new Set(alternatives.flat());
  const open = alternatives.some((scopes) => scopes.length === 0);
  if (first !== undefined && !open) {
    if (reason === undefined) return { scopes: [first, ...rest] };
    reader.fault(`${at}.${ANY_CALLER}`, reason, "scopes or a reason for none, not both");
  } else if (typeof reason === "string") {
    return { authenticatedOnly: { reason } };
  } else {
    const allowed = `why any caller may use it, in a sentence; or a scope in each of its security requirements`;
    reader.fault(`${at}.${ANY_CALLER}`, reason, allowed);
  }
  return undefined;
}

/** The scopes of one alternative: none or one, since the gateway checks for any of several and not for all. */
function scopesOf(reader: Reader, need: unknown, at: string, callers: Callers): readonly string[] {
  if (!isTree(need) || Object.keys(need).length === 0) {
    reader.fault(at, need, "a requirement with a scheme; {} lets everybody in");
    return [];
  }
  const schemes = Object.keys(need).flatMap((name) => {
    const kind = kindOf(reader, name, at, callers);
    return kind === undefined ? [] : [{ name, kind }];
  });
  const tokens = schemes.filter(({ kind }) => kind === "token");
  if (schemes.length === Object.keys(need).length && tokens.length !== (callers.tokens ? 1 : 0)) {
    const allowed = callers.tokens
      ? "one scheme of tokens: the gateway looks at one token"
      : "mutualTLS alone: callers of this API have no token";
    reader.fault(at, Object.keys(need), allowed);
  }
  const scopes = tokens.flatMap(({ name }) => reader.list(need[name], `${at}.${name}`) ?? []);
  const texts = scopes.filter((scope) => typeof scope === "string");
  if (texts.length < scopes.length) reader.fault(at, scopes, "scopes as texts");
  if (texts.length > 1) {
    const allowed =
      "one scope: the gateway checks for any of several, never for all; name one that stands for them";
    reader.fault(at, texts, allowed);
  }
  return texts;
}

/** What a scheme asks of callers, of what the gateway can check. */
function kindOf(
  reader: Reader,
  name: string,
  at: string,
  callers: Callers,
): "token" | "certificate" | undefined {
  const components = reader.tree(reader.document["components"], "components")?.value ?? {};
  const schemes = reader.tree(components["securitySchemes"], "components.securitySchemes")?.value ?? {};
  const scheme = Object.hasOwn(schemes, name)
    ? reader.tree(schemes[name], `components.securitySchemes.${name}`)
    : undefined;
  if (scheme === undefined) {
    const known = Object.keys(schemes).join(", ");
    reader.fault(`${at}.${name}`, name, `a scheme of components.securitySchemes${known && `: ${known}`}`);
    return undefined;
  }
  const { type, scheme: http } = scheme.value;
  if (type === "oauth2" || type === "openIdConnect") return "token";
  if (type === "http" && typeof http === "string" && http.toLowerCase() === "bearer") return "token";
  if (type === "mutualTLS" && callers.certificates) return "certificate";
  reader.fault(
    scheme.at,
    type === "http" ? `${type} ${String(http)}` : type,
    type === "mutualTLS"
      ? "with it, the names of clientCertificates"
      : "bearer tokens: oauth2, openIdConnect, or http with the scheme bearer",
  );
  return undefined;
}
