/** What the stack `platform` reads of those before it. */
export const platformNeeds = {
  foundation: {
    environmentCompartmentId: "ocid1.compartment.oc1..environment",
    compartmentIds: { security: "ocid1.compartment.oc1..security" },
  },
  identity: {
    deployerRoleArn: "r",
    eventTargetRoleArn: "r",
    eksClusterRoleArn: "r",
    eksNodeRoleArn: "r",
    groupIds: {
      "cluster-admins": "ocid1.group.oc1..admins",
      "network-admins": "ocid1.group.oc1..network",
      "node-operators": "ocid1.group.oc1..operators",
      "api-platform": "ocid1.group.oc1..api-platform",
      "api-publishers": "ocid1.group.oc1..api-publishers",
      "image-publishers": "ocid1.group.oc1..image-publishers",
      deployers: "ocid1.group.oc1..deployers",
      auditors: "ocid1.group.oc1..auditors",
    },
  },
  eks: {
    clusterName: "acme-dev-use1-gitops-cluster",
    endpoint: "https://eks.example.org",
    certificateAuthority: "RUtT",
    oidcIssuer: "https://issuer.example.org",
    oidcProviderArn: "arn:oidc",
    clusterSecurityGroupId: "sg-1",
  },
  oke: {
    clusterId: "ocid1.cluster.oc1..a",
    endpoint: "https://10.65.3.5:6443",
    certificateAuthority: "T0tF",
    nodePoolId: "ocid1.nodepool.oc1..a",
    kubernetesVersion: "v1.36.1",
  },
  secrets: {
    bootstrapCaPem: "-----BEGIN CERTIFICATE-----\nUk9PVA==\n-----END CERTIFICATE-----\n",
    bootstrapCaKeyPem: "the root's key",
    ociVaultIds: { dxb: "ocid1.vault.oc1.me-dubai-1.v", jed: "ocid1.vault.oc1.me-jeddah-1.v" },
    databaseSecrets: {
      adminId: "ocid1.vaultsecret.oc1..a",
      username: "db-username",
      password: "db-password",
    },
  },
  network: {
    subnetIds: { "load-balancer-internal": "ocid1.subnet.oc1..balancers" },
    nsgIds: { "load-balancer": "ocid1.networksecuritygroup.oc1..balancers" },
  },
};
