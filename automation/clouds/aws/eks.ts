import type { Context, InputRule, Kind, Target } from "../kind";
import * as v from "../values";
import { certificateAuthority } from "../tls/authority";
import { arn, limit, nameOf, region, target } from "./common";
import { groupTarget, oneNetwork } from "./ec2-security";
import { subnetTarget } from "./ec2-network";
import { role, uses } from "./access/ask";
import { addonUses } from "./eks-addons";
import {
  minor,
  refuseModeBack,
  refuseServiceOverlap,
  refuseVersionStep,
  refuseZones,
  serviceRange,
} from "./eks-cluster";
import { nodeUses } from "./eks-nodes";
import { assumable, roleTarget } from "./iam-rules";

const CLUSTER = "aws:eks/cluster:Cluster";
const SUBNET = "aws:ec2/subnet:Subnet";
const DEFAULT_IMAGE = "AL2023_x86_64_STANDARD";
const ADDON = "aws:eks/addon:Addon";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const ENTRY_POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const POD_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

const cluster: Target = target(
  "ResourceNotFoundException",
  (id) => `No cluster found for name: ${id}.`,
  "eks/cluster:Cluster",
);

/** The least that a cluster's role needs (EKS user guide, "Amazon EKS cluster IAM role"). */
const clusterActions = ["ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs"];

