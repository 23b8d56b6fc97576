import { ArchiveBucket } from "../components/oci-platform";
import {
  BucketReplication,
  HealthMonitor,
  StandbyDatabase,
  TrafficSteering,
  tierProblem,
  type RecoveryTier,
} from "../components/recovery";
import { InputError } from "../components/core";
import type { okeJedContract } from "./contracts/clusters";
import type { foundationContract } from "./contracts/foundation";
import type { ociNetworkJedContract } from "./contracts/networks";
import type { secretsContract } from "./contracts/secrets";
import type { dataContract, recoveryContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import { OCI_REGIONS, type Environment } from "./environments";
import { siteGateway } from "./gateway-site";
import { archiveLogs } from "./log-archive";
import { ociProvider } from "./providers";
import { isReplicated } from "./replicated";
import { siteContext } from "./site";

type Needs = {
  readonly foundation: typeof foundationContract;
  readonly secrets: typeof secretsContract;
  readonly data: typeof dataContract;
  readonly standby: typeof okeJedContract;
  readonly standbyNetwork: typeof ociNetworkJedContract;
};

/** Days that nobody can delete a backup (this platform's choice: five weeks hold the last backup of a month). */
const BACKUP_DAYS: Readonly<Record<Environment["class"], number>> = { dev: 7, staging: 14, prod: 35 };

/** What the standby OCI site needs before it can take over: the data's copy, probes from outside, a name that can move. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof recoveryContract>> = (
  context,
  { foundation, secrets, data, standbyNetwork },
) => {
  const site = siteContext(context);
  const { env, account } = site;
  const tier = tierOf(env);
  const source = ociProvider(site, "primary");
  const standby = ociProvider(site, "standby");
  const home = ociProvider(site, "home");
  const sites = { primary: OCI_REGIONS[env.oci.primary], standby: OCI_REGIONS[env.oci.standby] };
  const place = {
    naming: site.naming("standby"),
    tags: site.tags({ Service: "recovery", DataClass: "confidential" }),
    tier,
  };

  const copy = new BucketReplication("standby-copy", {
    ...place,
    namespace: data.ociNamespace,
    sourceBucket: data.ociBucketName,
    sourceRegion: env.oci.primary,
    standbyRegion: env.oci.standby,
    compartmentId: foundation.compartmentIds.data,
    standbyKeyId: secrets.ociKeyIds[sites.standby].data,
    keyCompartmentId: foundation.compartmentIds.security,
    policyCompartmentId: foundation.environmentCompartmentId,
    providers: { source, standby, home },
    protect: env.protection.data,
  });

  const database = new StandbyDatabase(
    "standby-database",
    {
      ...place,
      primary: { id: data.database.id, dbName: data.database.dbName },
      sourceRegion: env.oci.primary,
      standbyRegion: env.oci.standby,
      compartmentId: foundation.compartmentIds.data,
      network: {
        subnetId: standbyNetwork.subnetIds.database,
        nsgIds: [standbyNetwork.nsgIds.database],
      },
      key: isReplicated(env)
        ? { id: secrets.ociKeyIds.dxb.data, vaultId: secrets.ociVaultIds.dxb }
        : { id: secrets.ociKeyIds.jed.data, vaultId: secrets.ociVaultIds.jed },
      protect: env.protection.data,
    },
    { provider: standby },
  );
  // A replica follows deletions, so it is no backup: these nobody can delete before their time.
  const backups = new ArchiveBucket(
    "backups",
    {
      ...place,
      role: "backups",
      compartmentId: foundation.compartmentIds.data,
      namespace: data.ociNamespace,
      keyId: secrets.ociKeyIds[sites.standby].data,
      retentionDays: BACKUP_DAYS[env.class],
      deleteAfterRetention: true,
      protect: env.protection.data,
    },
    { provider: standby },
  );

  const compartmentId = foundation.compartmentIds.platform;
  const nameAt = (place: string) => `app${place}.${env.name}.${account.zone}`;
  const hostnames = { primary: nameAt(`-${sites.primary}`), standby: nameAt(`-${sites.standby}`) };
  const health = new HealthMonitor(
    "health",
    { ...place, compartmentId, targets: [hostnames.primary, hostnames.standby], host: nameAt("") },
    { provider: standby },
  );
  const steering = new TrafficSteering(
    "app-failover",
    {
      ...place,
      compartmentId,
      endpoints: { primary: { hostname: hostnames.primary }, standby: { hostname: hostnames.standby } },
      monitorId: health.monitorId,
      protect: env.protection.data,
    },
    { provider: standby },
  );

  const gateway =
    isReplicated(env) &&
    siteGateway(site, {
      at: "standby",
      role: "standby-",
      provider: standby,
      compartmentId,
      topicId: foundation.alarmTopicIds.jed,
      network: standbyNetwork,
      imagePaths: foundation.imagePaths.jed,
      certificateId: secrets.standbyApiCertificate.apply(certificateOf),
      authorityPem: secrets.bootstrapCaPem,
    });

  if (gateway !== false)
    archiveLogs(site, {
      at: "standby",
      role: "gateway",
      logs: [{ compartmentId, logGroupId: gateway.logGroupId }],
      needs: { foundation, secrets },
    });

  return {
    replicationPolicyId: copy.replicationPolicyId,
    healthCheckId: health.monitorId,
    steeringPolicyId: steering.policyId,
    standbyDatabase: { id: database.databaseId, host: database.host },
    standbyGateway: gateway ? { gatewayId: gateway.gatewayId, hostname: gateway.hostname } : null,
    backupBucketName: backups.bucketName,
  };
};

/** @throws {InputError} where the stack `secrets` was deployed before the environment had a gateway at the standby site. */
function certificateOf(made: { readonly certificateId: string } | null): string {
  if (made !== null) return made.certificateId;
  const allowed = "the certificate of the gateway at the standby site: deploy secrets again";
  throw new InputError("stack secrets", [{ path: "standbyApiCertificate", given: null, allowed }]);
}

/** @throws {InputError} for an environment that declares no recovery: it has no use for this stack. */
function tierOf({ name, recovery: { tier } }: Environment): RecoveryTier {
  const allowed = tierProblem(tier);
  if (tier === "none" || allowed !== undefined) {
    throw new InputError(`environment "${name}"`, [
      { path: "recovery.tier", given: tier, allowed: allowed ?? "" },
    ]);
  }
  return tier;
}
