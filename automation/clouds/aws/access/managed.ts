import type { Statement } from "./document";

/**
 * What AWS's own policies allow, as far as the simulated services ask for it (AWS managed policy reference,
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html, and EKS user guide, "AWS managed
 * policies for Amazon Elastic Kubernetes Service"). A policy that is not here is taken to allow what is asked.
 */
const content: Readonly<Record<string, readonly string[]>> = {
  AmazonEKSClusterPolicy: [
    "autoscaling:Describe*",
    "ec2:CreateTags",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeInstances",
    "ec2:DescribeInstanceTopology",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "elasticloadbalancing:*",
    "kms:DescribeKey",
  ],
  AmazonEKSWorkerNodePolicy: [
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
  AmazonEC2ContainerRegistryPullOnly: [
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "ecr:BatchImportUpstreamImage",
  ],
  AmazonEC2ContainerRegistryReadOnly: [
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "ecr:GetRepositoryPolicy",
    "ecr:Describe*",
    "ecr:List*",
  ],
  AmazonEKS_CNI_Policy: [
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
    "ec2:CreateTags",
  ],
  AmazonEBSCSIDriverPolicy: ["ec2:CreateVolume", "ec2:AttachVolume", "ec2:DetachVolume", "ec2:DeleteVolume"],
  AmazonSSMManagedInstanceCore: ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"],
  AdministratorAccess: ["*"],
};

/** Statements of a policy that AWS keeps, by its ARN; undefined where its content is not known here. */
export function managedPolicy(arn: string): readonly Statement[] | undefined {
  const actions = content[/^arn:aws[\w-]*:iam::aws:policy\/(?:[\w-]+\/)*([\w+=,.@-]+)$/.exec(arn)?.[1] ?? ""];
  return (
    actions && [
      {
        sid: undefined,
        effect: "Allow",
        principals: undefined,
        notPrincipal: false,
        actions,
        notActions: false,
        resources: ["*"],
        notResources: false,
        conditions: [],
        variables: true,
      },
    ]
  );
}
