import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach } from "vitest";
import { noteCheck, noting } from "./exercised";
import {
  simulatedClouds,
  type SimulatedClouds,
  type SimulatedCloudsOptions,
} from "../../../automation/clouds";
import {
  AssetInstance,
  type CheckFailure,
  type DiffRequest,
  type DiffResponse,
  type Provider,
  type Value,
  type Values,
} from "../../../automation/engine/provider";

const opened: SimulatedClouds[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const clouds of opened.splice(0)) clouds.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "causeway-clouds-"));
  folders.push(folder);
  return folder;
}

export function openClouds(options: Partial<SimulatedCloudsOptions> = {}): SimulatedClouds {
  const clouds = simulatedClouds({ home: temporaryFolder(), ...options });
  opened.push(clouds);
  return clouds;
}

const identity = (type: string, name: string) => ({
  type,
  name,
  urn: `urn:pulumi:dev::causeway::${type}::${name}`,
});

export class CheckError extends Error {
  constructor(readonly failures: readonly CheckFailure[]) {
    super(failures.map((f) => `${f.property}: ${f.reason}`).join("\n"));
  }
}

/** A resource that exists, as the engine would hold it in its state. */
export interface Made {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

const change = (made: Made, news: Values): DiffRequest => ({
  ...identity(made.type, made.name),
  id: made.id,
  oldInputs: made.inputs,
  oldOutputs: made.outputs,
  news,
  ignoreChanges: [],
});

/** The same without what a test took out by setting it to undefined: the engine never hands that on. */
function present(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(present);
  if (typeof value !== "object" || value === null || value instanceof AssetInstance) return value;
  const entries = Object.entries(value as Record<string, Value | undefined>);
  return Object.fromEntries(entries.flatMap(([k, v]) => (v === undefined ? [] : [[k, present(v)]])));
}

/** Drives one provider the way the engine does: check, then create, diff, update, read or delete. */
export class Driver {
  constructor(
    readonly provider: Provider,
    private readonly region: string,
  ) {}

  async check(type: string, name: string, news: Values, olds?: Values): Promise<Values> {
    const request = identity(type, name);
    const answer = await this.provider.check({
      ...request,
      ...(olds ? { olds } : {}),
      news: present(news) as Values,
      randomSeed: createHash("sha256").update(request.urn).digest(),
    });
    if (answer.failures.length > 0) {
      noteCheck(type, answer.inputs, this.region);
      throw new CheckError(answer.failures);
    }
    return answer.inputs;
  }

  async create(type: string, name: string, news: Values): Promise<Made> {
    const inputs = await this.check(type, name, news);
    const made = await noting(
      type,
      this.provider.create({ ...identity(type, name), inputs, preview: false }),
    );
    return { type, name, inputs, id: made.id, outputs: made.outputs };
  }

  async preview(type: string, name: string, news: Values): Promise<Values> {
    const inputs = await this.check(type, name, news);
    return (await this.provider.create({ ...identity(type, name), inputs, preview: true })).outputs;
  }

  async diff(made: Made, news: Values): Promise<DiffResponse> {
    return this.provider.diff(change(made, await this.check(made.type, made.name, news, made.inputs)));
  }

  /** What a preview of an update foretells of the outputs. */
  async foretold(made: Made, changed: Values): Promise<Values> {
    const news = await this.check(made.type, made.name, changed, made.inputs);
    return (await this.provider.update({ ...change(made, news), preview: true })).outputs;
  }

  async update(made: Made, changed: Values): Promise<Made> {
    const news = await this.check(made.type, made.name, changed, made.inputs);
    const { outputs } = await noting(
      made.type,
      this.provider.update({ ...change(made, news), preview: false }),
    );
    return { ...made, inputs: news, outputs };
  }

  read(made: Made) {
    return this.provider.read({ ...identity(made.type, made.name), ...made });
  }

  delete(made: Made): Promise<void> {
    return noting(made.type, this.provider.delete({ ...identity(made.type, made.name), ...made }));
  }

  async invoke(token: string, args: Values = {}): Promise<Values> {
    const answer = await this.provider.invoke({ token, args, preview: false });
    if ("failures" in answer) throw new CheckError(answer.failures);
    return answer.result;
  }
}

export async function driver(clouds: SimulatedClouds, name: string, config: Values = {}): Promise<Driver> {
  const cloud = clouds.package(name);
  if (!cloud) throw new Error(`no package ${name}`);
  const request = identity(`pulumi:providers:${name}`, "provider");
  const checked = await cloud.checkConfig({ ...request, news: config, randomSeed: Buffer.alloc(32) });
  if (checked.failures.length > 0) throw new CheckError(checked.failures);
  const configured = await cloud.configure({ ...request, config: checked.inputs });
  return new Driver(configured, typeof config["region"] === "string" ? config["region"] : "");
}

export const aws = (clouds = openClouds(), config: Values = { region: "us-east-1" }): Promise<Driver> =>
  driver(clouds, "aws", config);

export function textOf(values: Values, key: string): string {
  const value: Value | undefined = values[key];
  if (typeof value !== "string") throw new Error(`${key} is not a string`);
  return value;
}

export const oci = (clouds = openClouds(), region = "me-dubai-1"): Promise<Driver> =>
  driver(clouds, "oci", { region });

/** A tenancy with one compartment, and how to make what OCI has by its type without `oci:`. */
export async function compartment() {
  const cloud = await oci();
  const make = (type: string, name: string, inputs: Values): Promise<Made> =>
    cloud.create(`oci:${type}`, name, inputs);
  const { id } = await make("Identity/compartment:Compartment", "shop", {
    name: "shop",
    description: "Shop",
  });
  return { cloud, make, compartmentId: id };
}