const clusterKind: Kind = {
  type: CLUSTER,
  simulates:
    "subnets of one VPC in two zones that EKS is in and that stay the same, services outside of its blocks, one version up or back, an authentication mode that does not go back, a role that EKS can assume, some endpoint access, a key for secrets that exists, a role with what the control plane calls; comes with an endpoint, its authority, an OIDC issuer and a security group",
  references: {
    roleArn: roleTarget,
    "vpcConfig.subnetIds": subnetTarget,
    "vpcConfig.securityGroupIds": groupTarget,
  },
  // Not the role: IAM lets go of a role whoever assumes it (IAM API reference, DeleteRole).
  holds: ["vpcConfig.subnetIds", "vpcConfig.securityGroupIds"],
  uses: (c) =>
    uses(
      c,
      role(c.text("roleArn") ?? ""),
      clusterActions,
      "*",
      {},
      "the control plane can not manage its nodes",
    ),
  replaces: {
    roleArn: true,
    "encryptionConfig.provider": true,
    kubernetesNetworkConfig: true,
    "kubernetesNetworkConfig.elasticLoadBalancing": false,
    "accessConfig.bootstrapClusterCreatorAdminPermissions": true,
  },
  check: (inputs, report, site) => {
    // Amazon EKS API reference, CreateCluster.
    limit(
      inputs,
      report,
      "name",
      /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
      "up to 100 letters, digits, hyphens and underscores",
    );
    const version = v.text(inputs, "version");
    if (version !== undefined && !/^1\.\d\d$/.test(version))
      report("version", `"${version}" is not a version such as 1.33`);
    const network = v.at(inputs, "vpcConfig");
    if (
      v.flag(network, "endpointPrivateAccess") !== true &&
      v.flag(network, "endpointPublicAccess") === false
    )
      report("vpcConfig", "at least one of endpointPrivateAccess and endpointPublicAccess must be true");
    serviceRange(inputs, report, site);
  },
  rules: (c) => {
    refuseZones(c);
    oneNetwork(c, c.texts("vpcConfig.subnetIds"), c.texts("vpcConfig.securityGroupIds"));
    refuseServiceOverlap(c);
    const own = arn(c, "eks", `cluster/${c.text("name") ?? ""}`);
    if (!assumable(c, c.text("roleArn"), "eks.amazonaws.com", own))
      c.refuse(
        "InvalidParameterException",
        `Role with arn: ${c.text("roleArn") ?? ""}, could not be assumed because it does not exist or the trusted entity is not correct`,
      );
    const key = c.text("encryptionConfig.provider.keyArn");
    if (key !== undefined && !c.find(key, "aws:kms/key:Key"))
      c.refuse("InvalidParameterException", `The keyArn ${key} does not exist`);
    refuseVersionStep(c);
    refuseModeBack(c);
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => {
    const issuer = c.derive.hex("issuer", 32).toUpperCase();
    const host = `${issuer}.${c.derive.hex("cell", 3)}.${region(c)}.eks.amazonaws.com`;
    const given = v.at(c.inputs, "vpcConfig");
    const subnet = c.find(c.texts("vpcConfig.subnetIds")[0], SUBNET);
    return {
      arn: arn(c, "eks", `cluster/${id}`),
      name: id,
      endpoint: `https://${host}`,
      status: "ACTIVE",
      // The newest version listed by endoflife.date (products/amazon-eks.md) stands for EKS's default.
      version: c.text("version") ?? v.text(c.old?.outputs, "version") ?? "1.36",
      platformVersion: "eks.1",
      createdAt: c.now,
      certificateAuthority: { data: certificateAuthority(c.derive, `kubernetes ${id}`, c.now) },
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region(c)}.amazonaws.com/id/${issuer}` }] }],
      vpcConfig: {
        endpointPrivateAccess: false,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
        ...(v.isObject(given) ? given : {}),
        vpcId: v.text(subnet?.inputs, "vpcId") ?? "",
        clusterSecurityGroupId: `sg-0${c.derive.hex("cluster security group", 16)}`,
      },
      accessConfig: {
        authenticationMode: "CONFIG_MAP",
        ...(v.isObject(c.value("accessConfig")) ? (c.value("accessConfig") as v.ObjectValue) : {}),
      },
    };
  },
  aliases: (o) => [v.text(o, "arn"), v.text(o, "endpoint"), v.text(o, "vpcConfig.clusterSecurityGroupId")],
  taken: (_c, id) => ["ResourceInUseException", `Cluster already exists with name: ${id}`],
  beforeDelete: (c, e) => {
    if (v.flag(e.inputs, "deletionProtection") === true)
      c.refuse("InvalidRequestException", `Cluster ${e.id} has deletion protection enabled`);
  },
  // Node groups and Fargate profiles go first (EKS API reference, DeleteCluster); what else is in it goes along.
  takesAlong: (c, e) =>
    [ADDON, ENTRY, ENTRY_POLICY, POD_IDENTITY].flatMap((type) =>
      c.all(type).filter((one) => one.inputs["clusterName"] === e.id),
    ),
  inUse: (e, holders) => [
    "ResourceInUseException",
    `Cluster has nodegroups attached: ${e.id} has ${holders.map((h) => h.id).join(", ")}`,
  ],
};

/** Instance families of Graviton processors (EC2 user guide, "Amazon EC2 instance type naming conventions", read 2026-11-26). */
const isArm = (instanceType: string): boolean => /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(instanceType);

/** CreateNodegroup in the Amazon EKS API reference (read 2026-11-26): what a launch template says, and what images run on. */
const nodeRules: InputRule = (inputs, report) => {
  const template = inputs["launchTemplate"] !== undefined;
  if (template)
    for (const key of ["diskSize", "remoteAccess"])
      if (inputs[key] !== undefined)
        report(key, "InvalidParameterException: may not be given beside launchTemplate, which says it");
  const image = v.text(inputs, "amiType") ?? ("amiType" in inputs || template ? "" : DEFAULT_IMAGE);
  if (!/_(x86|ARM)_64/.test(image)) return;
  const wrong = v.texts(inputs, "instanceTypes").filter((type) => isArm(type) !== image.includes("_ARM_64"));
  if (wrong.length > 0)
    report(
      "instanceTypes",
      `InvalidParameterException: [${wrong.join(", ")}] is not a valid instance type for requested amiType ${image}`,
    );
};

const nodeGroup: Kind = {
  type: "aws:eks/nodeGroup:NodeGroup",
  simulates:
    "a cluster that exists and is not older, subnets of its VPC, a role that EC2 can assume, sizes in order, instances that its image runs on, nothing twice that its launch template says; nodes that may join, pull images and get addresses, with a way out of their subnets and a key for their volumes",
  uses: nodeUses,
  references: { clusterName: cluster, nodeRoleArn: roleTarget, subnetIds: subnetTarget },
  holds: ["clusterName", "nodeRoleArn", "subnetIds"],
  naming: { property: "nodeGroupName", prefix: "nodeGroupNamePrefix", maximum: 63 },
  check: (inputs, report, site) => {
    // Amazon EKS API reference, CreateNodegroup.
    limit(
      inputs,
      report,
      "nodeGroupName",
      /^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/,
      "up to 63 letters, digits, hyphens and underscores",
    );
    const [min, size, max] = ["minSize", "desiredSize", "maxSize"].map((k) =>
      v.numeric(inputs, `scalingConfig.${k}`),
    );
    if (max !== undefined && max < 1) report("scalingConfig.maxSize", "must be at least 1");
    if (min !== undefined && max !== undefined && min > max)
      report("scalingConfig.minSize", "must not be above maxSize");
    nodeRules(inputs, report, site);
    if (size !== undefined && ((max !== undefined && size > max) || (min !== undefined && size < min)))
      report("scalingConfig.desiredSize", "must be from minSize to maxSize");
  },
  rules: (c) => {
    const owner = c.find(c.text("clusterName"), CLUSTER);
    const network = oneNetwork(c, c.texts("subnetIds"), []);
    const [own, its] = [c.text("version"), v.text(owner?.outputs, "version")];
    if (minor(own) > minor(its))
      c.refuse(
        "InvalidParameterException",
        `The nodes' version ${own ?? ""} is newer than that of the cluster ${owner?.id ?? ""}, ${its ?? ""}`,
      );
    if (network !== v.text(owner?.outputs, "vpcConfig.vpcId"))
      c.refuse("InvalidParameterException", `Subnets are not in the VPC of cluster ${owner?.id ?? ""}`);
    if (!assumable(c, c.text("nodeRoleArn"), "ec2.amazonaws.com"))
      c.refuse(
        "InvalidParameterException",
        "Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole " +
          (c.text("nodeRoleArn") ?? ""),
      );
  },
  id: (c) => `${c.text("clusterName") ?? ""}:${nameOf(c, "nodeGroupName", "nodeGroupNamePrefix")}`,
  outputs: (c) => {
    const name = nameOf(c, "nodeGroupName", "nodeGroupNamePrefix");
    return {
      arn: arn(c, "eks", `nodegroup/${c.text("clusterName") ?? ""}/${name}/${c.derive.uuid("arn")}`),
      nodeGroupName: name,
      status: "ACTIVE",
      version: c.text("version") ?? v.text(c.find(c.text("clusterName"), CLUSTER)?.outputs, "version") ?? "",
      amiType: c.text("amiType") ?? DEFAULT_IMAGE,
      capacityType: c.text("capacityType") ?? "ON_DEMAND",
      instanceTypes: c.value("instanceTypes") ?? ["t3.medium"],
      diskSize: c.number("diskSize") ?? 20,
      resources: [
        {
          autoscalingGroups: [{ name: `eks-${name}-${c.derive.uuid("group")}` }],
          remoteAccessSecurityGroupId: "",
        },
      ],
    };
  },
  taken: (c) => [
    "ResourceInUseException",
    `NodeGroup already exists with name ${nameOf(c, "nodeGroupName", "nodeGroupNamePrefix")}`,
  ],
};

