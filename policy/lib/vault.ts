import type { Resource } from "../rule";
import { valuesOf } from "./charts";
import { dig, entriesOf, textsOf, wordOf } from "./dig";
import { parsedJson } from "./json";

// Types of @pulumi/vault 7.8, which a program of one's own may have; causeway's has it not.
export const POLICY = "vault:index/policy:Policy";
export const PROVIDER = "pulumi:providers:vault";

/** Roles by which somebody logs in. */
const LOGINS =
  /^vault:(appRole|aws|azure|gcp|jwt|kubernetes)\/authBackendRole:|^vault:index\/certAuthBackendRole:/;

export function isLogin({ type }: Resource): boolean {
  return LOGINS.test(type);
}

/** The values of Vault's chart, where it runs a server and not the injector alone. */
export function serverValuesOf(resource: Resource): Readonly<Record<string, unknown>> | undefined {
  const values = valuesOf(resource, "vault");
  if (values === undefined || wordOf(dig(values, "server", "enabled")) === "false") return undefined;
  const elsewhere = [
    dig(values, "global", "externalVaultAddr"),
    dig(values, "injector", "externalVaultAddr"),
  ];
  return elsewhere.some((address) => typeof address === "string" && address !== "") ? undefined : values;
}

/** Where the chart takes the server's configuration (vault-helm, values.yaml). */
const CONFIGS = [
  ["server", "ha", "raft", "config"],
  ["server", "ha", "config"],
  ["server", "standalone", "config"],
] as const;

/** The server's configurations, without comments; HCL, or JSON where they are given as an object. */
export function configsIn(values: unknown): { readonly path: string; readonly text: string }[] {
  return CONFIGS.flatMap((keys) => {
    const given = dig(values, ...keys);
    if (given === undefined || given === null) return [];
    const text =
      typeof given === "string" ? given.replaceAll(/^\s*(#|\/\/).*$/gm, "") : JSON.stringify(given);
    return [{ path: `values.${keys.join(".")}`, text }];
  });
}

/** What a policy lets do on a path. */
export interface Capability {
  readonly path: string;
  readonly capabilities: readonly string[];
}

/** The paths of a policy, with the capabilities on each (HCL, or JSON: `{ "path": { "secret/*": { "capabilities": [] } } }`). */
export function capabilitiesIn(policy: unknown): Capability[] {
  if (typeof policy !== "string") return [];
  const parsed = parsedJson(policy);
  if (parsed !== undefined)
    return entriesOf(dig(parsed, "path")).map(({ key, read }) => ({
      path: key,
      capabilities: textsOf(dig(read(), "capabilities")),
    }));
  const text = policy.replaceAll(/^\s*(#|\/\/).*$/gm, "");
  return text.split(/(?=\bpath\s+")/).flatMap((block) => {
    const path = /^path\s+"([^"]*)"/.exec(block)?.[1];
    const list = /capabilities\s*=\s*\[([^\]]*)\]/.exec(block)?.[1] ?? "";
    return path === undefined
      ? []
      : [{ path, capabilities: [...list.matchAll(/"(\w+)"/g)].map(([, one = ""]) => one) }];
  });
}

/** Seconds, given as a number or as Go writes a duration; undefined where it is neither. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^(\d+|(\d+[dhms])+)$/.test(value)) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const units: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };
  return [...value.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, n, unit = "s"]) => sum + Number(n) * (units[unit] ?? 1),
    0,
  );
}
