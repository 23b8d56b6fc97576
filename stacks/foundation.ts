import { AccountBaseline } from "../components/aws-platform";
import {
  AlarmTopic,
  CompartmentBudget,
  CompartmentTree,
  ImageRegistry,
  SecurityPosture,
  TagNamespace,
  tenancyWith,
} from "../components/oci-platform";
import type { foundationContract } from "./contracts/foundation";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { awsProvider, ociProvider } from "./providers";
import { oncallAddress, siteContext } from "./site";

/** What everything else stands on: compartments, tags and posture in OCI, the account's own settings in AWS. */
export const program: StackProgram<Environment, Record<string, never>, TypeOf<typeof foundationContract>> = (
  context,
) => {
  const site = siteContext(context);
  const { env, account } = site;
  const home = { provider: ociProvider(site, "home") };
  const tags = site.tags({ Service: "platform", DataClass: "internal" });

  const compartments = new CompartmentTree(
    "compartments",
    {
      naming: site.naming("global"),
      tags,
      parentId: tenancyWith(
        account.ociTenancyId,
        { home: env.oci.home, regions: [env.oci.primary, env.oci.standby] },
        home,
      ),
      allowDelete: !env.protection.data,
    },
    home,
  );
  // A tenancy has one namespace of a name, whichever of its environments made it.
  const tagging =
    account.ociTagNamespaceId === ""
      ? new TagNamespace(
          "tagging",
          { naming: site.naming("global"), tags, compartmentId: compartments.environmentId },
          home,
        )
      : undefined;
  const afterTagging = tagging === undefined ? {} : { dependsOn: tagging };
  new SecurityPosture(
    "posture",
    {
      naming: site.naming("global"),
      tags,
      tenancyId: account.ociTenancyId,
      reportingRegion: env.oci.home,
      environmentId: compartments.environmentId,
      compartmentIds: compartments.ids,
      zones: env.class === "prod",
      publicIngress: env.publicIngress,
    },
    { ...home, ...afterTagging },
  );
  const oncall = oncallAddress(account);
  if (account.ociMonthlyBudget !== "") {
    new CompartmentBudget(
      "budget",
      {
        naming: site.naming("global"),
        tags,
        tenancyId: account.ociTenancyId,
        compartmentId: compartments.environmentId,
        monthlyAmount: Number(account.ociMonthlyBudget),
        recipients: [oncall],
      },
      { ...home, ...afterTagging },
    );
  }
  const at = (region: "primary" | "standby") => {
    const there = { provider: ociProvider(site, region), ...afterTagging };
    const place = { naming: site.naming(region), tags, compartmentId: compartments.ids.platform };
    const subscribers = { oncall: { protocol: "EMAIL" as const, endpoint: oncall } };
    const alarms = new AlarmTopic(`alarms-${region}`, { ...place, subscribers }, there);
    // Nobody pulls from the other region when one is lost.
    const images =
      env.images.length === 0
        ? undefined
        : new ImageRegistry(
            `images-${region}`,
            { ...place, region: env.oci[region], images: env.images, protect: env.protection.data },
            there,
          );
    return { topicId: alarms.topicId, imagePaths: images?.paths ?? {} };
  };
  const baseline = new AccountBaseline(
    "account",
    {
      naming: site.naming("aws"),
      tags,
      account: { id: account.awsAccountId, region: env.aws.region },
    },
    { provider: awsProvider(site) },
  );

  const [dxb, jed] = [at("primary"), at("standby")];
  return {
    compartmentIds: compartments.ids,
    environmentCompartmentId: compartments.environmentId,
    tagNamespaceId: tagging?.namespaceId ?? account.ociTagNamespaceId,
    flowLogRoleArn: baseline.flowLogRoleArn,
    alarmTopicIds: { dxb: dxb.topicId, jed: jed.topicId },
    imagePaths: { dxb: dxb.imagePaths, jed: jed.imagePaths },
  };
};
