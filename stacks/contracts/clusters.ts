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

const text = v.string();

const okeFields = {
  clusterId: text,
  /** URL of the private API endpoint. */
  endpoint: text,
  /** How the endpoint is reached from where there is no way to it. */
  accessPath: v.strictObject({
    host: text,
    port: v.number(),
    bastionId: text,
    runnersCidr: text,
    command: text,
    text,
  }),
  certificateAuthority: text,
  nodePoolId: text,
  kubernetesVersion: text,
  /** Log group of the control plane's logs. */
  logGroupId: text,
  /** Security groups of the cluster's interfaces. */
  nsgIds: v.strictObject({ "api-endpoint": text, "load-balancer": text, workers: text, pods: text }),
};

export const okeDxbContract = defineContract({ stack: "oke-dxb", version: 2, fields: okeFields });
export const okeJedContract = defineContract({ stack: "oke-jed", version: 2, fields: okeFields });
