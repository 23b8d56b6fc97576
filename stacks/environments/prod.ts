import { DEFAULT_KUBERNETES } from "./catalogue";
import { defineEnvironment } from "./settings";

/** Production: full size, protected, and its state's key outside the OCI primary region. */
export const prod = defineEnvironment({
  name: "prod",
  class: "prod",
  aws: { region: "us-east-1", natGateways: 3 },
  oci: { primary: "me-dubai-1", standby: "me-jeddah-1", home: "me-dubai-1" },
  tags: { team: "platform", owner: "platform-team", costCenter: "platform-prod" },
  eks: {
    kubernetesVersion: DEFAULT_KUBERNETES.eks,
    nodes: { desired: 3, min: 3, max: 9 },
    instanceTypes: ["m6i.xlarge"],
    spot: false,
  },
  oke: {
    kubernetesVersion: DEFAULT_KUBERNETES.oke,
    nodes: { desired: 3, min: 3, max: 9 },
    family: "standard",
    ocpus: 4,
    memoryGb: 32,
    preemptible: false,
    standbyNodes: 2,
  },
  retention: { ociLogDays: 90, awsLogDays: 90, eventArchiveDays: 30, eventAuditDays: 365 },
  images: ["authorizer", "payments"],
  apis: { tokensJudgedBy: "gateway" },
  events: { stockReservedBy: "saga" },
  recovery: { tier: "critical", standby: "warm" },
  protection: { data: true, emptyBuckets: false },
  publicIngress: false,
  secrets: { kind: "key", url: "awskms://alias/causeway-prod-state?region=us-east-1" },
});
