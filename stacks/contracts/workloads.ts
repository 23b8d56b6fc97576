import * as v from "valibot";
import { defineContract } from "../define/contract";

export const platformContract = defineContract({
  stack: "platform",
  version: 1,
  fields: {
    /** Workload namespaces made in each cluster. */
    namespaces: v.strictObject({ eks: v.array(v.string()), oke: v.array(v.string()) }),
  },
});

export const dataContract = defineContract({
  stack: "data",
  version: 1,
  fields: {
    awsBucketName: v.string(),
    awsBucketArn: v.string(),
    ociNamespace: v.string(),
    ociBucketName: v.string(),
    tableName: v.string(),
    tableArn: v.string(),
  },
});

export const eventsContract = defineContract({
  stack: "events",
  version: 1,
  fields: {
    busName: v.string(),
    busArn: v.string(),
    archiveArn: v.string(),
    queueArn: v.string(),
    queueUrl: v.string(),
    deadLetterArn: v.string(),
    alarmTopicArn: v.string(),
  },
});

export const gatewayContract = defineContract({
  stack: "gateway",
  version: 1,
  fields: { gatewayId: v.string(), hostname: v.string(), deploymentId: v.string(), endpoint: v.string() },
});

export const recoveryContract = defineContract({
  stack: "recovery",
  version: 1,
  fields: { replicationPolicyId: v.string(), healthCheckId: v.string(), steeringPolicyId: v.string() },
});
