import * as v from "valibot";
import { defineContract } from "../define/contract";

export const eksContract = defineContract({
  stack: "eks",
  version: 1,
  fields: {
    clusterName: v.string(),
    /** Address of the private API endpoint. */
    endpoint: v.string(),
    /** Certificate authority of the endpoint, base64. */
    certificateAuthority: v.string(),
    oidcIssuer: v.string(),
    oidcProviderArn: v.string(),
    clusterSecurityGroupId: v.string(),
  },
});

const okeFields = {
  clusterId: v.string(),
  endpoint: v.string(),
  certificateAuthority: v.string(),
  nodePoolId: v.string(),
  kubernetesVersion: v.string(),
};

export const okeDxbContract = defineContract({ stack: "oke-dxb", version: 1, fields: okeFields });
export const okeJedContract = defineContract({ stack: "oke-jed", version: 1, fields: okeFields });
