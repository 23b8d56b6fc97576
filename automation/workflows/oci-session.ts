/**
 * Opens a session of OCI in a CI job without a stored key: the runner's OIDC token is exchanged in the identity domain for a
 * session token of an hour, which is bound to a key pair made here ("Token Exchange Grant Type: Exchanging a JSON Web Token
 * for a UPST", docs.oracle.com/iaas/Content/Identity/api-getstarted/json_web_token_exchange.htm). What reads OCI's
 * configuration file then takes it; a login in a browser is never begun.
 */
import { createHash, generateKeyPairSync } from "node:crypto";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { InputError } from "../../components/core/errors";

const NEEDED = [
  "OCI_DOMAIN_URL",
  "OCI_CLIENT_ID",
  "OCI_CLIENT_SECRET",
  "OCI_TENANCY",
  "OCI_REGION",
  "ACTIONS_ID_TOKEN_REQUEST_URL",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
] as const;

type Settings = Readonly<Record<(typeof NEEDED)[number], string>>;

/** A step must not hang where something does not answer, milliseconds. */
const PATIENCE = 30_000;

/**
 * Exchanges the runner's token and writes the configuration.
 *
 * @param env the variables of the job: GitHub's own for its token (`permissions: id-token: write`), and OCI's.
 * @param folder where the configuration goes, made with mode 0700.
 * @returns variables by which the SDKs, the CLI and Pulumi's provider find the session.
 * @throws {InputError} with everything that is missing.
 * @throws {Error} when GitHub or the identity domain refuses; the message holds no token.
 */
export async function openSession(env: NodeJS.ProcessEnv, folder: string): Promise<Record<string, string>> {
  const settings = settingsOf(env);
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = publicKey.export({ type: "spki", format: "der" });
  const token = await exchanged(settings, await runnerToken(settings), der.toString("base64"));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string, text: string): string => {
    const full = path.join(folder, name);
    writeFileSync(full, text, { mode: 0o600 });
    return full;
  };
  const keyFile = file("session-key.pem", privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  const tokenFile = file("session-token", token);
  const fingerprint = createHash("md5")
    .update(der)
    .digest("hex")
    .replace(/..(?!$)/g, "$&:");
  const config = file(
    "config",
    [
      "[DEFAULT]",
      `tenancy=${settings.OCI_TENANCY}`,
      `region=${settings.OCI_REGION}`,
      `fingerprint=${fingerprint}`,
      `key_file=${keyFile}`,
      `security_token_file=${tokenFile}`,
      "",
    ].join("\n"),
  );
  return {
    OCI_CONFIG_FILE: config,
    OCI_CLI_CONFIG_FILE: config,
    OCI_CLI_AUTH: "security_token",
    // Of the provider, as TF_VAR_ names (registry.terraform.io/providers/oracle/oci, "SecurityToken authentication").
    TF_VAR_auth: "SecurityToken",
    TF_VAR_config_file_profile: "DEFAULT",
    TF_VAR_region: settings.OCI_REGION,
  };
}

function settingsOf(env: NodeJS.ProcessEnv): Settings {
  const missing = NEEDED.filter((name) => (env[name] ?? "") === "");
  if (missing.length > 0) {
    const allowed = (name: string) =>
      name.startsWith("ACTIONS_") ? "set by GitHub in a job with permissions: id-token: write" : "a text";
    throw new InputError(
      "session of OCI",
      missing.map((name) => ({ path: name, given: undefined, allowed: allowed(name) })),
    );
  }
  if (!/^https:\/\/|^http:\/\/127\.0\.0\.1:/.test(env["OCI_DOMAIN_URL"] ?? "")) {
    const given = env["OCI_DOMAIN_URL"];
    const allowed = "the domain's address, https://idcs-….identity.oraclecloud.com";
    throw new InputError("session of OCI", [{ path: "OCI_DOMAIN_URL", given, allowed }]);
  }
  return env as Settings;
}

async function runnerToken(settings: Settings): Promise<string> {
  const url = new URL(settings.ACTIONS_ID_TOKEN_REQUEST_URL);
  url.searchParams.set("audience", settings.OCI_DOMAIN_URL);
  const authorization = `Bearer ${settings.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`;
  return await answer("GitHub", url, { headers: { authorization } }, "value");
}

async function exchanged(settings: Settings, subject: string, publicKey: string): Promise<string> {
  const { OCI_CLIENT_ID: id, OCI_CLIENT_SECRET: secret, OCI_DOMAIN_URL: domain } = settings;
  const body = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    requested_token_type: "urn:oci:token-type:oci-upst",
    subject_token_type: "jwt",
    subject_token: subject,
    public_key: publicKey,
  });
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const request = { method: "POST", headers: { authorization }, body };
  return await answer("the identity domain", new URL("/oauth2/v1/token", domain), request, "token");
}

/** The text that an answer holds in a field. */
async function answer(who: string, url: URL, request: RequestInit, field: string): Promise<string> {
  const response = await fetch(url, { ...request, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${who} refuses the token: ${response.status} ${reasonIn(text)}`);
  const value = (JSON.parse(text) as Record<string, unknown>)[field];
  if (typeof value !== "string" || value === "") throw new Error(`${who} answers without ${field}`);
  return value;
}

/** OAuth's own fields of an error alone: the rest may repeat what was sent. */
function reasonIn(text: string): string {
  try {
    const { error = "", error_description: description = "" } = JSON.parse(text) as Record<string, string>;
    return `${error} ${description}`.trim();
  } catch {
    return "";
  }
}

async function main(): Promise<void> {
  const home = process.env["RUNNER_TEMP"] ?? os.tmpdir();
  try {
    const variables = await openSession(process.env, path.join(home, "oci-session"));
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
    const target = process.env["GITHUB_ENV"];
    if (target === undefined) process.stdout.write(lines.join(""));
    else appendFileSync(target, lines.join(""));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = InputError.is(error) ? 2 : 1;
  }
}

if (require.main === module) void main();
