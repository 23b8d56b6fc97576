import * as audit from "@pulumi/oci/audit";
import * as cloudguard from "@pulumi/oci/cloudguard";
import * as identity from "@pulumi/oci/identity";
import type * as pulumi from "@pulumi/pulumi";
import { Check, InputError } from "../../core";
import { OciComponent } from "../component";
import type { CompartmentRole } from "../plan/identity";
import type { SecurityPostureArgs, SecurityPostureChildren } from "./args";
import {
  DETECTORS,
  DETECTOR_NAMES,
  RESPONDER,
  SERVICE_STATEMENTS,
  postureFaults,
  zonePolicies,
  type Detector,
} from "./plan";

/** Recipes of a list, by their names. */
function named(
  collections: readonly { readonly items: readonly { displayName: string; id: string }[] }[],
): (readonly [name: string, id: string])[] {
  return collections.flatMap(({ items }) => items.map(({ displayName, id }) => [displayName, id] as const));
}

/**
 * An environment that Cloud Guard watches and, with `zones`, whose compartments refuse what would open them up; and how long
 * the tenancy remembers who did what.
 *
 * The order is easily got wrong. Cloud Guard has to be on before there are recipes, targets and zones. A new zone deletes
 * the targets of its compartment and of all below it, without a word to the program that made them (Security Zones guide,
 * "Creating a Security Zone"): so the target is on the environment's compartment and zones are on those under it, and a
 * zone on the environment's own compartment can not be written. Zones report to targets that OCI makes for them.
 *
 * Every environment of a tenancy may have one: switching on what is on changes nothing, and when a stack goes, Cloud Guard
 * stays on and the audit log is kept. Give it the provider of the reporting region, which alone takes changes; it writes a policy of the tenancy, so
 * that should be the home region. Cloud Guard and security zones are free of charge (unverified).
 *
 * Children: `audit`, `policy`, `guard`, `target`, a `detector-recipe` or `responder-recipe` where rules differ, a `zone-recipe` and
 * a `zone` a compartment.
 *
 * @example
 * new SecurityPosture("posture", {
 *   naming, tags, tenancyId, reportingRegion: "me-dubai-1", environmentId: tree.environmentId, compartmentIds: tree.ids,
 *   zones: true,
 * }, { provider: ociHome });
 */
export class SecurityPosture extends OciComponent<SecurityPostureChildren> {
  /** OCID of the target on the environment's compartment. */
  readonly targetId: pulumi.Output<string>;
  /** OCIDs of the zones, by their compartment. */
  readonly zoneIds: Readonly<Partial<Record<CompartmentRole, pulumi.Output<string>>>>;

  readonly #name: string;
  readonly #args: SecurityPostureArgs;

  /** @throws {InputError} with every fault of region and rules. */
  constructor(name: string, args: SecurityPostureArgs, opts?: pulumi.ComponentResourceOptions) {
    const { reportingRegion, zones = false, publicIngress = false, detectors = {}, responders = [] } = args;
    const { auditRetentionDays = 365 } = args;
    const check = new Check(`SecurityPosture "${name}"`);
    for (const { path, given, allowed } of postureFaults({
      reportingRegion,
      auditRetentionDays,
      detectors,
      responders,
    }))
      check.fault(path, given, allowed);
    check.done();
    super("oci-platform", "SecurityPosture", name, args, opts);
    this.#name = name;
    this.#args = args;

    this.child("audit", audit.Configuration, {
      compartmentId: args.tenancyId,
      retentionPeriodDays: auditRetentionDays,
    });
    const guard = this.createGuard();
    const target = this.createTarget(guard);
    const made = zones ? this.createZones(zonePolicies(publicIngress), guard, target) : {};

    this.targetId = target.id;
    this.zoneIds = made;
    this.registerOutputs({ targetId: this.targetId, zoneIds: this.zoneIds });
  }

  private createGuard(): cloudguard.CloudGuardConfiguration {
    const { tenancyId, reportingRegion } = this.#args;
    const policy = this.child("policy", identity.Policy, {
      compartmentId: tenancyId,
      name: this.physical("oci-policy", `${this.#name}-cloud-guard`),
      description: "What Cloud Guard reads, and what its responders change",
      statements: [...SERVICE_STATEMENTS],
    });
    return this.child(
      "guard",
      cloudguard.CloudGuardConfiguration,
      { compartmentId: tenancyId, reportingRegion, status: "ENABLED", selfManageResources: false },
      { dependsOn: policy },
    );
  }

