/**
 * A stack's configuration: what `config set` keeps under the engine's home, over `Pulumi.<stack>.yaml` in the project,
 * over the defaults in Pulumi.yaml. Only the first of them is ever written.
 */
import fs from "node:fs";
import path from "node:path";
import { EngineError, messageOf, usage } from "./errors";
import type { ConfigDeclaration, Project } from "./project";
import { findFile } from "./project";
import { deleteAt, getAt, parsePath, setAt } from "./property-path";
import { formatYaml, parseYaml } from "./sdk";
import type { Crypter } from "./secrets";
import { replaceFile } from "./store";
import type { StackStore } from "./store";
import type { Json } from "./wire";

interface Settings {
  encryptionsalt?: string;
  secretsprovider?: string;
  config?: Record<string, Json>;
}

export interface ConfigValue {
  readonly value: string;
  readonly objectValue?: Json;
  readonly secret: boolean;
}

export class StackConfig {
  private constructor(
    private readonly project: Project,
    private readonly store: StackStore,
    /** Pulumi.<stack>.yaml, when there is one. */
    private readonly given: Settings,
    private readonly givenFile: string | undefined,
    private readonly own: Settings,
  ) {}

  static load(project: Project, store: StackStore, configFile?: string): StackConfig {
    const names = ["yaml", "yml", "json"].map((extension) => `Pulumi.${store.stack}.${extension}`);
    const file = configFile === undefined ? findFile(project.root, names) : path.resolve(configFile);
    const given = file === undefined ? {} : readSettings(file);
    const own = fs.existsSync(store.settingsFile) ? readSettings(store.settingsFile) : {};
    for (const [key, from] of [...Object.keys(given.config ?? {}), ...Object.keys(own.config ?? {})].map(
      (name) => [name, file ?? store.settingsFile] as const,
    )) {
      if (!/^([^:]+:)?[^:]+$/.test(key.replace(":config:", ":"))) {
        throw usage(`${from}: ${JSON.stringify(key)} is not a configuration key of the form namespace:name`);
      }
    }
    const provider = own.secretsprovider ?? given.secretsprovider ?? "";
    if (provider !== "" && provider !== "passphrase" && provider !== "default") {
      throw new EngineError(
        "unsupported",
        `the embedded engine does not implement the secrets provider ${provider} of ${file ?? store.settingsFile}; it ` +
          "keeps secrets with a passphrase",
      );
    }
    return new StackConfig(project, store, given, file, own);
  }

  get salt(): string | undefined {
    return this.own.encryptionsalt ?? this.given.encryptionsalt;
  }

  setSalt(salt: string): void {
    if (this.salt === salt) return;
    this.own.encryptionsalt = salt;
    this.save();
  }

  key(name: string): string {
    const plain = name.replace(":config:", ":");
    return plain.includes(":") ? plain : `${this.project.name}:${plain}`;
  }

  /** Raw values by full key; a secret is `{secure: ciphertext}`, at any depth. */
  raw(): Record<string, Json> {
    const merged: Record<string, Json> = {};
    for (const source of [this.given.config ?? {}, this.own.config ?? {}]) {
      for (const [name, value] of Object.entries(source)) merged[this.key(name)] = value;
    }
    return merged;
  }

