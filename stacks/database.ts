import type { Provider as OciProvider } from "@pulumi/oci/provider";
import type * as pulumi from "@pulumi/pulumi";
import {
  AUTONOMOUS_ALARMS,
  AutonomousDatabase,
  DatabaseAccess,
  MetricAlarms,
  VaultSecret,
} from "../components/oci-platform";
import type { foundationContract } from "./contracts/foundation";
import type { ociNetworkDxbContract } from "./contracts/networks";
import type { secretsContract } from "./contracts/secrets";
import type { NeedsOutputs } from "./define/stack";
import type { Environment } from "./environments";
import type { SiteContext } from "./site";

/** What the database is built on. */
export type DatabaseNeeds = {
  readonly foundation: typeof foundationContract;
  readonly secrets: typeof secretsContract;
  readonly network: typeof ociNetworkDxbContract;
};

/** The database of each class of environment (docs/requirements/00.md, "Differences between environments"). */
const SIZES: Readonly<
  Record<
    Environment["class"],
    { readonly ecpus: number; readonly autoScale: boolean; readonly backupDays: number }
  >
> = {
  dev: { ecpus: 2, autoScale: false, backupDays: 7 },
  staging: { ecpus: 4, autoScale: false, backupDays: 14 },
  prod: { ecpus: 8, autoScale: true, backupDays: 60 },
};

/**
 * The platform's database at the primary OCI site, its alarms, and the secret that takes ADMIN over. The database is made
 * with the first password of the stack `secrets`; from its first rotation on the other secret holds the password, which
 * the vault itself sets. They are two because each of the two, database and rotation, needs the other's OCID.
 */
export function platformDatabase(
  site: SiteContext,
  { foundation, secrets, network }: NeedsOutputs<DatabaseNeeds>,
  providers: { readonly primary: OciProvider; readonly home: OciProvider },
): { readonly database: AutonomousDatabase; readonly adminSecretId: pulumi.Output<string> } {
  const { env } = site;
  const place = {
    naming: site.naming("primary"),
    tags: site.tags({ Service: "data", DataClass: "confidential", DrTier: env.recovery.tier }),
  };
  const { data: compartmentId, security } = foundation.compartmentIds;
  const here = { provider: providers.primary };
  const protect = env.protection.data;

  const access = new DatabaseAccess(
    "databases",
    {
      ...place,
      compartmentId: foundation.environmentCompartmentId,
      databasesId: compartmentId,
      securityId: security,
    },
    { provider: providers.home },
  );
  const database = new AutonomousDatabase(
    "database",
    {
      ...place,
      ...SIZES[env.class],
      role: "platform",
      compartmentId,
      network: { subnetId: network.subnetIds.database, nsgIds: [network.nsgIds.database] },
      key: { id: secrets.ociKeyIds.dxb.data, vaultId: secrets.ociVaultIds.dxb },
      adminSecretId: secrets.databaseSecrets.adminId,
      protect,
    },
    { ...here, dependsOn: access },
  );
  const admin = new VaultSecret(
    "database-admin",
    {
      ...place,
      role: "database-admin",
      description: "The password of the database's ADMIN from its first rotation on",
      compartmentId: security,
      vaultId: secrets.ociVaultIds.dxb,
      keyId: secrets.ociKeyIds.dxb.data,
      rotation: { target: { databaseId: database.databaseId } },
      ...(env.recovery.tier === "none"
        ? {}
        : {
            replica: {
              region: env.oci.standby,
              vaultId: secrets.ociVaultIds.jed,
              keyId: secrets.ociKeyIds.jed.data,
            },
          }),
      protect,
    },
    here,
  );
  new MetricAlarms(
    "database",
    { ...place, compartmentId, topicId: foundation.alarmTopicIds.dxb, alarms: AUTONOMOUS_ALARMS },
    here,
  );
  return { database, adminSecretId: admin.secretId };
}
