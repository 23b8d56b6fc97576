import type { Values } from "../../engine/provider";
import type { Context, Kind } from "../kind";
import type { CloudFunction } from "../provider";
import * as v from "../values";
import { Derive } from "../derive";
import type { Entity } from "../world/world";
import { COMPARTMENT, notFound, oci, target } from "./common";
import { homeOnly } from "./identity";

const CONFIGURATION = "oci:CloudGuard/cloudGuardConfiguration:CloudGuardConfiguration";
const TARGET = "oci:CloudGuard/target:Target";
const ZONE = "oci:CloudGuard/securityZone:SecurityZone";
const ZONE_RECIPE = "oci:CloudGuard/securityRecipe:SecurityRecipe";
const DETECTOR_RECIPE = "oci:CloudGuard/detectorRecipe:DetectorRecipe";
const RESPONDER_RECIPE = "oci:CloudGuard/responderRecipe:ResponderRecipe";

/** What is the tenancy's own from the first day, and has the same identifier at every look. */
const ocidOf = (c: Context, word: string, name: string): string =>
  `ocid1.${word}.oc1..aaaaaaaa${new Derive(c.site.account, name).base32("id", 52)}`;

const listed = (c: Context, word: string, names: readonly string[]) =>
  names.map((name) => ({ id: ocidOf(c, word, name), name }));

const managedDetectors = (c: Context) =>
  listed(c, "cloudguarddetectorrecipe", [
    "OCI Configuration Detector Recipe",
    "OCI Activity Detector Recipe",
    "OCI Threat Detector Recipe",
  ]);
const managedResponders = (c: Context) => listed(c, "cloudguardresponderrecipe", ["OCI Responder Recipe"]);

/** Policies of the service, a part: Security Zones guide, "Security Zone Policies". */
const policies = (c: Context) =>
  listed(c, "securityzonessecuritypolicy", [
    "deny block_volume_without_vault_key",
    "deny boot_volume_without_vault_key",
    "deny buckets_without_vault_key",
    "deny db_instance_public_access",
    "deny file_system_without_vault_key",
    "deny internet_gateway",
    "deny public_buckets",
    "deny public_subnets",
  ]);

/** Whether an OCID is of what Oracle keeps in every tenancy. */
export const isOracles = (c: Context, id: string): boolean =>
  /^ocid1\.(cloudguard|securityzones)/.test(id) &&
  [...managedDetectors(c), ...managedResponders(c), ...policies(c)].some((own) => own.id === id);

const configurationOf = (c: Context): Entity | undefined => c.all(CONFIGURATION)[0];

/** Cloud Guard guide, "Getting Started": it is on, and what changes it goes to the reporting region. */
function refuseWithoutGuard(c: Context): void {
  const configuration = configurationOf(c);
  if (v.text(configuration?.outputs, "status") !== "ENABLED")
    c.refuse(
      "404-NotAuthorizedOrNotFound",
      "Authorization failed or requested resource not found: Cloud Guard is not enabled in the tenancy",
    );
  const region = v.text(configuration?.outputs, "reportingRegion") ?? "";
  if (region !== c.site.region)
    c.refuse("400-InvalidParameter", `Cloud Guard takes changes in its reporting region alone, ${region}`);
}

const configuration: Kind = oci({
  type: CONFIGURATION,
  simulates:
    "one for the tenancy, which a program changes and never deletes; its region stays while it is enabled",
  ocid: "cloudguardconfiguration",
  // cloud_guard_cloud_guard_configuration_resource.go: a create is an update, a delete does nothing, and this is the id.
  id: () => "configuration",
  global: true,
  naming: false,
  inCompartment: false,
  check: (inputs, report) => {
    const status = v.text(inputs, "status");
    if (status !== undefined && !["ENABLED", "DISABLED"].includes(status))
      report("status", `"${status}" must be ENABLED or DISABLED`);
  },
  adopts: configurationOf,
  leaves: () => true,
  rules: (c) => {
    const parent = c.text("compartmentId") ?? "";
    if (parent !== c.site.account) c.refuse(...notFound(parent));
    const [was, region] = [configurationOf(c)?.outputs, c.text("reportingRegion") ?? ""];
    const reports = v.text(was, "reportingRegion");
    if (v.text(was, "status") === "ENABLED" && reports !== region)
      c.refuse(
        "409-Conflict",
        `The reporting region can not be changed from ${reports ?? ""} to ${region} while Cloud Guard is enabled`,
      );
  },
});