  private createTarget(guard: cloudguard.CloudGuardConfiguration): cloudguard.Target {
    const { environmentId } = this.#args;
    return this.child("target", cloudguard.Target, {
      compartmentId: environmentId,
      displayName: this.physical("oci-display", `${this.#name}-target`),
      description: "The environment, with all its compartments",
      targetResourceId: environmentId,
      targetResourceType: "COMPARTMENT",
      targetDetectorRecipes: DETECTOR_NAMES.map((detector) => ({
        detectorRecipeId: this.detectorRecipe(detector, guard),
      })),
      targetResponderRecipes: [{ responderRecipeId: this.responderRecipe(guard) }],
    });
  }

  private detectorRecipe(
    detector: Detector,
    guard: cloudguard.CloudGuardConfiguration,
  ): pulumi.Output<string> {
    const { tenancyId, environmentId, detectors = {} } = this.#args;
    const wanted = DETECTORS[detector];
    const oracles = cloudguard
      .getDetectorRecipesOutput(
        { compartmentId: tenancyId, displayName: wanted },
        { parent: this, dependsOn: [guard] },
      )
      .apply(({ detectorRecipeCollections }) =>
        this.idOf("recipe", wanted, named(detectorRecipeCollections)),
      );
    const rules = detectors[detector] ?? [];
    if (rules.length === 0) return oracles;
    return this.child(
      "detector-recipe",
      cloudguard.DetectorRecipe,
      {
        compartmentId: environmentId,
        displayName: this.physical("oci-display", `${this.#name}-${detector}`),
        description: `${wanted}, with rules of the environment's own`,
        sourceDetectorRecipeId: oracles,
        detectorRules: rules.map(({ id, isEnabled, riskLevel }) => ({
          detectorRuleId: id,
          details: { isEnabled, riskLevel },
        })),
      },
      { role: detector },
    ).id;
  }

  private responderRecipe(guard: cloudguard.CloudGuardConfiguration): pulumi.Output<string> {
    const { tenancyId, environmentId, responders = [] } = this.#args;
    const oracles = cloudguard
      .getResponderRecipesOutput(
        { compartmentId: tenancyId, displayName: RESPONDER },
        { parent: this, dependsOn: [guard] },
      )
      .apply(({ responderRecipeCollections }) =>
        this.idOf("recipe", RESPONDER, named(responderRecipeCollections)),
      );
    if (responders.length === 0) return oracles;
    return this.child("responder-recipe", cloudguard.ResponderRecipe, {
      compartmentId: environmentId,
      displayName: this.physical("oci-display", `${this.#name}-responder`),
      description: `${RESPONDER}, with rules of the environment's own`,
      sourceResponderRecipeId: oracles,
      responderRules: responders.map(({ id, isEnabled, mode = "USERACTION" }) => ({
        responderRuleId: id,
        details: { isEnabled, mode },
      })),
    }).id;
  }

  private createZones(
    policies: ReadonlyMap<CompartmentRole, readonly string[]>,
    guard: cloudguard.CloudGuardConfiguration,
    target: cloudguard.Target,
  ): Partial<Record<CompartmentRole, pulumi.Output<string>>> {
    const { tenancyId, environmentId, compartmentIds } = this.#args;
    const known = cloudguard
      .getSecurityPoliciesOutput({ compartmentId: tenancyId }, { parent: this, dependsOn: [guard] })
      .apply(({ securityPolicyCollections }) =>
        securityPolicyCollections.flatMap(({ items }) =>
          items.map(({ friendlyName, id }) => [friendlyName, id] as const),
        ),
      );
    const ids = [...policies].map(([role, names]) => {
      const recipe = this.child(
        "zone-recipe",
        cloudguard.SecurityRecipe,
        {
          compartmentId: environmentId,
          displayName: this.physical("oci-display", `${this.#name}-zone-recipe-${role}`),
          description: `What the compartment for ${role} refuses`,
          securityPolicies: known.apply((found) => names.map((wanted) => this.idOf("policy", wanted, found))),
        },
        { role },
      );
      const zone = this.child(
        "zone",
        cloudguard.SecurityZone,
        {
          compartmentId: compartmentIds[role],
          displayName: this.physical("oci-display", `${this.#name}-zone-${role}`),
          description: `The compartment for ${role}`,
          securityZoneRecipeId: recipe.id,
        },
        { role, dependsOn: target },
      );
      return [role, zone.id] as const;
    });
    return Object.fromEntries(ids);
  }

  /** @throws {InputError} when the tenancy has none of that name, or several. */
  private idOf(
    what: string,
    wanted: string,
    found: readonly (readonly [name: string, id: string])[],
  ): string {
    const ids = found.filter(([name]) => name === wanted).map(([, id]) => id);
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) return only;
    throw new InputError(`SecurityPosture "${this.#name}"`, [
      { path: `${what} ${wanted}`, given: ids, allowed: `exactly one ${what} of that name in the tenancy` },
    ]);
  }
}
