// Makes automation/clouds/facts/cloudformation.ts: which inputs of an AWS resource make a new one when they change,
// which must be there and which values they may have. Pulumi's AWS SDK says little of it (82 of its 2,715 declarations
// mark a replacement), the CloudFormation resource specification says all three. One file per type in
// automation/clouds/facts/aws/ maps CloudFormation's properties to the inputs of @pulumi/aws and decides by hand what
// CloudFormation does not know, with its source.
//
//   node scripts/generate-facts.mjs            writes the file
//   node scripts/generate-facts.mjs --check    says whether the file is what would be written (exit code 1 if not)
//   node scripts/generate-facts.mjs --list     also prints what is mapped to nothing and what is undecided
//
// Run it when @pulumi/aws or @aws-cdk/aws-service-spec is upgraded or a mapping is added or changed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { parse } from "yaml";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const mappings = path.join(root, "automation/clouds/facts/aws");
const output = path.join(root, "automation/clouds/facts/cloudformation.ts");
const require = createRequire(import.meta.url);

/** What holds for every type: rules of the provider, not of a service. */
const everywhere = [
  // A resource's region is part of its identity (AWS provider 6, "Enhanced region support").
  [/^region$/, true],
  // A prefix makes the name, and a name is chosen once.
  [/[pP]refix$/, true],
  // Settings of the provider itself; they are kept in the state alone.
  [/^(timeouts|forceDestroy|skipDestroy|tags)$/, false],
];

/** Members of an interface of the installed SDK's declarations: name, whether it may be left out, its type. */
function membersOf(source, opening) {
  const start = source.search(opening);
  if (start < 0) return [];
  const indent = /^ */.exec(source.slice(start))[0].length + 4;
  const end = source.indexOf(`\n${" ".repeat(indent - 4)}}`, start);
  // A map's type goes over several lines; its first is enough.
  const member = new RegExp(`^ {${indent}}(\\w+)(\\?)?: (.*)$`, "gm");
  return [...source.slice(start, end).matchAll(member)].map(([, name, optional, type]) => ({
    name,
    optional: optional === "?",
    interface: /inputs\.([\w.]+)/.exec(type)?.[1],
  }));
}

const sdk = path.join(root, "node_modules/@pulumi/aws");
const inputTypes = readFileSync(path.join(sdk, "types/input.d.ts"), "utf8");

function topLevel(token) {
  const [, module, name] = token.split(":");
  return membersOf(
    readFileSync(path.join(sdk, `${module}.d.ts`), "utf8"),
    new RegExp(`^export interface ${name}Args \\{`, "m"),
  );
}

function nested(dotted) {
  const [name, ...namespaces] = dotted.split(".").reverse();
  if (namespaces.length === 0) return membersOf(inputTypes, new RegExp(`^export interface ${name} \\{`, "m"));
  const start = inputTypes.search(new RegExp(`^export declare namespace ${namespaces[0]} \\{`, "m"));
  return membersOf(inputTypes.slice(start), new RegExp(`^    interface ${name} \\{`, "m"));
}

/** Pulumi's member for CloudFormation's property: the name given, else the same name but for case and a plural. */
function counterpart(property, members, names) {
  if (Object.hasOwn(names, property)) return members.find((m) => m.name === names[property]);
  const plain = property.toLowerCase();
  const same = [plain, `${plain}s`, plain.replace(/s$/, "")];
  return members.find((m) => same.includes(m.name.toLowerCase()));
}

/** Collects what CloudFormation says of a type's properties, nested ones included. */
function read(db, properties, members, names, at, found, whole = false) {
  for (const [property, fact] of Object.entries(properties)) {
    const member = counterpart(property, members, names);
    if (!member) {
      if (at === "" && names[property] !== null) found.unmapped.push(property);
      continue;
    }
    const place = at === "" ? member.name : `${at}.${member.name}`;
    // Of what is replaced as a whole nothing more is to be said. "maybe" depends on the values: not decided here.
    const replaced = whole || found.decided.get(at) === true;
    if (fact.causesReplacement !== "maybe" && !replaced)
      found.decided.set(place, fact.causesReplacement === "yes");
    // A name that is left out is made up by Pulumi's provider.
    if (fact.required === true && member.optional && place !== "name") found.required.push(place);
    let type = fact.type;
    while (type.type === "array") type = type.element;
    if (type.allowedValues) found.allowed[place] = type.allowedValues;
    if (type.type === "ref" && member.interface !== undefined && place.split(".").length < 5)
      read(
        db,
        db.get("typeDefinition", type.reference.$ref).properties,
        nested(member.interface),
        {},
        place,
        found,
        replaced,
      );
  }
}

