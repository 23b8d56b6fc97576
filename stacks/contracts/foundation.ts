import * as v from "valibot";
import { defineContract } from "../define/contract";

/** Compartments of an environment, by what they hold. */
export const COMPARTMENTS = ["network", "platform", "data", "security"] as const;

export const foundationContract = defineContract({
  stack: "foundation",
  version: 3,
  fields: {
    /** OCID of each compartment. */
    compartmentIds: v.strictObject({
      network: v.string(),
      platform: v.string(),
      data: v.string(),
      security: v.string(),
    }),
    /** OCID of the environment's own compartment, the parent of the others. */
    environmentCompartmentId: v.string(),
    /** OCID of the tag namespace, so that what is tagged comes after it. */
    tagNamespaceId: v.string(),
    /** Role that VPC flow logs assume. */
    flowLogRoleArn: v.string(),
    /** OCIDs of the topics that alarms of each OCI site are told to. */
    alarmTopicIds: v.strictObject({ dxb: v.string(), jed: v.string() }),
    /** What images are called at each OCI site, without tag or digest, by image. */
    imagePaths: v.strictObject({
      dxb: v.record(v.string(), v.string()),
      jed: v.record(v.string(), v.string()),
    }),
  },
});
