import { describe, expect, test } from "vitest";
import { COMPARTMENTS, SecurityPosture, type SecurityPostureArgs } from "../../../components/oci-platform";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";
import { OCI_ANSWERS } from "./answers";

const place: SecurityPostureArgs = {
  naming: { ...NAMING, site: "glb" },
  tags: TAGS,
  tenancyId: "ocid1.tenancy.oc1..t",
  reportingRegion: "me-dubai-1",
  environmentId: "ocid1.compartment.oc1..environment",
  compartmentIds: {
    network: "ocid1.compartment.oc1..network",
    platform: "ocid1.compartment.oc1..platform",
    data: "ocid1.compartment.oc1..data",
    security: "ocid1.compartment.oc1..security",
  },
};
const make = (args: Partial<SecurityPostureArgs> = {}, answers = OCI_ANSWERS): Promise<Recorded[]> =>
  recorded(() => {
    new SecurityPosture("posture", { ...place, ...args });
  }, answers);
const ofType = (made: readonly Recorded[], cls: string) =>
  made.filter(({ type }) => type.endsWith(`:${cls}`));
const policiesOf = (made: readonly Recorded[], role: string) =>
  named(made, `posture-zone-recipe-${role}`).inputs["securityPolicies"];

describe("SecurityPosture", () => {
  test("OP-42 Cloud Guard is on in the tenancy and watches the environment's compartment by Oracle's recipes", async () => {
    const made = await make();
    expect(named(made, "posture-guard").inputs).toEqual({
      compartmentId: place.tenancyId,
      reportingRegion: "me-dubai-1",
      status: "ENABLED",
      selfManageResources: false,
    });
    expect(named(made, "posture-target").inputs).toMatchObject({
      compartmentId: place.environmentId,
      targetResourceId: place.environmentId,
      targetResourceType: "COMPARTMENT",
      targetDetectorRecipes: [
        { detectorRecipeId: "configuration-recipe" },
        { detectorRecipeId: "activity-recipe" },
        { detectorRecipeId: "threat-recipe" },
      ],
      targetResponderRecipes: [{ responderRecipeId: "responder-recipe" }],
    });
    expect(named(made, "posture-policy").inputs).toMatchObject({
      compartmentId: place.tenancyId,
      statements: [
        "Allow service cloudguard to read all-resources in tenancy",
        "Allow service cloudguard to use network-security-groups in tenancy",
        "Allow service cloudguard to manage cloudevents-rules in tenancy where target.rule.type='managed'",
      ],
    });
    expect([...ofType(made, "SecurityZone"), ...ofType(made, "DetectorRecipe")]).toEqual([]);
  });

  test("OP-48 the tenancy keeps its audit log, Kubernetes calls included, for a year", async () => {
    expect(named(await make(), "posture-audit").inputs).toEqual({
      compartmentId: place.tenancyId,
      retentionPeriodDays: 365,
    });
    expect(() => new SecurityPosture("posture", { ...place, auditRetentionDays: 30 })).toThrow(
      /auditRetentionDays is 30; allowed: a whole number of days from 90 to 365/,
    );
  });

  test("OP-42 zones are on the compartments below the one that is watched, never on it", async () => {
    const made = await make({ zones: true });
    const zones = ofType(made, "SecurityZone").map(({ inputs }) => inputs["compartmentId"]);
    expect(new Set(zones)).toEqual(new Set(COMPARTMENTS.map((role) => place.compartmentIds[role])));
    expect(zones).not.toContain(place.environmentId);
    expect(named(made, "posture-zone-data").inputs["securityZoneRecipeId"]).toBe(
      "posture-zone-recipe-data-id",
    );
    expect(policiesOf(made, "network")).toEqual(["policy-public_subnets", "policy-internet_gateway"]);
    expect(policiesOf(made, "data")).toContain("policy-buckets_without_vault_key");
  });

  test("OP-42 with public ingress the recipes leave out what it needs, and keep the rest", async () => {
    const made = await make({ zones: true, publicIngress: true });
    const all = ofType(made, "SecurityRecipe").flatMap(
      ({ inputs }) => inputs["securityPolicies"] as string[],
    );
    expect(all.filter((id) => /subnet|gateway/.test(id))).toEqual([]);
    expect(policiesOf(made, "platform")).toEqual([
      "policy-boot_volume_without_vault_key",
      "policy-public_buckets",
    ]);
    // Nothing is left for the network: a recipe has a policy at least.
    expect(ofType(made, "SecurityZone")).toHaveLength(3);
  });

  test("a detector or responder with rules of its own gets a copy of Oracle's recipe, and only it", async () => {
    const made = await make({
      detectors: {
        threat: [{ id: "ROGUE_USER", isEnabled: true, riskLevel: "CRITICAL" }],
        activity: [],
      },
      responders: [{ id: "MAKE_BUCKET_PRIVATE", isEnabled: true, mode: "AUTOACTION" }],
    });
    expect(ofType(made, "DetectorRecipe").map(({ name }) => name)).toEqual([
      "posture-detector-recipe-threat",
    ]);
    expect(named(made, "posture-detector-recipe-threat").inputs).toMatchObject({
      compartmentId: place.environmentId,
      sourceDetectorRecipeId: "threat-recipe",
      detectorRules: [{ detectorRuleId: "ROGUE_USER", details: { isEnabled: true, riskLevel: "CRITICAL" } }],
    });
    expect(named(made, "posture-responder-recipe").inputs).toMatchObject({
      sourceResponderRecipeId: "responder-recipe",
      responderRules: [
        { responderRuleId: "MAKE_BUCKET_PRIVATE", details: { isEnabled: true, mode: "AUTOACTION" } },
      ],
    });
    expect(named(made, "posture-target").inputs).toMatchObject({
      targetDetectorRecipes: [
        { detectorRecipeId: "configuration-recipe" },
        { detectorRecipeId: "activity-recipe" },
        { detectorRecipeId: "posture-detector-recipe-threat-id" },
      ],
      targetResponderRecipes: [{ responderRecipeId: "posture-responder-recipe-id" }],
    });
  });

  test("a wrong region and rules that can not be are refused, all at once", () => {
    const posture = (args: object) => () => new SecurityPosture("posture", { ...place, ...args });
    expect(
      posture({
        reportingRegion: "dubai",
        detectors: {
          treat: [],
          threat: [
            { id: "rogue", isEnabled: true, riskLevel: "CRITICAL" },
            { id: "ROGUE_USER", isEnabled: true, riskLevel: "WORST" },
          ],
        },
        responders: [
          { id: "MAKE_BUCKET_PRIVATE", isEnabled: true },
          { id: "MAKE_BUCKET_PRIVATE", isEnabled: false },
        ],
      }),
    ).toThrow(
      /reportingRegion is "dubai"[^]*detectors.treat[^]*detectors.threat\[0\].id[^]*detectors.threat\[1\].riskLevel[^]*responders\[1\].id.*each rule once/,
    );
  });
});
