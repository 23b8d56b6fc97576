import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from "jose";
import type { TokenPlan } from "../../../components/api-gateway/auth";

/** How the gateway gets a key set; it throws when the provider can not be reached. */
export type FetchKeys = (uri: string) => Promise<JSONWebKeySet>;

/** A refresh for a key that is not in the set is made no more often than this. */
const REFRESH_MS = 60_000;

/** Checks tokens as a rendered authentication policy says, by nothing else. */
export class TokenChecks {
  #set: { readonly keys: JSONWebKeySet; readonly at: number } | undefined;
  #refreshed = -Infinity;

  constructor(
    private readonly plan: TokenPlan,
    private readonly fetchKeys: FetchKeys,
    private readonly now: () => number,
  ) {}

  /** The claims of a request's token, or undefined: whatever is wrong, nobody is let through. */
  async claimsOf(header: string | undefined): Promise<JWTPayload | undefined> {
    const [scheme, token, ...rest] = (header ?? "").split(" ");
    if (scheme !== this.plan.tokenAuthScheme || token === undefined || rest.length > 0) return undefined;
    try {
      return await this.#verify(token, await this.#keys());
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) return undefined;
    }
    const fresh = await this.#refresh();
    if (fresh === undefined) return undefined;
    return this.#verify(token, fresh).catch(() => undefined);
  }

  async #verify(token: string, keys: JSONWebKeySet): Promise<JWTPayload> {
    const { issuers, audiences, verifyClaims } = this.plan.validationPolicy.additionalValidationPolicy;
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ["RS256", "RS384", "RS512"],
      issuer: issuers,
      audience: audiences,
      requiredClaims: verifyClaims.map(({ key }) => key),
      clockTolerance: this.plan.maxClockSkewInSeconds,
      currentDate: new Date(this.now()),
    });
    for (const { key, values } of verifyClaims)
      if (values.length > 0 && !values.includes(String(payload[key]))) throw new Error(`claim ${key}`);
    return payload;
  }

  async #keys(): Promise<JSONWebKeySet> {
    const policy = this.plan.validationPolicy;
    if (policy.type === "STATIC_KEYS")
      return { keys: policy.keys.map(({ kty, kid, n, e, alg, use }) => ({ kty, kid, n, e, alg, use })) };
    const old = this.#set;
    if (old !== undefined && this.now() - old.at < policy.maxCacheDurationInHours * 3_600_000)
      return old.keys;
    const keys = await this.fetchKeys(policy.uri);
    this.#set = { keys, at: this.now() };
    return keys;
  }

  /** The set anew, for a key that it did not have; undefined where it was asked for a moment ago, or can not be had. */
  async #refresh(): Promise<JSONWebKeySet | undefined> {
    const policy = this.plan.validationPolicy;
    if (policy.type === "STATIC_KEYS" || this.now() - this.#refreshed < REFRESH_MS) return undefined;
    this.#refreshed = this.now();
    try {
      const keys = await this.fetchKeys(policy.uri);
      this.#set = { keys, at: this.now() };
      return keys;
    } catch {
      return undefined;
    }
  }
}
