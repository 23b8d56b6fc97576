import type { Values } from "../../engine/provider";
import type { Context, Kind } from "../kind";
import * as v from "../values";
import { atPath, lineOf } from "./access/ask";
import { parseRule, parseStatement } from "./access/statements";
import { COMPARTMENT, conflict, oci, target } from "./common";
import { regionKey } from "./regions";

/** IAM, tags and policies are written in the home region only. */
export const homeOnly = (c: Context): void => {
  const home = v.text(c.site.config, "homeRegion");
  if (home !== undefined && home !== c.site.region)
    c.refuse(
      "403-NotAllowed",
      `Please go to your home region ${regionKey(home)} to execute CREATE, UPDATE and DELETE operations.`,
    );
};

/** IAM API reference, CreateCompartmentDetails, CreateGroupDetails and CreatePolicyDetails. */
const iamName = /^[a-zA-Z0-9_.-]{1,100}$/;

const named = (pattern: RegExp, rule: string) => (inputs: Values, report: (p: string, r: string) => void) => {
  const name = v.text(inputs, "name");
  if (name !== undefined && !pattern.test(name)) report("name", `"${name}" is not allowed: ${rule}`);
};

const nameRule = named(iamName, "up to 100 letters, digits, dots, hyphens and underscores");

/** The compartment that something is in; the tenancy when it says none. */
const parentOf = (c: Context): string => c.text("compartmentId") ?? c.site.account;

const compartment: Kind = oci({
  type: COMPARTMENT,
  simulates:
    "one of a name in its parent, at most six deep, empty when deleted; without enableDelete it stays, and a later create takes it over",
  ocid: "compartment",
  global: true,
  naming: { property: "name", maximum: 100 },
  replaces: { name: false, description: false, compartmentId: false, enableDelete: false },
  check: nameRule,
  rules: (c) => {
    homeOnly(c);
    let depth = 1;
    for (let parent = c.find(parentOf(c), COMPARTMENT); parent; depth++)
      parent = c.find(v.text(parent.outputs, "compartmentId"), COMPARTMENT);
    // IAM guide, "Managing Compartments": six levels of nesting.
    if (depth > 6) c.refuse("400-InvalidParameter", "a compartment can be at most six levels deep");
  },
  claims: (c) => [`oci compartment ${parentOf(c)} ${(c.text("name") ?? "").toLowerCase()}`],
  taken: (c) => ["409-CompartmentAlreadyExists", `Compartment '${c.text("name") ?? ""}' already exists`],
  outputs: (c) => ({
    compartmentId: parentOf(c),
    isAccessible: true,
    state: "ACTIVE",
    enableDelete: c.flag("enableDelete") ?? false,
  }),
  leaves: (e) => v.flag(e.outputs, "enableDelete") !== true,
  adopts: (c) => {
    const name = (c.text("name") ?? "").toLowerCase();
    const existing = c.world.claimed(`oci compartment ${parentOf(c)} ${name}`);
    return existing?.type === COMPARTMENT && c.flag("enableDelete") !== true ? existing : undefined;
  },
  inUse: (e, holders) =>
    conflict(
      `Compartment ${e.id} is not empty: ${String(holders.length)} resources, ${holders[0]?.id ?? ""} among them`,
    ),
});

const tagNamespace: Kind = oci({
  type: "oci:Identity/tagNamespace:TagNamespace",
  simulates: "one of a name in the tenancy",
  ocid: "tagnamespace",
  global: true,
  naming: { property: "name", maximum: 100 },
  check: named(/^[^\s.]{1,100}$/, "up to 100 characters, no spaces or dots"),
  rules: homeOnly,
  claims: (c) => [`oci tag namespace ${c.site.account} ${(c.text("name") ?? "").toLowerCase()}`],
  taken: (c) => ["409-TagNamespaceAlreadyExists", `TagNamespace '${c.text("name") ?? ""}' already exists`],
  outputs: () => ({ state: "ACTIVE", isRetired: false }),
});

const tag: Kind = oci({
  type: "oci:Identity/tag:Tag",
  simulates: "a namespace that exists, one of a name in it, values of an enumeration",
  ocid: "tagdefinition",
  inCompartment: false,
  global: true,
  naming: { property: "name", maximum: 100 },
  references: { tagNamespaceId: target("Identity/tagNamespace:TagNamespace") },
  holds: ["tagNamespaceId"],
  check: (inputs, report) => {
    named(/^[^\s.]{1,100}$/, "up to 100 characters, no spaces or dots")(inputs, report);
    if (
      v.text(inputs, "validator.validatorType") === "ENUM" &&
      v.texts(inputs, "validator.values").length === 0
    )
      report("validator.values", "an ENUM validator needs values");
  },
  rules: homeOnly,
  claims: (c) => [`oci tag ${c.text("tagNamespaceId") ?? ""} ${(c.text("name") ?? "").toLowerCase()}`],
  taken: (c) => ["409-TagDefinitionAlreadyExists", `TagDefinition '${c.text("name") ?? ""}' already exists`],
  outputs: () => ({ state: "ACTIVE", isRetired: false, isCostTracking: false }),
});