/** Refuses a recipe that is neither Oracle's nor made here. */
function refuseUnknownRecipe(
  c: Context,
  id: string,
  type: string,
  managed: (c: Context) => readonly { id: string }[],
): void {
  if (!managed(c).some((recipe) => recipe.id === id) && !c.find(id, type)) c.refuse(...notFound(id));
}

const detectorRecipe: Kind = oci({
  type: DETECTOR_RECIPE,
  simulates: "Cloud Guard that is on, a recipe that it is a copy of",
  ocid: "cloudguarddetectorrecipe",
  global: true,
  rules: (c) => {
    refuseWithoutGuard(c);
    const source = c.text("sourceDetectorRecipeId");
    if (source !== undefined) refuseUnknownRecipe(c, source, DETECTOR_RECIPE, managedDetectors);
  },
  outputs: () => ({ state: "ACTIVE", owner: "CUSTOMER" }),
});

const responderRecipe: Kind = oci({
  type: RESPONDER_RECIPE,
  simulates: "Cloud Guard that is on, a recipe that it is a copy of",
  ocid: "cloudguardresponderrecipe",
  global: true,
  rules: (c) => {
    refuseWithoutGuard(c);
    refuseUnknownRecipe(c, c.text("sourceResponderRecipeId") ?? "", RESPONDER_RECIPE, managedResponders);
  },
  outputs: () => ({ state: "ACTIVE", owner: "CUSTOMER" }),
});

const alreadyAttached = (id: string): readonly [code: string, message: string] => [
  // As the service says it: github.com/oci-landing-zones/oracle-enterprise-landingzone/issues/10.
  "409-NotAuthorizedOrResourceAlreadyExists",
  `Compartment -: ${id} already attached`,
];

const guardTarget: Kind = oci({
  type: TARGET,
  simulates: "Cloud Guard that is on, recipes that exist, one target a compartment; a zone has its own",
  ocid: "cloudguardtarget",
  global: true,
  holds: [
    "targetResourceId",
    "targetDetectorRecipes.detectorRecipeId",
    "targetResponderRecipes.responderRecipeId",
  ],
  check: (inputs, report) => {
    const type = v.text(inputs, "targetResourceType");
    // Cloud Guard API, CreateTargetDetails `targetResourceType`.
    if (type !== undefined && !["COMPARTMENT", "ERPCLOUD", "HCMCLOUD"].includes(type))
      report("targetResourceType", `"${type}" must be COMPARTMENT, ERPCLOUD or HCMCLOUD`);
  },
  rules: (c) => {
    refuseWithoutGuard(c);
    for (const recipe of c.objects("targetDetectorRecipes"))
      refuseUnknownRecipe(c, v.text(recipe, "detectorRecipeId") ?? "", DETECTOR_RECIPE, managedDetectors);
    for (const recipe of c.objects("targetResponderRecipes"))
      refuseUnknownRecipe(c, v.text(recipe, "responderRecipeId") ?? "", RESPONDER_RECIPE, managedResponders);
    const watched = c.text("targetResourceId") ?? "";
    if (watched !== c.site.account && !c.find(watched, COMPARTMENT)) c.refuse(...notFound(watched));
    if (c.all(ZONE).some(({ outputs }) => outputs["compartmentId"] === watched))
      c.refuse(...alreadyAttached(watched));
  },
  claims: (c) => [`oci cloud guard target ${c.text("targetResourceId") ?? ""}`],
  taken: (c) => alreadyAttached(c.text("targetResourceId") ?? ""),
  outputs: (c) => ({ state: "ACTIVE", recipeCount: c.objects("targetDetectorRecipes").length }),
});

const zoneRecipe: Kind = oci({
  type: ZONE_RECIPE,
  simulates: "Cloud Guard that is on, policies that the service has, one at the least",
  ocid: "securityzonessecurityrecipe",
  global: true,
  check: (inputs, report) => {
    if (v.isArray(inputs["securityPolicies"]) && inputs["securityPolicies"].length === 0)
      report("securityPolicies", "a recipe needs a policy");
  },
  rules: (c) => {
    refuseWithoutGuard(c);
    const known = policies(c).map(({ id }) => id);
    for (const id of c.texts("securityPolicies")) if (!known.includes(id)) c.refuse(...notFound(id));
  },
  outputs: () => ({ state: "ACTIVE", owner: "CUSTOMER" }),
});

