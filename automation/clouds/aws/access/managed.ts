import type { Statement } from "./document";

interface Grant {
  readonly actions: readonly string[];
  /** Patterns of ARNs. @default every resource */
  readonly resources?: readonly string[];
}

const VOLUMES = "arn:aws:ec2:*:*:volume/*";
const SNAPSHOTS = "arn:aws:ec2:*:*:snapshot/*";

/**
 * What AWS's own policies allow. Each is published at
 * `https://docs.aws.amazon.com/aws-managed-policy/latest/reference/<name>.html`; the comment says which version it is, and
 * when it was looked up. Only AmazonEKSWorkerNodePolicy was read whole there. Of the others that page was seen in part, and
 * the lists were read in copies of what IAM returns: AmazonEKSClusterPolicy and AmazonEBSCSIDriverPolicy in
 * https://github.com/iann0036/iam-dataset, the end of AmazonEC2ContainerRegistryPullOnly and much of
 * AmazonSSMManagedInstanceCore in https://github.com/zoph-io/MAMIP. A test holds all of them against the copy that moto has.
 *
 * Where it says so, a policy is abridged to what the simulated services ask for; what AWS allows only under a condition is
 * then left out. A policy that is not here is taken to allow what is asked.
 */
const content: Readonly<Record<string, readonly Grant[]>> = {
  // v10, read 2026-11-25; abridged: without elasticloadbalancing, and what is allowed under a condition
  AmazonEKSClusterPolicy: [
    {
      actions: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:UpdateAutoScalingGroup",
        "ec2:AttachVolume",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateRoute",
        "ec2:CreateSecurityGroup",
        "ec2:CreateTags",
        "ec2:CreateVolume",
        "ec2:DeleteRoute",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteVolume",
        "ec2:DescribeInstances",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DescribeVpcs",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeAvailabilityZones",
        "ec2:DetachVolume",
        "ec2:ModifyInstanceAttribute",
        "ec2:ModifyVolume",
        "ec2:RevokeSecurityGroupIngress",
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeAddresses",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeInstanceTopology",
        "kms:DescribeKey",
      ],
    },
  ],
  // v3, read 2026-11-25
  AmazonEKSWorkerNodePolicy: [
    {
      actions: [
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DescribeVpcs",
        "eks:DescribeCluster",
        "eks-auth:AssumeRoleForPodIdentity",
      ],
    },
  ],
  // v1, read 2026-11-25
  AmazonEC2ContainerRegistryPullOnly: [
    {
      actions: [
        "ecr:GetAuthorizationToken",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchImportUpstreamImage",
      ],
    },
  ],
  // v3, read 2026-11-25
  AmazonEC2ContainerRegistryReadOnly: [
    {
      actions: [
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:GetRepositoryPolicy",
        "ecr:DescribeRepositories",
        "ecr:ListImages",
        "ecr:DescribeImages",
        "ecr:BatchGetImage",
        "ecr:GetLifecyclePolicy",
        "ecr:GetLifecyclePolicyPreview",
        "ecr:ListTagsForResource",
        "ecr:DescribeImageScanFindings",
      ],
    },
  ],
  // v5, read 2026-11-25
  AmazonEKS_CNI_Policy: [
    {
      actions: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeInstances",
        "ec2:DescribeTags",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeSubnets",
        "ec2:DetachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:UnassignPrivateIpAddresses",
      ],
    },
    { actions: ["ec2:CreateTags"], resources: ["arn:aws:ec2:*:*:network-interface/*"] },
  ],
  // v15 (2026-05-13); abridged: without what is allowed under a condition
  AmazonEBSCSIDriverPolicy: [
    {
      actions: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeSnapshots",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DescribeVolumeStatus",
      ],
    },
    { actions: ["ec2:CreateSnapshot", "ec2:ModifyVolume"], resources: [VOLUMES] },
    { actions: ["ec2:CopyVolumes"], resources: ["arn:aws:ec2:*:*:volume/vol-*"] },
    { actions: ["ec2:AttachVolume", "ec2:DetachVolume"], resources: [VOLUMES, "arn:aws:ec2:*:*:instance/*"] },
    { actions: ["ec2:CreateVolume", "ec2:EnableFastSnapshotRestores"], resources: [SNAPSHOTS] },
    { actions: ["ec2:DeleteTags"], resources: [VOLUMES, SNAPSHOTS] },
  ],
  // v2, read 2026-11-25
  AmazonSSMManagedInstanceCore: [
    {
      actions: [
        "ssm:DescribeAssociation",
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetDocument",
        "ssm:DescribeDocument",
        "ssm:GetManifest",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:ListAssociations",
        "ssm:ListInstanceAssociations",
        "ssm:PutInventory",
        "ssm:PutComplianceItems",
        "ssm:PutConfigurePackageResult",
        "ssm:UpdateAssociationStatus",
        "ssm:UpdateInstanceAssociationStatus",
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
      ],
    },
  ],
  // v1
  AdministratorAccess: [{ actions: ["*"] }],
};

/** Statements of a policy that AWS keeps, by its ARN; undefined where its content is not known here. */
export function managedPolicy(arn: string): readonly Statement[] | undefined {
  const name = /^arn:aws[\w-]*:iam::aws:policy\/(?:[\w-]+\/)*([\w+=,.@-]+)$/.exec(arn)?.[1] ?? "";
  if (!Object.hasOwn(content, name)) return undefined;
  return content[name]?.map(({ actions, resources = ["*"] }) => ({
    sid: undefined,
    effect: "Allow",
    principals: undefined,
    notPrincipal: false,
    actions,
    notActions: false,
    resources,
    notResources: false,
    conditions: [],
    variables: true,
  }));
}