const addon: Kind = {
  type: ADDON,
  simulates: "a cluster that exists, one of a name; coredns has nodes to run on",
  uses: addonUses,
  references: { clusterName: cluster, serviceAccountRoleArn: roleTarget },
  id: (c) => `${c.text("clusterName") ?? ""}:${c.text("addonName") ?? ""}`,
  outputs: (c) => ({
    arn: arn(
      c,
      "eks",
      `addon/${c.text("clusterName") ?? ""}/${c.text("addonName") ?? ""}/${c.derive.uuid("arn")}`,
    ),
    addonVersion: c.text("addonVersion") ?? "v1.0.0-eksbuild.1",
    createdAt: c.now,
    modifiedAt: c.now,
  }),
  taken: (c) => ["ResourceInUseException", `Addon ${c.text("addonName") ?? ""} already exists.`],
};

/** Access entries count only where the cluster's authentication mode has the API in it. */
function refuseWithoutApi(c: Context): void {
  const mode = v.text(c.find(c.text("clusterName"), CLUSTER)?.outputs, "accessConfig.authenticationMode");
  if (mode !== undefined && !mode.includes("API"))
    c.refuse(
      "InvalidRequestException",
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
}

const accessEntry: Kind = {
  type: ENTRY,
  simulates: "a cluster whose authentication mode has the API, one entry to a principal",
  references: { clusterName: cluster },
  replaces: { clusterName: true, principalArn: true, type: true },
  rules: refuseWithoutApi,
  id: (c) => `${c.text("clusterName") ?? ""}:${c.text("principalArn") ?? ""}`,
  outputs: (c) => ({
    accessEntryArn: arn(c, "eks", `access-entry/${c.text("clusterName") ?? ""}/${c.derive.uuid("arn")}`),
    type: c.text("type") ?? "STANDARD",
    userName: c.text("userName") ?? c.text("principalArn") ?? "",
    createdAt: c.now,
    modifiedAt: c.now,
  }),
  taken: () => [
    "ResourceInUseException",
    "The specified access entry resource is already in use on this cluster.",
  ],
};

const accessPolicy: Kind = {
  type: ENTRY_POLICY,
  simulates: "an access entry that exists",
  references: { clusterName: cluster },
  replaces: { clusterName: true, principalArn: true, policyArn: true, accessScope: true },
  rules: (c) => {
    refuseWithoutApi(c);
    const entry = `${c.text("clusterName") ?? ""}:${c.text("principalArn") ?? ""}`;
    if (!c.find(entry, ENTRY))
      c.refuse(
        "ResourceNotFoundException",
        `The specified principalArn could not be found: ${c.text("principalArn") ?? ""}`,
      );
  },
  id: (c) => ["clusterName", "principalArn", "policyArn"].map((k) => c.text(k) ?? "").join("#"),
  outputs: (c) => ({ associatedAt: c.now, modifiedAt: c.now }),
};

const podIdentity: Kind = {
  type: POD_IDENTITY,
  simulates: "a cluster that exists, a role that EKS Pod Identity can assume, one to a service account",
  references: { clusterName: cluster, roleArn: roleTarget },
  rules: (c) => {
    if (!assumable(c, c.text("roleArn"), "pods.eks.amazonaws.com"))
      c.refuse(
        "InvalidParameterException",
        `Trust policy of ${c.text("roleArn") ?? ""} does not let pods.eks.amazonaws.com in`,
      );
  },
  id: (c) => `a-${c.derive.hex("id", 17)}`,
  claims: (c) => [
    `eks pod identity ${["clusterName", "namespace", "serviceAccount"].map((k) => c.text(k) ?? "").join(" ")}`,
  ],
  taken: (c) => [
    "ResourceInUseException",
    `Association already exists for ${c.text("namespace") ?? ""}/${c.text("serviceAccount") ?? ""}`,
  ],
  outputs: (c, id) => ({
    associationArn: arn(c, "eks", `podidentityassociation/${c.text("clusterName") ?? ""}/${id}`),
    associationId: id,
  }),
};

export const eks: readonly Kind[] = [clusterKind, nodeGroup, addon, accessEntry, accessPolicy, podIdentity];
