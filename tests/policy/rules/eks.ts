import type { Sample } from "../sample";

export const cluster: Sample = {
  type: "aws:eks/cluster:Cluster",
  name: "cluster",
  props: {
    roleArn: "arn:aws:iam::111111111111:role/eks",
    version: "1.34",
    vpcConfig: {
      subnetIds: ["subnet-1", "subnet-2", "subnet-3"],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    },
    enabledClusterLogTypes: ["api", "audit", "authenticator"],
    encryptionConfig: {
      resources: ["secrets"],
      provider: { keyArn: "arn:aws:kms:us-east-1:111111111111:key/k" },
    },
  },
};

export const nodes: Sample = {
  type: "aws:eks/nodeGroup:NodeGroup",
  name: "workers",
  props: {
    clusterName: "cluster",
    nodeRoleArn: "arn:aws:iam::111111111111:role/node",
    subnetIds: ["subnet-1", "subnet-2", "subnet-3"],
    instanceTypes: ["m7i.xlarge"],
    launchTemplate: { id: "lt-1", version: "1" },
    scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 9 },
  },
};

export const template: Sample = {
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  name: "template",
  props: { metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 } },
};

export const inProd = (sample: Sample): Sample => ({ ...sample, stack: "prod-sample" });