/** What is wrong with a policy statement (IAM guide, "Policy Syntax"). */
export function statementFault(statement: string): string | undefined {
  const parsed = parseStatement(statement);
  if (typeof parsed !== "string") return undefined;
  return (
    `"${statement.trim()}" is not a policy statement: ${parsed}. Allow group|dynamic-group|service|any-user NAME to ` +
    "inspect|read|use|manage RESOURCE in tenancy|compartment NAME [where CONDITION]"
  );
}

/** The compartment that a statement names must be the policy's own or below it. */
function refuseForeignCompartment(c: Context, text: string): void {
  const statement = parseStatement(text);
  if (statement === undefined || typeof statement === "string" || statement.place === "tenancy") return;
  const { place } = statement;
  const all = c.all(COMPARTMENT);
  const found =
    "id" in place
      ? place.id === c.site.account || lineOf(all, place.id).includes(parentOf(c))
      : atPath(all, parentOf(c), place.path) !== undefined;
  if (!found)
    c.refuse(
      "400-InvalidParameter",
      `Compartment {${"id" in place ? place.id : place.path.join(":")}} does not exist or is not part of the policy compartment subtree`,
    );
}

const policy: Kind = oci({
  type: "oci:Identity/policy:Policy",
  simulates: "the syntax of its statements, compartments that exist below its own, at most 50 statements",
  ocid: "policy",
  global: true,
  naming: { property: "name", maximum: 100 },
  check: (inputs, report) => {
    nameRule(inputs, report);
    const statements = v.list(inputs, "statements");
    // IAM guide, "Service limits": 50 statements in a policy.
    if (statements.length > 50) report("statements", "a policy may have at most 50 statements");
    for (const [i, statement] of statements.entries()) {
      const fault = typeof statement === "string" ? statementFault(statement) : undefined;
      if (fault !== undefined) report(`statements[${String(i)}]`, fault);
    }
  },
  rules: (c) => {
    homeOnly(c);
    for (const statement of c.texts("statements")) refuseForeignCompartment(c, statement);
  },
  claims: (c) => [`oci policy ${c.text("compartmentId") ?? ""} ${(c.text("name") ?? "").toLowerCase()}`],
  taken: (c) => ["409-PolicyAlreadyExists", `Policy '${c.text("name") ?? ""}' already exists`],
  outputs: () => ({ state: "ACTIVE" }),
});

const group = (name: "Group" | "DynamicGroup"): Kind =>
  oci({
    type: `oci:Identity/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
    simulates:
      name === "Group"
        ? "one of a name in the tenancy, in no compartment"
        : "one of a name in the tenancy, in no compartment, the form of its matching rule",
    ocid: name.toLowerCase(),
    global: true,
    naming: { property: "name", maximum: 100 },
    check: (inputs, report) => {
      nameRule(inputs, report);
      const rule = v.text(inputs, "matchingRule");
      const parsed = rule === undefined ? undefined : parseRule(rule);
      if (typeof parsed === "string")
        report(
          "matchingRule",
          `"${rule ?? ""}" is not a rule such as ALL {resource.type = 'fnfunc'}: ${parsed}`,
        );
    },
    rules: (c) => {
      homeOnly(c);
      // IAM API reference, CreateGroup, CreateDynamicGroup; the words are those of
      // https://github.com/oracle/terraform-provider-oci/issues/2484 (read 2026-11-26).
      if ((c.text("compartmentId") ?? c.site.account) !== c.site.account)
        c.refuse(
          "400-InvalidParameter",
          `${name === "Group" ? "Group" : "Dynamic group"} can only be created in the tenancy compartment`,
        );
    },
    claims: (c) => [`oci ${name} ${c.site.account} ${(c.text("name") ?? "").toLowerCase()}`],
    taken: (c) => [`409-${name}AlreadyExists`, `${name} '${c.text("name") ?? ""}' already exists`],
    outputs: (c) => ({ compartmentId: c.text("compartmentId") ?? c.site.account, state: "ACTIVE" }),
  });

export const identity: readonly Kind[] = [
  compartment,
  tagNamespace,
  tag,
  policy,
  group("Group"),
  group("DynamicGroup"),
];
