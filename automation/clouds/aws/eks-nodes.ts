import type { Context, Use } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { role, uses } from "./access/ask";
import { keyOf } from "./access/keys";
import { noWayOut } from "./way-out";

const CLUSTER = "aws:eks/cluster:Cluster";

/** The words of a managed node group's health issue (EKS API reference, "Issue"). */
const failure = "NodeCreationFailure: instances failed to join the kubernetes cluster";

/** What the kubelet, the image pull and the network plugin of a node call (EKS user guide, "Amazon EKS node IAM role"). */
const nodeActions = [
  "eks:DescribeCluster",
  "ecr:GetAuthorizationToken",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];
const networkActions = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:AttachNetworkInterface",
];

/** Endpoints that nodes without internet need (EKS user guide, "Deploy private clusters with limited internet access"). */
const privateServices = ["ec2", "ecr.api", "ecr.dkr", "s3"];

const ofCluster = (c: Context, type: string, cluster: string | undefined): readonly Entity[] =>
  c.all(type).filter((e) => e.inputs["clusterName"] === cluster);

/** Whether the network plugin has a role of its own, so that the node's needs nothing for it. */
function networkHasOwnRole(c: Context, cluster: string | undefined): boolean {
  const addon = ofCluster(c, "aws:eks/addon:Addon", cluster).find((e) => e.inputs["addonName"] === "vpc-cni");
  const pods = ofCluster(c, "aws:eks/podIdentityAssociation:PodIdentityAssociation", cluster);
  return (
    v.text(addon?.inputs, "serviceAccountRoleArn") !== undefined ||
    v.objects(addon?.inputs, "podIdentityAssociations").length > 0 ||
    pods.some((e) => e.inputs["serviceAccount"] === "aws-node")
  );
}

/** The role's permissions, and a way out of every subnet. */
export function nodeUses(c: Context): Use[] {
  const node = c.text("nodeRoleArn") ?? "";
  const name = c.text("clusterName");
  const actions = networkHasOwnRole(c, name) ? nodeActions : [...nodeActions, ...networkActions];
  return [
    ...uses(c, role(node), actions, "*", {}, failure),
    ...c.texts("subnetIds").map((subnet) => wayOut(c, subnet, c.find(name, CLUSTER))),
    ...volumes(c),
  ];
}

function wayOut(c: Context, subnet: string, cluster: Entity | undefined): Use {
  const isPrivate = v.flag(cluster?.outputs, "vpcConfig.endpointPrivateAccess") === true;
  // A public endpoint alone is reached over the internet only.
  const fault = noWayOut(c, subnet, isPrivate ? privateServices : []);
  const what = `nodes in ${subnet} reach the cluster and its images`;
  return fault === undefined ? { what } : { what, refusal: `${failure}: ${fault}` };
}

/** Actions of Auto Scaling on the key of encrypted volumes (EC2 Auto Scaling user guide, "Required AWS KMS key policy for use
 * with encrypted volumes"). */
const volumeActions = ["kms:CreateGrant", "kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"];

function volumes(c: Context): Use[] {
  const template = c.find(
    c.text("launchTemplate.id") ?? c.text("launchTemplate.name"),
    "aws:ec2/launchTemplate:LaunchTemplate",
  );
  const keys = v
    .objects(template?.inputs, "blockDeviceMappings")
    .flatMap((d) => v.text(d, "ebs.kmsKeyId") ?? []);
  const scaling =
    `arn:aws:iam::${c.site.account}:role/aws-service-role/autoscaling.amazonaws.com/` +
    "AWSServiceRoleForAutoScaling";
  const context = { "kms:CallerAccount": c.site.account, "kms:GrantIsForAWSResource": "true" };
  return keys.flatMap((key) => {
    const own = keyOf(c, key);
    const outcome = "AsgInstanceLaunchFailures: no instance can be launched with the encrypted volume";
    return own === undefined ? [] : uses(c, role(scaling), volumeActions, own, context, outcome);
  });
}
