import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const by = (region: unknown, props: Readonly<Record<string, unknown>> = {}): Sample => ({
  ...changed(
    {
      type: "oci:Database/autonomousDatabase:AutonomousDatabase",
      name: "standby",
      props: {
        dbName: "orders",
        source: "CROSS_REGION_DISASTER_RECOVERY",
        sourceId: "ocid1.autonomousdatabase.oc1.me-dubai-1.primary",
      },
    },
    props,
  ),
  provider: { type: "pulumi:providers:oci", props: { region } },
});

export const adbStandbyProviderCases: RuleCases = {
  rule: "adb-standby-provider",
  serves: ["OP-53"],
  violating: [
    {
      title: "the primary's own region",
      resources: [by("me-dubai-1")],
      says: ['"standby": provider.region is "me-dubai-1"', "lost with it"],
    },
    {
      title: "the source's region, where data may not live",
      resources: [by("eu-frankfurt-1")],
      says: ['provider.region is "eu-frankfurt-1"', "may not live"],
    },
  ],
  complying: [
    { title: "the standby region", resources: [by("me-jeddah-1")] },
    { title: "a primary", resources: [by("me-dubai-1", { source: "NONE", sourceId: undefined })] },
  ],
  unknown: [
    { title: "a primary that is not known yet", resources: [by("me-jeddah-1", { sourceId: UNKNOWN })] },
  ],
};
