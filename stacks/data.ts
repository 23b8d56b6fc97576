import { getNamespaceOutput } from "@pulumi/oci/objectstorage";
import { DataBucket } from "../components/aws-platform";
import { IdempotencyTable } from "../components/eventing";
import { DataBucket as OciDataBucket } from "../components/oci-platform";
import type { dataContract } from "./contracts/workloads";
import { platformDatabase, type DatabaseNeeds } from "./database";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { awsProvider, ociProvider } from "./providers";
import { siteContext } from "./site";

/** What the platform's services keep: a bucket in each cloud, a database, and the table in which consumers note what they did. */
export const program: StackProgram<Environment, DatabaseNeeds, TypeOf<typeof dataContract>> = (
  context,
  needs,
) => {
  const { foundation, secrets } = needs;
  const site = siteContext(context);
  const { env, account } = site;
  const aws = { provider: awsProvider(site) };
  const oci = { provider: ociProvider(site, "primary") };
  const tags = site.tags({ Service: "data", DataClass: "confidential", DrTier: env.recovery.tier });
  const protect = env.protection.data;
  const onAws = {
    naming: site.naming("aws"),
    tags,
    keyArn: secrets.awsKeyArns.data,
    protect,
  };

  const bucket = new DataBucket(
    "aws-bucket",
    { ...onAws, role: "data", emptyOnDelete: env.protection.emptyBuckets },
    aws,
  );
  // One item for each consumer and event, so that an event that comes twice is handled once (docs/requirements/01.md, G31).
  const table = new IdempotencyTable(
    "processed-events",
    { ...onAws, archiveDays: env.retention.eventArchiveDays },
    aws,
  );
  const namespace = getNamespaceOutput({ compartmentId: account.ociTenancyId }, oci).namespace;
  const ociBucket = new OciDataBucket(
    "oci-bucket",
    {
      naming: site.naming("primary"),
      tags,
      role: "data",
      compartmentId: foundation.compartmentIds.data,
      namespace,
      keyId: secrets.ociKeyIds.dxb.data,
      protect,
    },
    oci,
  );
  const { database, adminSecretId } = platformDatabase(site, needs, {
    primary: oci.provider,
    home: ociProvider(site, "home"),
  });

  return {
    awsBucketName: bucket.bucketName,
    awsBucketArn: bucket.arn,
    ociNamespace: ociBucket.namespace,
    ociBucketName: ociBucket.bucketName,
    tableName: table.tableName,
    tableArn: table.arn,
    database: {
      id: database.databaseId,
      dbName: database.dbName,
      host: database.host,
      port: database.port,
      service: database.service,
      adminSecretId,
    },
  };
};
