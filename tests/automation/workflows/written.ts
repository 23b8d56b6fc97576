import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { deployToOke, workflowText, type DeployToOke } from "../../../automation/workflows";

export const root = path.resolve(__dirname, "../../..");
export const folder = path.join(root, ".github", "workflows");

export interface WrittenStep {
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface WrittenJob {
  readonly "runs-on": string | readonly string[];
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly "timeout-minutes"?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly WrittenStep[];
}

export interface Written {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency?: WrittenJob["concurrency"];
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, WrittenJob>>;
}

export const OKE: DeployToOke = {
  app: "myapp",
  registries: ["ocir.me-dubai-1.oci.oraclecloud.com", "jed.ocir.io"],
  targets: [
    { environment: "dev", overlay: "overlays/dev", application: "myapp-dev" },
    { environment: "prod", overlay: "overlays/prod", application: "myapp-prod" },
  ],
};

/** The workflow for applications, as its file would be. */
export const okeText = (args: DeployToOke = OKE): string =>
  workflowText(deployToOke(args), "Made by a test.");
export const oke = (args: DeployToOke = OKE): Written => parse(okeText(args)) as Written;

/** Every workflow of the repository, by the name of its file. */
export function workflows(): Readonly<Record<string, Written>> {
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      path.basename(file, ".yml"),
      parse(readFileSync(path.join(folder, file), "utf8")) as Written,
    ]),
  );
}

export function jobOf({ jobs }: Written, id: string): WrittenJob {
  const job = jobs[id];
  if (job === undefined) throw new Error(`no job ${id}; there are ${Object.keys(jobs).join(", ")}`);
  return job;
}
