import * as v from "valibot";
import { defineContract } from "../define/contract";

export const platformContract = defineContract({
  stack: "platform",
  version: 2,
  fields: {
    /** Workload namespaces made in each cluster. */
    namespaces: v.strictObject({ eks: v.array(v.string()), oke: v.array(v.string()) }),
    /** ClusterIssuer of certificates, on OKE. */
    issuerName: v.string(),
    /** ConfigMap with what services trust, in each workload namespace. */
    trustBundleName: v.string(),
    /** Trust domain of the services' SPIFFE ids. */
    trustDomain: v.string(),
    /** The gateway of the OKE cluster, on which services are published. */
    gateway: v.strictObject({
      name: v.string(),
      namespace: v.string(),
      internal: v.boolean(),
      hosts: v.record(v.string(), v.strictObject({ host: v.string(), namespace: v.string() })),
    }),
  },
});

export const dataContract = defineContract({
  stack: "data",
  version: 2,
  fields: {
    awsBucketName: v.string(),
    awsBucketArn: v.string(),
    ociNamespace: v.string(),
    ociBucketName: v.string(),
    tableName: v.string(),
    tableArn: v.string(),
    /** The database at the primary OCI site: how it is reached, and the secret that holds ADMIN's rotated password. */
    database: v.strictObject({
      id: v.string(),
      dbName: v.string(),
      host: v.string(),
      port: v.number(),
      service: v.string(),
      adminSecretId: v.string(),
    }),
  },
});

export const eventsContract = defineContract({
  stack: "events",
  version: 3,
  fields: {
    busName: v.string(),
    busArn: v.string(),
    archiveArn: v.string(),
    /** Where every event is kept for audits, and nobody deletes it before its time. */
    auditBucketName: v.string(),
    registryName: v.string(),
    alarmTopicArn: v.string(),
    dashboardName: v.string(),
    /** The function that takes orders. */
    orderFunctionArn: v.string(),
    /** Each rule by its role word, with its target and the queue of what it could not deliver. */
    routes: v.record(
      v.string(),
      v.strictObject({
        ruleArn: v.string(),
        targetArn: v.string(),
        deadLetterArn: v.string(),
        deadLetterUrl: v.string(),
      }),
    ),
    /** URLs of the queues beside the routes: events that wait for the bus, for another try, for a person. */
    queueUrls: v.strictObject({ fallback: v.string(), redrive: v.string(), parking: v.string() }),
    /** Names of the services' tables, by what they hold. */
    tableNames: v.record(v.string(), v.string()),
  },
});

export const gatewayContract = defineContract({
  stack: "gateway",
  version: 2,
  fields: {
    gatewayId: v.string(),
    /** Name that clients call. */
    hostname: v.string(),
    deploymentId: v.string(),
    endpoint: v.string(),
    /** What backends verify the tokens of each API by once more, by its role word. */
    verification: v.record(
      v.string(),
      v.strictObject({
        issuers: v.array(v.string()),
        audiences: v.array(v.string()),
        jwksUrl: v.optional(v.string()),
        keyIds: v.optional(v.array(v.string())),
      }),
    ),
  },
});

export const recoveryContract = defineContract({
  stack: "recovery",
  version: 3,
  fields: {
    replicationPolicyId: v.string(),
    healthCheckId: v.string(),
    steeringPolicyId: v.string(),
    /** OCID of the database's standby, and the name it answers by once it has become the primary. */
    standbyDatabase: v.strictObject({ id: v.string(), host: v.string() }),
    /** The gateway at the standby site, with the same APIs; null where the recovery tier has none. */
    standbyGateway: v.nullable(v.strictObject({ gatewayId: v.string(), hostname: v.string() })),
    /** Bucket at the standby site whose objects nobody can delete for a time. */
    backupBucketName: v.string(),
  },
});
