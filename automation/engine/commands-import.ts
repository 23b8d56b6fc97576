/** `import`: its arguments and its file, `{ nameTable, resources }`, as the list of what is to be taken over. */
import fs from "node:fs";
import type { Flags } from "./args";
import { messageOf, unsupported, usage } from "./errors";
import type { ImportSpec } from "./import";
import { isUrn, makeUrn } from "./urn";

/** What `import` takes beside the options of every operation. */
export const IMPORT_FLAGS = {
  "--yes": "flag",
  "--skip-preview": "flag",
  "--preview-only": "flag",
  "--message": "value",
  "--parallel": "value",
  "--config-file": "value",
  "--suppress-outputs": "flag",
  "--suppress-progress": "flag",
  "--suppress-permalink": "flag",
  "--diff": "flag",
  "--file": "value",
  "--generate-code": "switch",
  "--protect": "switch",
  "--parent": "value",
  "--provider": "value",
  "--properties": "value",
} as const;

interface FileEntry {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly logicalName?: unknown;
  readonly id?: unknown;
  readonly parent?: unknown;
  readonly provider?: unknown;
  readonly version?: unknown;
  readonly properties?: unknown;
  readonly component?: unknown;
  readonly remote?: unknown;
}

interface ImportFile {
  readonly nameTable: Readonly<Record<string, string>>;
  readonly resources: readonly FileEntry[];
}

export function importSpecs(flags: Flags, stack: string, project: string): ImportSpec[] {
  if (flags.text("--generate-code") !== "false") {
    throw unsupported(
      "the generation of code by import",
      "import with generateCode: false (--generate-code=false), then write the resource into the program",
    );
  }
  const protect = flags.text("--protect") !== "false";
  const given = fileOf(flags);
  const table = new Map(Object.entries(given.nameTable));
  const faults: string[] = [];
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const resolve = (what: string, name: string, entry: FileEntry): string => {
    if (name === "") return "";
    const found = table.get(name) ?? (isUrn(name) ? name : undefined);
    if (found !== undefined) return found;
    faults.push(
      `the ${what} '${name}' for resource '${text(entry.name)}' of type '${text(entry.type)}' has no entry in 'nameTable'`,
    );
    return "";
  };
  const specs = parentsFirst(given.resources).map((entry, index): ImportSpec => {
    const where = `resource ${index}`;
    const type = text(entry.type);
    const name = text(entry.logicalName) || text(entry.name);
    const component = entry.component === true;
    if (!/^[^:]+:[^:]*:[^:]+$/.test(type))
      faults.push(`${where} has no type of the form package:module:Name`);
    if (text(entry.name) === "") faults.push(`${where} has no name`);
    if (!component && text(entry.id) === "") faults.push(`${where}, ${name}, has no id`);
    if (component && text(entry.id) !== "")
      faults.push(`${where}, ${name}, is a component and can have no id`);
    if (entry.remote === true)
      faults.push(`${where}, ${name}, is a remote component, which the embedded engine has not`);
    const parent = resolve("parent", text(entry.parent), entry);
    const provider = resolve("provider", text(entry.provider), entry);
    table.set(text(entry.name), makeUrn(stack, project, parent, type, name));
    return {
      type,
      name,
      id: component ? undefined : text(entry.id),
      parent,
      provider,
      version: text(entry.version),
      properties: propertiesOf(entry),
      protect,
    };
  });
  if (faults.length > 0) throw usage([...new Set(faults)].join("\n"));
  return specs;
}

function propertiesOf({ properties }: FileEntry): readonly string[] | undefined {
  if (!Array.isArray(properties) || properties.length === 0) return undefined;
  return properties.map(String);
}

function fileOf(flags: Flags): ImportFile {
  const file = flags.text("--file");
  if (file === undefined) return argumentsOf(flags);
  if (flags.positional.length > 0)
    throw usage("import takes either a type, a name and an id, or --file, not both");
  let raw: { nameTable?: Record<string, string> | null; resources?: FileEntry[] | null };
  try {
    raw = JSON.parse(fs.readFileSync(file, "utf8")) as typeof raw;
  } catch (error) {
    throw usage(`could not read import file ${file}: ${messageOf(error)}`);
  }
  if (!Array.isArray(raw.resources)) throw usage(`${file} has no list of "resources" to import`);
  return { nameTable: raw.nameTable ?? {}, resources: raw.resources };
}

function argumentsOf(flags: Flags): ImportFile {
  const [type, name, id, ...more] = flags.positional;
  if (type === undefined || name === undefined || id === undefined || more.length > 0) {
    throw usage(`import takes a type, a name and an id, or --file; got ${flags.positional.length} arguments`);
  }
  const named = (flag: string): [name: string, urn: string] | undefined => {
    const pair = flags.text(flag);
    if (pair === undefined) return undefined;
    const at = pair.indexOf("=");
    if (at < 1) throw usage(`${flag} is ${JSON.stringify(pair)}; allowed: name=urn`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  };
  const parent = named("--parent");
  const provider = named("--provider");
  const properties = flags.text("--properties")?.split(",");
  return {
    nameTable: Object.fromEntries([parent, provider].filter((pair) => pair !== undefined)),
    resources: [{ type, name, id, parent: parent?.[0], provider: provider?.[0], properties }],
  };
}

/** Parents of the file itself come before their children, whatever its order. */
function parentsFirst(entries: readonly FileEntry[]): readonly FileEntry[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const ordered = new Set<FileEntry>();
  const place = (entry: FileEntry, below: ReadonlySet<FileEntry>): void => {
    if (below.has(entry)) throw usage(`resource '${String(entry.name)}' is its own parent`);
    const parent = byName.get(entry.parent);
    if (parent !== undefined && !ordered.has(parent)) place(parent, new Set([...below, entry]));
    ordered.add(entry);
  };
  for (const entry of entries) place(entry, new Set());
  return [...ordered];
}
