/** What has to be right on this machine before a run, each with a remedy. */
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { staleness } from "../../stacks/staleness";
import type { Platform } from "../../stacks/define/platform";
import type { PlatformEnvironment } from "../../stacks/define/stack";
import { failureOf } from "./failure";
import type { Layout } from "./layout";
import { installing, packageVersion, referencePackages } from "./packages";
import { packageRoot } from "../../stacks/package-root";
import { INSTALL_PAGE, realEngine } from "./real-engine";
import { LOGIN } from "./stack-failure";

/** One thing that was looked at. */
export interface Checked {
  readonly check: string;
  /** `warning`: a run may go well all the same. */
  readonly state: "ok" | "warning" | "failed";
  /** What was seen. */
  readonly seen: string;
  /** What to do about it, for all but `ok`. */
  readonly remedy?: string;
}

export interface DoctorRequest {
  readonly engine: "pulumi" | "embedded";
  readonly layout: Layout;
  readonly platform: Platform;
  /** Whether that is the reference platform. */
  readonly reference: boolean;
  /** Environments whose secrets provider is looked at. */
  readonly environments: readonly PlatformEnvironment[];
  readonly variables: NodeJS.ProcessEnv;
  /** Version of Node, and why it does not do when it does not. */
  readonly node: { readonly version: string; readonly unfit: string | undefined };
}

/** Looks at everything; changes nothing. */
export async function examine(request: DoctorRequest): Promise<readonly Checked[]> {
  const packages = request.reference ? [packagesCheck()] : [];
  const here = [nodeCheck(request), builtCheck(), ...packages, stateCheck(request.layout)];
  return request.engine === "embedded" ? here : [...here, ...(await realChecks(request))];
}

function nodeCheck({ node }: DoctorRequest): Checked {
  const check = "Node";
  if (node.unfit === undefined) return { check, state: "ok", seen: node.version };
  return { check, state: "failed", seen: node.version, remedy: node.unfit };
}

function builtCheck(): Checked {
  const stale = staleness(packageRoot);
  if (stale === undefined) return { check: "build", state: "ok", seen: "dist is up to date" };
  return { check: "build", state: "failed", seen: stale, remedy: "npm run build" };
}

function packagesCheck(): Checked {
  const check = "packages";
  const found = referencePackages().map((one) => ({ ...one, version: packageVersion(one.name) }));
  const missing = found.filter(({ version }) => version === undefined);
  if (missing.length === 0) {
    return {
      check,
      state: "ok",
      seen: found.map(({ name, version = "" }) => `${name} ${version}`).join(", "),
    };
  }
  const seen = `not installed: ${missing.map(({ name }) => name).join(", ")}`;
  return { check, state: "failed", seen, remedy: installing(missing) };
}

function stateCheck({ root }: Layout): Checked {
  const check = "state root";
  const folder = existsSync(root) ? root : path.dirname(root);
  try {
    accessSync(folder, constants.W_OK);
    return { check, state: "ok", seen: root };
  } catch {
    return {
      check,
      state: "failed",
      seen: `${folder} can not be written`,
      remedy: "name another folder with --state",
    };
  }
}

async function realChecks(request: DoctorRequest): Promise<readonly Checked[]> {
  const secrets = request.environments.map((env) => secretsCheck(request, env));
  try {
    const engine = await realEngine();
    const cli: Checked = { check: "Pulumi CLI", state: "ok", seen: engine.version };
    return [
      cli,
      await backendCheck(() => engine.state()),
      await pluginsCheck(() => engine.plugins()),
      ...secrets,
    ];
  } catch (error) {
    const remedy = `install it: ${INSTALL_PAGE}, or rehearse with --engine embedded`;
    const seen = failureOf(error).message.split("\n")[0] ?? "";
    return [{ check: "Pulumi CLI", state: "failed", seen, remedy }, ...secrets];
  }
}

async function backendCheck(state: () => Promise<string>): Promise<Checked> {
  const check = "login and backend";
  try {
    return { check, state: "ok", seen: await state() };
  } catch (error) {
    const seen = failureOf(error).message.split("\n")[0] ?? "";
    return { check, state: "failed", seen, remedy: LOGIN };
  }
}

/** The CLI fetches a missing plugin when it is first needed, so none is a warning only. */
async function pluginsCheck(list: () => Promise<readonly string[]>): Promise<Checked> {
  const check = "provider plugins";
  const installed = await list();
  const wanted = ["aws", "oci", "kubernetes", "random", "tls"].flatMap((name) => {
    const version = packageVersion(`@pulumi/${name}`);
    return version === undefined ? [] : [`${name} ${version}`];
  });
  const missing = wanted.filter((plugin) => !installed.includes(plugin));
  if (missing.length === 0) return { check, state: "ok", seen: wanted.join(", ") || "none needed" };
  const commands = missing.map((plugin) => `pulumi plugin install resource ${plugin}`).join("; ");
  return { check, state: "warning", seen: `not installed yet: ${missing.join(", ")}`, remedy: commands };
}

function secretsCheck({ platform, variables }: DoctorRequest, env: PlatformEnvironment): Checked {
  const check = `secrets of ${env.name}`;
  const provider = platform.secretsProvider(env);
  if (provider.kind === "key") return { check, state: "ok", seen: provider.url };
  const file = variables["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (variables["PULUMI_CONFIG_PASSPHRASE"] !== undefined) {
    return { check, state: "ok", seen: "passphrase of PULUMI_CONFIG_PASSPHRASE" };
  }
  if (file !== undefined && existsSync(file)) return { check, state: "ok", seen: `passphrase of ${file}` };
  const seen =
    file === undefined
      ? "no passphrase is set"
      : `PULUMI_CONFIG_PASSPHRASE_FILE names ${file}, which is not there`;
  const remedy = "set PULUMI_CONFIG_PASSPHRASE_FILE to a file with the passphrase, readable by you alone";
  return { check, state: "failed", seen, remedy };
}
