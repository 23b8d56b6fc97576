/** Configuration of policy packs: what a pack declares, what it sets itself, and the file that the caller gives. */
import fs from "node:fs";
import * as analyzerPb from "@pulumi/pulumi/proto/analyzer_pb";
import type * as analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { messageOf, usage } from "./errors";
import { structPb } from "./sdk";
import { call } from "./unary-call";
import type { Json } from "./wire";

export type Level = "advisory" | "mandatory" | "remediate" | "disabled";
export const LEVELS: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];

interface PolicySettings {
  level: Level | undefined;
  properties: Record<string, Json> | undefined;
}

/**
 * The pack's defaults, over them what it set itself, over them the file's; as the CLI reconciles them.
 *
 * @returns whether the pack may have something to remediate.
 */
export async function configurePack(
  client: analyzerGrpc.AnalyzerClient,
  info: analyzerPb.AnalyzerInfo,
  configFile: string | undefined,
): Promise<boolean> {
  if (!info.getSupportsconfig()) {
    if (configFile !== undefined) throw usage(`policy pack ${info.getName()} takes no configuration`);
    return true;
  }
  const settings = new Map<string, PolicySettings>();
  for (const policy of info.getPoliciesList()) {
    const schema = policy.getConfigschema()?.getProperties()?.toJavaScript();
    const defaults = Object.entries(schema ?? {}).flatMap(([key, property]) => {
      const value = (property as { default?: Json } | null)?.default;
      return value === undefined ? [] : [[key, value] as const];
    });
    settings.set(policy.getName(), {
      level: LEVELS[policy.getEnforcementlevel()],
      properties: defaults.length > 0 ? Object.fromEntries(defaults) : undefined,
    });
  }
  const own = new Map<string, PolicySettings>();
  info.getInitialconfigMap().forEach((config: analyzerPb.PolicyConfig, name: string) => {
    own.set(name, {
      level: LEVELS[config.getEnforcementlevel()],
      properties: config.getProperties()?.toJavaScript(),
    });
  });
  apply(settings, own);
  if (configFile !== undefined) apply(settings, readConfig(configFile));

  const faults = validate(info, settings);
  if (faults.length > 0) {
    const prefix = `validating policy config: ${info.getName()} ${info.getVersion()}  `;
    throw usage(faults.map((fault) => prefix + fault).join("\n"));
  }
  const request = new analyzerPb.ConfigureAnalyzerRequest();
  for (const [name, { level, properties }] of settings) {
    const config = new analyzerPb.PolicyConfig();
    config.setEnforcementlevel(LEVELS.indexOf(level ?? "advisory"));
    config.setProperties(structPb.Struct.fromJavaScript(properties ?? {}));
    request.getPolicyconfigMap().set(name, config);
  }
  await call((done) => client.configure(request, done));
  return [...settings.values()].some(({ level }) => level === "remediate");
}

function apply(settings: Map<string, PolicySettings>, changes: ReadonlyMap<string, PolicySettings>): void {
  const all = changes.get("all")?.level;
  if (all !== undefined) for (const setting of settings.values()) setting.level = all;
  for (const [name, change] of changes) {
    const setting = settings.get(name) ?? { level: undefined, properties: undefined };
    settings.set(name, {
      level: change.level ?? setting.level,
      properties:
        change.properties === undefined
          ? setting.properties
          : { ...setting.properties, ...change.properties },
    });
  }
}

/** `{ "policy": "mandatory" }` or `{ "policy": { "enforcementLevel": …, property: … } }`. */
function readConfig(file: string): Map<string, PolicySettings> {
  let raw: Record<string, Json>;
  try {
    raw = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, Json>;
  } catch (error) {
    throw usage(`the policy configuration ${file} can not be read: ${messageOf(error)}`);
  }
  const level = (name: string, value: Json | undefined): Level | undefined => {
    if (value === undefined) return undefined;
    if (LEVELS.includes(value as Level)) return value as Level;
    throw usage(
      `${file}: ${JSON.stringify(value)} is not an enforcement level for ${name}: ${LEVELS.join(", ")} are`,
    );
  };
  return new Map(
    Object.entries(raw).map(([name, value]) => {
      if (value === null || typeof value !== "object" || Array.isArray(value)) {
        return [name, { level: level(name, value), properties: undefined }];
      }
      const { enforcementLevel, ...properties } = value;
      const given = Object.keys(properties).length > 0 ? properties : undefined;
      return [name, { level: level(name, enforcementLevel), properties: given }];
    }),
  );
}

const JSON_TYPES: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
};

/** What a pack's schema says first: that something is required, and of which type. The pack checks the rest. */
function validate(info: analyzerPb.AnalyzerInfo, settings: ReadonlyMap<string, PolicySettings>): string[] {
  return info.getPoliciesList().flatMap((policy) => {
    const schema = policy.getConfigschema();
    const setting = settings.get(policy.getName());
    if (schema === undefined || setting === undefined || setting.level === "disabled") return [];
    const properties = setting.properties ?? {};
    const declared = (schema.getProperties()?.toJavaScript() ?? {}) as Record<
      string,
      { type?: string | string[] }
    >;
    const missing = schema
      .getRequiredList()
      .filter((name) => properties[name] === undefined)
      .map((name) => `${policy.getName()}: ${name} is required`);
    const mistyped = Object.entries(properties).flatMap(([name, value]) => {
      const types = [declared[name]?.type ?? []].flat();
      const fits = types.length === 0 || types.some((type) => JSON_TYPES[type]?.(value) ?? true);
      return fits ? [] : [`${policy.getName()}: ${name}: Invalid type. Expected: ${types.join(", ")}`];
    });
    return [...missing, ...mistyped];
  });
}
