import { DEFAULT_KUBERNETES } from "./catalogue";
import { defineEnvironment } from "./settings";

/** Production's shape at a smaller size; what is promoted is proven here. */
export const staging = defineEnvironment({
  name: "staging",
  class: "staging",
  aws: { region: "us-east-1", natGateways: 3 },
  oci: { primary: "me-dubai-1", standby: "me-jeddah-1", home: "me-dubai-1" },
  tags: { team: "platform", owner: "platform-team", costCenter: "platform-staging" },
  eks: {
    kubernetesVersion: DEFAULT_KUBERNETES.eks,
    nodes: { desired: 3, min: 3, max: 5 },
    instanceTypes: ["t3.xlarge"],
    spot: false,
  },
  oke: {
    kubernetesVersion: DEFAULT_KUBERNETES.oke,
    nodes: { desired: 3, min: 3, max: 3 },
    family: "standard",
    ocpus: 2,
    memoryGb: 16,
    preemptible: false,
    standbyNodes: 0,
  },
  retention: { ociLogDays: 90, awsLogDays: 90, eventArchiveDays: 30, eventAuditDays: 90 },
  images: ["authorizer", "payments"],
  apis: { tokensJudgedBy: "gateway" },
  events: { stockReservedBy: "saga" },
  recovery: { tier: "standard", standby: "pilot-light" },
  protection: { data: true, emptyBuckets: false },
  publicIngress: false,
  secrets: { kind: "key", url: "awskms://alias/causeway-staging-state?region=us-east-1" },
});
