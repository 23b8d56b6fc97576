import type { Answers } from "../recorded";

/** What AWS answers where a cluster's outputs are read. */
export const EKS_ANSWERS: Answers = {
  "aws:eks/cluster:Cluster": {
    endpoint: "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
    certificateAuthority: { data: "QUJDRA==" },
    identities: [{ oidcs: [{ issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF" }] }],
    vpcConfig: { clusterSecurityGroupId: "sg-cluster" },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": { latestVersion: 7 },
};
