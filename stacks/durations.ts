import type { StackDuration } from "./define/stack";

const OCI_PROVIDER =
  "https://github.com/oracle/terraform-provider-oci/blob/8de3c480b4bf08d8edd40ef0cc4ad0340bd01721";

const ociLimit = (minutes: number, of: string, page: string): StackDuration => ({
  kind: "limit",
  seconds: minutes * 60,
  of,
  source: `${OCI_PROVIDER}/website/docs/r/${page}.html.markdown`,
  date: "2026-08-19",
});

const ociNetwork = ociLimit(
  20,
  "each of VCN, DRG, NAT gateway and bastion, which wait for one another",
  "core_nat_gateway",
);

const oke = ociLimit(60, "the cluster; its node pool has 50 minutes more", "containerengine_cluster");

/**
 * How long stacks take on real clouds, by stack. A stack that is not here has no figure that could be cited: its resources
 * are those for which no cloud publishes one.
 */
export const durations = {
  "aws-network": {
    kind: "observed",
    seconds: 300,
    of: "the NAT gateway, at most",
    source: "https://github.com/kubernetes/kops/pull/995",
    date: "2016-11-28",
  },
  "oci-network-dxb": ociNetwork,
  "oci-network-jed": ociNetwork,
  secrets: ociLimit(20, "the vault; its key has 20 minutes more", "kms_vault"),
  eks: {
    kind: "observed",
    seconds: 905,
    of: "the control plane, in us-east-2; nodes and add-ons come after it",
    source: "https://easontechtalk.com/unofficial-eks-cluster-creation-performance-across-aws-regions",
    date: "2026-11-25",
  },
  "oke-dxb": oke,
  "oke-jed": oke,
  gateway: ociLimit(20, "the gateway; its deployment has 20 minutes more", "apigateway_gateway"),
} as const satisfies Readonly<Record<string, StackDuration>>;