/** A compartment and all that it is in, the innermost first. */
function lineage(c: Context, id: string | undefined): string[] {
  const found = c.find(id, COMPARTMENT);
  return found ? [found.id, ...lineage(c, v.text(found.outputs, "compartmentId"))] : [];
}

const zone: Kind = oci({
  type: ZONE,
  simulates:
    "Cloud Guard that is on, one zone a compartment; the targets of its compartment and of those below it are gone " +
    "once it is there, and it refuses what its recipe forbids",
  ocid: "securityzonessecurityzone",
  global: true,
  references: { securityZoneRecipeId: target("CloudGuard/securityRecipe:SecurityRecipe") },
  holds: ["securityZoneRecipeId"],
  rules: refuseWithoutGuard,
  claims: (c) => [`oci security zone ${c.text("compartmentId") ?? ""}`],
  taken: (c) => [
    "409-Conflict",
    `The compartment ${c.text("compartmentId") ?? ""} is in a security zone of its own already`,
  ],
  // Security Zones guide, "Creating a Security Zone".
  displaces: (c) =>
    c
      .all(TARGET)
      .filter(({ outputs }) =>
        lineage(c, v.text(outputs, "targetResourceId")).includes(c.text("compartmentId") ?? ""),
      ),
  outputs: () => ({ state: "ACTIVE" }),
});

const auditConfiguration: Kind = oci({
  type: "oci:Audit/configuration:Configuration",
  simulates: "one for the tenancy, which a program changes and never deletes; 90 to 365 days",
  ocid: "auditconfiguration",
  // audit_configuration_resource.go: a create is an update, a delete does nothing, and this is the id.
  id: (c) => c.site.account,
  global: true,
  naming: false,
  inCompartment: false,
  check: (inputs, report) => {
    const days = v.numeric(inputs, "retentionPeriodDays");
    if (days !== undefined && (days < 90 || days > 365))
      report("retentionPeriodDays", "must be from 90 to 365");
  },
  adopts: (c) => c.all(c.type)[0],
  leaves: () => true,
  rules: (c) => {
    homeOnly(c);
    const parent = c.text("compartmentId") ?? "";
    if (parent !== c.site.account) c.refuse(...notFound(parent));
  },
});

export const cloudGuard: readonly Kind[] = [
  auditConfiguration,
  configuration,
  detectorRecipe,
  responderRecipe,
  guardTarget,
  zoneRecipe,
  zone,
];

/** Names of the policies that hold in a compartment: those of its own zone, or of the nearest that it is in. */
export function policiesAt(c: Context, compartmentId: string | undefined): string[] {
  const zones = c.all(ZONE);
  const recipe = lineage(c, compartmentId)
    .map((id) => zones.find(({ outputs }) => outputs["compartmentId"] === id))
    .find((found) => found !== undefined);
  const ids = v.texts(
    c.find(v.text(recipe?.outputs, "securityZoneRecipeId"), ZONE_RECIPE)?.outputs,
    "securityPolicies",
  );
  return policies(c)
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name);
}

const listOf =
  (collections: string, property: string, all: (c: Context) => readonly { id: string; name: string }[]) =>
  (c: Context): Values => {
    const name = c.text("displayName");
    const items = all(c).map(({ id, name: own }) => ({
      id,
      [property]: own,
      compartmentId: c.site.account,
      state: "ACTIVE",
      owner: "ORACLE",
    }));
    const enabled = v.text(configurationOf(c)?.outputs, "status") === "ENABLED";
    const found = items.filter((item) => enabled && (name === undefined || item[property] === name));
    return { id: c.site.account, [collections]: [{ items: found }] };
  };

/** What the tenancy has of Oracle's; nothing while Cloud Guard is off. */
export const cloudGuardFunctions: Readonly<Record<string, CloudFunction>> = {
  "CloudGuard/getDetectorRecipes:getDetectorRecipes": listOf(
    "detectorRecipeCollections",
    "displayName",
    managedDetectors,
  ),
  "CloudGuard/getResponderRecipes:getResponderRecipes": listOf(
    "responderRecipeCollections",
    "displayName",
    managedResponders,
  ),
  "CloudGuard/getSecurityPolicies:getSecurityPolicies": listOf(
    "securityPolicyCollections",
    "friendlyName",
    policies,
  ),
};
