import type { Fault } from "../core";
import { ALGORITHMS, settingsFrom } from "./functions/authorizer/settings";

/**
 * Functions guide, "Changing Default Memory and Timeout Settings": memory in these steps, 300 seconds at most (steps
 * and the 5 seconds at least unverified). A caller waits for the function at each request whose answer is not kept, so that
 * an authorizer gets 30 at most here.
 */
export const FUNCTION_LIMITS = { memoryMb: [128, 256, 512, 1024, 2048, 3072], seconds: [5, 30] } as const;

/** Functions API reference, CreateFunctionDetails: keys and values together, in bytes. */
const CONFIG_BYTES = 4096;

/** How an authorizer judges tokens. */
export interface TokenRules {
  /** `https` address of the provider's keys; it must be reached from the functions' subnet. */
  readonly jwksUrl: string;
  /** Who may have issued a token. */
  readonly issuers: readonly string[];
  /** Whom it must be meant for: this API in this environment. */
  readonly audiences: readonly string[];
  /**
   * Claims beside `sub` and `exp` that it must have.
   * @default none
   */
  readonly requiredClaims?: readonly string[];
  /**
   * Seconds that the provider's clock may be off, 0 to 60.
   * @default 60
   */
  readonly clockSkewSeconds?: number;
}

/** Signatures that an authorizer takes. */
export const TOKEN_ALGORITHMS: readonly string[] = ALGORITHMS;

/** The function's environment: what it refuses to start without. */
export function authorizerConfig(rules: TokenRules): Record<string, string> {
  const { requiredClaims = [], clockSkewSeconds } = rules;
  return {
    JWKS_URL: rules.jwksUrl,
    ISSUERS: rules.issuers.join(" "),
    AUDIENCES: rules.audiences.join(" "),
    ...(requiredClaims.length === 0 ? {} : { REQUIRED_CLAIMS: requiredClaims.join(" ") }),
    ...(clockSkewSeconds === undefined ? {} : { CLOCK_SKEW_SECONDS: String(clockSkewSeconds) }),
  };
}

/** Everything wrong with a function's rules, by the judgement of the function itself. */
export function tokenRulesFaults(rules: TokenRules, path: string): Fault[] {
  const config = authorizerConfig(rules);
  const faults: Fault[] = [];
  try {
    settingsFrom(config);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    faults.push({ path, allowed: error.message.replace(/^authorizer: /, "") });
  }
  const bytes = Buffer.byteLength(Object.entries(config).flat().join(""));
  if (bytes > CONFIG_BYTES) {
    const allowed = `at most ${CONFIG_BYTES} bytes as the function's configuration`;
    faults.push({ path, given: `${bytes} bytes`, allowed });
  }
  return faults;
}

/** A secret that a function reads by its OCID. */
export interface SecretRef {
  /** OCID. */
  readonly secretId: string;
  /** OCID of the secret's compartment. */
  readonly compartmentId: string;
}

/** Who calls a function, and what it reads. */
export interface AuthorizerRights {
  readonly functionId: string;
  /** OCID of the function's compartment. */
  readonly functionCompartmentId: string;
  /** OCID of the gateways' compartment. */
  readonly gatewayCompartmentId: string;
  readonly secrets: readonly SecretRef[];
}

/**
 * Statements by which the gateways of one compartment call functions of another (API Gateway guide, "Create a Policy to Give API
 * Gateways Access to Functions"), and by which the function reads its secrets, each by its OCID (Functions guide, "Accessing
 * Other Oracle Cloud Infrastructure Resources from Running Functions").
 */
export function authorizerStatements(rights: AuthorizerRights): string[] {
  const { functionId, functionCompartmentId, gatewayCompartmentId, secrets } = rights;
  const where = (...conditions: string[]) => `where all {${conditions.join(", ")}}`;
  return [
    `Allow any-user to use functions-family in compartment id ${functionCompartmentId} ` +
      where(
        "request.principal.type = 'ApiGateway'",
        `request.resource.compartment.id = '${gatewayCompartmentId}'`,
      ),
    ...secrets.map(
      ({ secretId, compartmentId }) =>
        `Allow any-user to read secret-bundles in compartment id ${compartmentId} ` +
        where(
          "request.principal.type = 'fnfunc'",
          `request.principal.id = '${functionId}'`,
          `target.secret.id = '${secretId}'`,
        ),
    ),
  ];
}
