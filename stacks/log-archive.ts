import { getNamespaceOutput } from "@pulumi/oci/objectstorage";
import { ArchiveBucket, LogArchive, type ArchivedLog } from "../components/oci-platform";
import type { foundationContract } from "./contracts/foundation";
import type { secretsContract } from "./contracts/secrets";
import type { NeedsOutputs } from "./define/stack";
import { ociProvider } from "./providers";
import type { SiteContext } from "./site";

/** As long as OCI's own audit log keeps what was done (OK-50), so that both tell of the same days. */
const ARCHIVE_DAYS = 365;

/** Which logs are kept, and with what. */
export interface KeptLogs {
  readonly at: "primary" | "standby";
  /** What the logs are of, a role word: `cluster`. */
  readonly role: string;
  readonly logs: readonly [ArchivedLog, ...ArchivedLog[]];
  readonly needs: NeedsOutputs<{ foundation: typeof foundationContract; secrets: typeof secretsContract }>;
}

/**
 * Keeps logs of a site for a year, in a bucket that is locked from the time that the owner names: nobody can take a lock
 * back, so it is the owner's to set, and without that time nothing is kept beyond what the Logging service keeps.
 */
export function archiveLogs(site: SiteContext, kept: KeptLogs): void {
  const { account, env } = site;
  const { at, role, logs, needs } = kept;
  if (account.ociLogLockFrom === "") return;
  const { compartmentIds, environmentCompartmentId } = needs.foundation;
  const here = { provider: ociProvider(site, at) };
  const place = {
    naming: site.naming(at),
    tags: site.tags({ Service: "logs", DataClass: "confidential" }),
  };
  const archive = new ArchiveBucket(
    `${role}-log-archive`,
    {
      ...place,
      role: `${role}-logs`,
      compartmentId: compartmentIds.data,
      namespace: getNamespaceOutput({ compartmentId: account.ociTenancyId }, here).namespace,
      keyId: needs.secrets.ociKeyIds[at === "primary" ? "dxb" : "jed"].data,
      retentionDays: ARCHIVE_DAYS,
      lockedFrom: account.ociLogLockFrom,
      deleteAfterRetention: true,
      protect: env.protection.data,
    },
    here,
  );
  new LogArchive(
    `${role}-logs`,
    {
      ...place,
      compartmentId: compartmentIds.platform,
      policyCompartmentId: environmentCompartmentId,
      home: ociProvider(site, "home"),
      logs,
      archive,
    },
    here,
  );
}