  /** Every value, opened, with the project's defaults. */
  values(crypter: Crypter): Record<string, ConfigValue> {
    const raw = this.raw();
    for (const [key, declared] of Object.entries(this.project.config)) {
      const value = declared.default ?? declared.value;
      if (raw[key] === undefined && value !== undefined) raw[key] = value;
    }
    return Object.fromEntries(
      Object.entries(raw)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [key, openValue(value, crypter, this.project.config[key]?.secret === true)]),
    );
  }

  hasSecrets(): boolean {
    return Object.values(this.raw()).some(hasSecure);
  }

  /** What Pulumi.yaml declares and the stack does not give, or gives in another type. */
  faults(values: Readonly<Record<string, ConfigValue>>): string[] {
    return Object.entries(this.project.config).flatMap(([key, declared]) => {
      const value = values[key];
      if (value === undefined) {
        return declared.type === undefined
          ? []
          : [`Stack '${this.store.stack}' is missing configuration value '${key}'`];
      }
      return matchesType(value, declared.type)
        ? []
        : [`Stack '${this.store.stack}' with configuration key '${key}' must be of type '${declared.type}'`];
    });
  }

  /** Sets all of it, or nothing where one of it can not be set. */
  setAll(values: readonly (readonly [name: string, value: Json])[], atPath: boolean): void {
    for (const [name, value] of values) this.put(name, value, atPath);
    this.save();
  }

  private put(name: string, value: Json, atPath: boolean): void {
    const config = (this.own.config ??= {});
    const [key, inside] = this.split(name, atPath);
    if (inside.length === 0) config[key] = value;
    else {
      const changed = setAt(this.raw()[key] ?? undefined, inside, value);
      if (changed === undefined)
        throw usage(`${name} can not be set: what is on the way is not a map or a list`);
      config[key] = changed as Json;
    }
  }

  remove(name: string, atPath: boolean): void {
    const [key, inside] = this.split(name, atPath);
    const config = (this.own.config ??= {});
    const inGiven = Object.keys(this.given.config ?? {}).some((given) => this.key(given) === key);
    if (inGiven) {
      throw usage(
        `${key} is set in ${this.givenFile ?? ""}, which the engine does not write; remove it there`,
      );
    }
    if (inside.length === 0) delete config[key];
    else if (config[key] !== undefined) config[key] = deleteAt(config[key], inside) as Json;
    this.save();
  }

  get(name: string, atPath: boolean, crypter: Crypter): ConfigValue | undefined {
    const [key, inside] = this.split(name, atPath);
    const value = getAt(this.raw()[key], inside) as Json | undefined;
    if (value !== undefined) return openValue(value, crypter, false);
    return inside.length === 0 ? this.values(crypter)[key] : undefined;
  }

  /** Replaces what the engine keeps, as `config refresh` does. */
  replaceAll(raw: Record<string, Json>): void {
    this.own.config = raw;
    this.save();
  }

  private split(name: string, atPath: boolean): [key: string, inside: readonly (string | number)[]] {
    if (!atPath) return [this.key(name), []];
    const colon = name.lastIndexOf(":");
    const namespace = colon < 0 ? "" : name.slice(0, colon + 1);
    const [head, ...inside] = parsePath(name.slice(colon + 1));
    return [this.key(`${namespace}${String(head)}`), inside];
  }

  private save(): void {
    const text = formatYaml(this.own);
    const file = this.store.settingsFile;
    if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) return;
    fs.mkdirSync(this.store.directory, { recursive: true, mode: 0o700 });
    replaceFile(file, text);
  }
}

function readSettings(file: string): Settings {
  let raw: unknown;
  try {
    raw = parseYaml(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw usage(`${file} can not be read: ${messageOf(error)}`);
  }
  if (raw === null || raw === undefined) return {};
  if (typeof raw !== "object" || Array.isArray(raw)) throw usage(`${file} does not hold a mapping`);
  return raw;
}

function secureOf(value: Json): string | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const { secure } = value;
  return typeof secure === "string" && Object.keys(value).length === 1 ? secure : undefined;
}

function hasSecure(value: Json): boolean {
  if (secureOf(value) !== undefined) return true;
  return value !== null && typeof value === "object" && Object.values(value).some(hasSecure);
}

function openJson(value: Json, crypter: Crypter): Json {
  const secure = secureOf(value);
  if (secure !== undefined) return crypter.decrypt(secure);
  if (Array.isArray(value)) return value.map((item) => openJson(item, crypter));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, openJson(item, crypter)]));
  }
  return value;
}

function openValue(value: Json, crypter: Crypter, declaredSecret: boolean): ConfigValue {
  const secret = declaredSecret || hasSecure(value);
  const opened = openJson(value, crypter);
  if (opened !== null && typeof opened === "object") {
    return { value: JSON.stringify(opened), objectValue: opened, secret };
  }
  return { value: opened === null ? "" : String(opened), secret };
}

function matchesType(value: ConfigValue, type: ConfigDeclaration["type"]): boolean {
  switch (type) {
    case undefined:
    case "string":
      return true;
    case "integer":
      return /^[+-]?\d+$/.test(value.value);
    case "number":
      return value.value.trim() !== "" && Number.isFinite(Number(value.value));
    case "boolean":
      return value.value === "true" || value.value === "false";
    case "array":
      return Array.isArray(value.objectValue) || /^\s*\[/.test(value.value);
    case "object":
      return (
        (value.objectValue !== undefined && !Array.isArray(value.objectValue)) || /^\s*\{/.test(value.value)
      );
  }
}
