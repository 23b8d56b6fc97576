/** Signatures that are taken: of asymmetric keys only, so that no public key can be turned into a shared secret. */
export const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

/** How tokens are judged. */
export interface Settings {
  /** `JWKS_URL`: https address of the provider's keys. */
  readonly jwksUrl: URL;
  /** `ISSUERS`: who may have issued a token, divided by blanks. */
  readonly issuers: string[];
  /** `AUDIENCES`: whom it must be meant for, divided by blanks. */
  readonly audiences: string[];
  /** `REQUIRED_CLAIMS`: claims that it must have beside `sub` and `exp`, divided by blanks; may be left out. */
  readonly requiredClaims: string[];
  /** `CLOCK_SKEW_SECONDS`: how far the provider's clock may be off, 0 to 60; may be left out for 60. */
  readonly clockSkewSeconds: number;
  /** `KEYS_TIMEOUT_SECONDS`: how long the keys are waited for, 1 to 30; may be left out for 3. */
  readonly keysTimeoutSeconds: number;
}

/** @throws {Error} that names every variable that is missing or wrong, and what is allowed. */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  const faults: string[] = [];
  const words = (name: string) => (environment[name] ?? "").split(/\s+/).filter((word) => word !== "");
  const needed = (name: string) => {
    const found = words(name);
    if (found.length === 0 || found.some((word) => word.includes("*")))
      faults.push(`${name} needs one value or more, divided by blanks, none with *`);
    return found;
  };
  const number = (name: string, least: number, most: number, usual: number) => {
    const value = Number(environment[name] ?? usual);
    if (!(value >= least && value <= most)) faults.push(`${name} must be ${least} to ${most}`);
    return value;
  };
  const url = environment["JWKS_URL"] ?? "";
  const jwksUrl = URL.canParse(url) ? new URL(url) : undefined;
  if (jwksUrl?.protocol !== "https:" || jwksUrl.username !== "" || jwksUrl.password !== "")
    faults.push("JWKS_URL must be an https address without credentials");
  const rest = {
    issuers: needed("ISSUERS"),
    audiences: needed("AUDIENCES"),
    requiredClaims: words("REQUIRED_CLAIMS"),
    clockSkewSeconds: number("CLOCK_SKEW_SECONDS", 0, 60, 60),
    keysTimeoutSeconds: number("KEYS_TIMEOUT_SECONDS", 1, 30, 3),
  };
  if (jwksUrl === undefined || faults.length > 0) throw new Error(`authorizer: ${faults.join("; ")}`);
  return { jwksUrl, ...rest };
}
