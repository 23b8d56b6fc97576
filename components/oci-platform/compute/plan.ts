import type { Fault } from "../../core";

/** What in a start-up script or a function's settings is a credential rather than the name of one. */
const CREDENTIAL =
  /(password|passwd|secret|token|private.?key|api.?key)\w*\s*[=:]\s*["']?[^\s"'$<{]{6,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/i;

/** Says what a start-up script must be when it holds a credential. */
export function scriptTest(script: string): string | undefined {
  return CREDENTIAL.test(script)
    ? "a script without a credential: everybody on the machine reads it from its metadata; read the vault instead"
    : undefined;
}

/** Keys of settings that would hold a credential, unless they name a secret: `DB_SECRET_ID`. */
const CREDENTIAL_KEY = /(PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET)$/i;

/** Settings of functions that would show a credential to whoever may look at them. */
export function settingFaults(settings: Readonly<Record<string, unknown>>): Fault[] {
  return Object.keys(settings)
    .filter((key) => CREDENTIAL_KEY.test(key))
    .map((key) => ({
      path: `settings.${key}`,
      given: "a value",
      allowed:
        "the OCID of a secret, under a name such as DB_SECRET_ID, which the function reads from the vault",
    }));
}
