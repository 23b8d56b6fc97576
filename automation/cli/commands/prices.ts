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
  summary: "Fetch the list prices of what a platform is made of, for causeway diff --prices",
  details:
    "Deploys the platform on simulated clouds in memory to see what it is made of and where, and reads what that is asked for\n" +
    "each hour or month from the price lists that AWS and Oracle publish: no account, no credential. Each price is written\n" +
    "with the address and the day of its list, in USD, without discounts and free tiers. Of instance types all sizes of the\n" +
    "families in use are read. What is asked for by use, or in steps, is left out and named, with what each environment\n" +
    "costs a month at the least. Nothing is written when a list can not be read in whole. docs/diff.md.",
  options: [
    { flags: "--env <name...>", description: "these environments alone; all that there are when left out" },
    OPTION.platform,
    { flags: "--out <file>", description: "file to write to; standard output when left out" },
    {
      flags: "--families <name...>",
      description: "families of AWS instance types to read beside those in use: m7g c7g",
    },
    {
      flags: "--aws-price-list <url>",
      description: `where AWS's price lists are, such as a mirror; ${AWS_LISTS} when left out`,
      parse: address("--aws-price-list"),
    },
    {
      flags: "--oci-price-list <url>",
      description: `where Oracle's price list is, such as a mirror; ${OCI_LIST} when left out`,
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