function factsOf(db, mapping) {
  const { pulumi, cloudFormation, names = {}, inputs = {}, optional = [], allowed = {} } = mapping;
  const members = topLevel(pulumi);
  const found = { decided: new Map(), required: [], allowed: {}, unmapped: [] };
  for (const [pattern, decision] of everywhere)
    for (const { name } of members) if (pattern.test(name)) found.decided.set(name, decision);
  if (cloudFormation !== undefined) {
    const resource = db.lookup("resource", "cloudFormationType", "equals", cloudFormation).only();
    for (const [property, name] of Object.entries(names)) {
      if (!Object.hasOwn(resource.properties, property))
        throw new Error(`${cloudFormation} has no property ${property}: correct the mapping of ${pulumi}`);
      if (name !== null && !members.some((m) => m.name === name))
        throw new Error(`${pulumi} has no input ${name}: correct its mapping`);
    }
    read(db, resource.properties, members, names, "", found);
  }
  for (const [place, decision] of Object.entries(inputs)) found.decided.set(place, decision);
  for (const place of Object.keys(inputs))
    if (!members.some((m) => m.name === place.split(".")[0]))
      throw new Error(`${pulumi} has no input ${place}: correct its mapping`);
  const parent = (place) => place.slice(0, place.lastIndexOf("."));
  // What is said of the whole holds for its parts; only what differs is written down.
  const written = [...found.decided].filter(
    ([place, decision]) => !place.includes(".") || found.decided.get(parent(place)) !== decision,
  );
  // "presence" in a mapping: there or not decides, not the value. "maybe": it depends on the values; left undecided.
  const those = (wanted) =>
    written
      .filter(([, decision]) => decision === wanted)
      .map(([place]) => place)
      .sort();
  return {
    facts: {
      replaces: those(true),
      inPlace: those(false),
      presence: those("presence"),
      required: found.required.filter((place) => !optional.includes(place)).sort(),
      allowed: Object.fromEntries(
        Object.entries({ ...found.allowed, ...allowed })
          .filter(([, values]) => values !== null)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    },
    unmapped: found.unmapped,
    undecided: members.map((m) => m.name).filter((name) => !found.decided.has(name)),
  };
}

const db = require("@aws-cdk/aws-service-spec").loadAwsServiceSpecSync();
const version = (name) =>
  JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8")).version;
const load = (file) => parse(readFileSync(path.join(mappings, file), "utf8"));
const types = readdirSync(mappings)
  .filter((file) => file.endsWith(".yaml"))
  .map(load)
  .sort((a, b) => (a.pulumi < b.pulumi ? -1 : 1))
  .map((mapping) => ({ token: mapping.pulumi, ...factsOf(db, mapping) }));

if (process.argv.includes("--list"))
  for (const { token, unmapped, undecided } of types)
    if (unmapped.length + undecided.length > 0)
      console.log(
        `${token}\n  mapped to nothing: ${unmapped.join(", ")}\n  undecided: ${undecided.join(", ")}`,
      );

const source = `
/**
 * Generated by scripts/generate-facts.mjs from the CloudFormation resource specification
 * (@aws-cdk/aws-service-spec ${version("@aws-cdk/aws-service-spec")}) and the mappings in facts/aws/, for
 * @pulumi/aws ${version("@pulumi/aws")}. Do not edit: correct the type's mapping.
 */
import type { CloudFormationFacts } from "./cloudformation-facts";

export const cloudFormation: Readonly<Record<string, CloudFormationFacts | undefined>> = ${JSON.stringify(
  Object.fromEntries(types.map(({ token, facts }) => [token, facts])),
)};
`;
const config = await resolveConfig(output);
const text = await format(source.trimStart(), { ...config, parser: "typescript" });
if (process.argv.includes("--check")) {
  if (readFileSync(output, "utf8") !== text) {
    console.error(`${path.relative(root, output)} is out of date: run node scripts/generate-facts.mjs`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(output, text);
  const inputs = types.reduce((sum, { facts }) => sum + facts.replaces.length, 0);
  console.log(`${types.length} types, ${inputs} inputs that make a new resource`);
}
