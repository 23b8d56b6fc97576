import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { InputError } from "../../../components/core/errors";
import { deploy } from "../../deploy/deploy";
import { DeployError } from "../../deploy/failure";
import { makeRoot } from "../../deploy/layout";
import { loadPlatform } from "../../deploy/load-platform";
import { silent } from "../../deploy/progress";
import type { RunReport } from "../../deploy/report";
import { unknownEnvironments } from "../../deploy/selection";
import { isOfCloud } from "../../deploy/urn";
import type { CostChange } from "../../diff/cost";
import { AWS_LISTS, OCI_LIST } from "../../prices/addresses";
import type { Environment, Lists } from "../../prices/collect";
import type { Command, Given, Terminal } from "../command";
import { canBeFile, writeText } from "../given-file";
import { onInterrupt } from "../interrupt";
import { OPTION, listOf, parallelOf, valuesOf, type OptionValues } from "../options";
import { opened, type Opened } from "../run";

export const prices: Command = {
  name: "prices",
  summary: "Fetch list prices of a platform's resources, for causeway diff --prices",
  details:
    "Deploys the platform to simulated clouds in a temporary folder to see which resources it has in which regions, then\n" +
    "reads their hourly and monthly prices from the price lists that AWS and Oracle publish. Needs no account and no\n" +
    "credentials, but internet access. Prices are in USD, without discounts and free tiers, each with the address and date of\n" +
    "its list. For instance types, all sizes of the families in use are read. Usage-based and tiered prices are left out and\n" +
    "listed, together with the minimum monthly cost of each environment. Nothing is written if a list cannot be read\n" +
    "completely. See docs/diff.md.",
  options: [
    { flags: "--env <name...>", description: "only these environments; default: all" },
    OPTION.platform,
    { flags: "--out <file>", description: "file to write; default: standard output" },
    {
      flags: "--families <name...>",
      description: "additional AWS instance families to read, such as m7g c7g",
    },
    {
      flags: "--aws-price-list <url>",
      description: `address of AWS's price lists, such as a mirror; default: ${AWS_LISTS}`,
      parse: address("--aws-price-list"),
    },
    {
      flags: "--oci-price-list <url>",
      description: `address of Oracle's price list, such as a mirror; default: ${OCI_LIST}`,
      parse: address("--oci-price-list"),
    },
    OPTION.parallel,
  ],
  examples: [
    "causeway prices --out prices.json",
    "causeway prices --env prod --families m7g --out prices.json",
  ],
  async run(given, terminal) {
    const out = outOf(given, terminal.cwd);
    const names = await environmentsOf(given, terminal);
    const onStep = (line: string) => void terminal.stderr.write(`${line}\n`);
    const interrupts = onInterrupt(
      () => {
        onStep("Stopping: nothing is written.");
      },
      () => undefined,
    );
    const { signal } = interrupts;
    try {
      const environments: Environment[] = [];
      for (const name of names) {
        onStep(`${name}: deploying it on simulated clouds`);
        environments.push({ name, resources: await rehearsed(name, given, terminal, signal) });
      }
      const { collect, judge } = await import("../../prices/collect.js");
      const { pricesText } = await import("../format/prices.js");
      const families = listOf(given, "families") ?? [];
      const collected = await collect(environments, families, listsOf(given), { signal, onStep });
      const document = `${JSON.stringify(collected.catalogue, null, 2)}\n`;
      if (out === undefined) terminal.stdout.write(document);
      else writeText("--out", out, terminal.cwd, document);
      const judged = environments.map((one) => ({ name: one.name, ...judge(one, collected) }));
      terminal.stderr.write(pricesText(collected.catalogue, judged));
      return 0;
    } finally {
      interrupts.dispose();
    }
  },
};

function outOf({ options }: Given, cwd: string): string | undefined {
  const given = options["out"];
  if (typeof given !== "string") return undefined;
  if (canBeFile(path.resolve(cwd, given))) return given;
  throw new InputError("options", [{ path: "--out", given, allowed: "a file that can be written" }]);
}

/** @throws {InputError} with every name that is no environment's. */
async function environmentsOf(given: Given, { cwd }: Terminal): Promise<readonly string[]> {
  const { platform } = await loadPlatform(valuesOf(given).platform, cwd);
  const all = Object.keys(platform.environments);
  const asked = listOf(given, "env") ?? all;
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length === 0) return [...new Set(asked)];
  throw unknownEnvironments(platform.name, unknown, all);
}

function listsOf({ options }: Given): Lists {
  const text = (key: string, fallback: string) =>
    typeof options[key] === "string" ? options[key] : fallback;
  return {
    aws: text("awsPriceList", AWS_LISTS).replace(/\/+$/, ""),
    oci: text("ociPriceList", OCI_LIST),
  };
}

/** An address that a list can be read at; what is asked of it is added. */
function address(flag: string): (text: string) => string {
  return (text) => {
    if (/^https?:\/\/[^\s?#]+$/.test(text) && URL.canParse(text)) return text;
    const allowed = "an http or https address without a question mark";
    throw new InputError("options", [{ path: flag, given: text, allowed }]);
  };
}

/**
 * What an environment is made of, found by deploying it in a folder that goes with the run.
 *
 * @throws {DeployError} when a stack of it can not be deployed.
 */
async function rehearsed(
  env: string,
  given: Given,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly CostChange[]> {
  const state = mkdtempSync(path.join(os.tmpdir(), "causeway-prices-"));
  const values: OptionValues = { ...valuesOf(given), env, state, engine: "embedded" };
  const resources: CostChange[] = [];
  const work = async ({ selection, engine, layout, workDir }: Opened): Promise<number> => {
    makeRoot(layout);
    const report = await deploy({
      ...{ verb: "up", selection, engine, layout, workDir, signal, progress: silent },
      parallel: parallelOf(values),
      isJudged: () => false,
    });
    if (report.result === "interrupted") throw new DeployError("interrupted", "stopped: nothing is written");
    if (report.result !== "succeeded") {
      const broken = report.stacks.find(({ failure }) => failure !== undefined);
      const why = broken?.failure?.message ?? report.failures[0]?.message ?? report.result;
      throw new DeployError("failed", `${env}: ${broken?.name ?? "it"} can not be deployed: ${why}`);
    }
    resources.push(...resourcesOf(report));
    return 0;
  };
  try {
    await opened(values, terminal, work);
    return resources;
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** What is in a cloud: not what others own, nor components, which are named in the URNs of what they hold. */
function resourcesOf({ stacks }: RunReport): readonly CostChange[] {
  const all = stacks.flatMap(({ name: stack, resources }) => resources.map((one) => ({ ...one, stack })));
  const holders = new Set(all.flatMap(({ urn }) => (urn.split("::")[2] ?? "").split("$").slice(0, -1)));
  return all
    .filter(({ type, op }) => op !== "read" && isOfCloud(type) && (type.includes("/") || !holders.has(type)))
    .map(({ stack, urn, type, region, after = {} }) => ({ stack, urn, type, region, after }));
}
