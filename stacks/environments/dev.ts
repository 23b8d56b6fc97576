import { DEFAULT_KUBERNETES } from "./catalogue";
import { defineEnvironment } from "./settings";

/** The rehearsal of everything at the smallest size (docs/requirements/00.md, "Differences between environments"). */
export const dev = defineEnvironment({
  name: "dev",
  class: "dev",
  aws: { region: "us-east-1", natGateways: 1 },
  oci: { primary: "me-dubai-1", standby: "me-jeddah-1", home: "me-dubai-1" },
  tags: { team: "platform", owner: "platform-team", costCenter: "platform-dev" },
  eks: {
    kubernetesVersion: DEFAULT_KUBERNETES.eks,
    nodes: { desired: 3, min: 3, max: 3 },
    instanceTypes: ["t3.large"],
    spot: true,
  },
  oke: {
    kubernetesVersion: DEFAULT_KUBERNETES.oke,
    nodes: { desired: 3, min: 3, max: 3 },
    family: "standard",
    ocpus: 1,
    memoryGb: 16,
    preemptible: true,
    standbyNodes: 0,
  },
  retention: { ociLogDays: 30, awsLogDays: 30, eventArchiveDays: 30, eventAuditDays: 30 },
  images: ["authorizer", "payments"],
  apis: { tokensJudgedBy: "gateway" },
  events: { stockReservedBy: "saga" },
  recovery: { tier: "standard", standby: "pilot-light" },
  protection: { data: false, emptyBuckets: true },
  publicIngress: false,
  secrets: { kind: "passphrase" },
});
