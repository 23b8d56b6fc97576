import type { KnownFacts } from "../../policy/config";

/** Facts as a deployer states them: two environments with the address plan's blocks. */
export const FACTS = {
  environments: {
    dev: {
      class: "dev",
      block: "10.64.0.0/14",
      networks: ["10.64.0.0/16", "10.65.0.0/16", "10.66.0.0/16"],
      serviceRanges: ["172.20.0.0/16", "172.21.0.0/16", "172.22.0.0/16"],
      linkRanges: ["169.254.32.0/24"],
      accounts: ["111111111111"],
    },
    prod: {
      class: "prod",
      block: "10.72.0.0/14",
      networks: ["10.72.0.0/16", "10.73.0.0/16", "10.74.0.0/16"],
      serviceRanges: ["172.20.0.0/16", "172.21.0.0/16", "172.22.0.0/16"],
      linkRanges: ["169.254.34.0/24", "10.95.255.0/26"],
      accounts: ["333333333333"],
      publicEntry: true,
    },
  },
  regions: ["us-east-1", "me-dubai-1", "me-jeddah-1"],
  org: "acme",
  sites: ["use1", "dxb", "jed", "glb"],
  mandatoryTags: [
    "Environment",
    "Service",
    "Team",
    "Owner",
    "CostCenter",
    "DataClass",
    "DrTier",
    "ManagedBy",
  ],
  catalogue: {
    date: "2026-11-01",
    eks: { "1.32": "2026-11-25", "1.33": "2026-07-29", "1.34": "2026-12-02" },
    oke: { "v1.33.1": "2026-06-30", "v1.34.1": "2027-01-31" },
    charts: { "argo-cd": ["9.1.0"], vault: ["0.31.0"] },
  },
  stacks: {
    foundation: { layer: 0, needs: [] },
    "aws-network": { layer: 0, needs: ["foundation"] },
    identity: { layer: 1, needs: ["foundation"] },
    secrets: { layer: 1, needs: ["identity"] },
    eks: { layer: 2, needs: ["aws-network", "identity", "secrets"] },
    sample: { layer: 3, needs: ["secrets"] },
    "reads-ahead": { layer: 0, needs: ["foundation", "eks"] },
    "reads-nothing": { layer: 1, needs: ["recovery"] },
    "goes-round": { layer: 1, needs: ["comes-round"] },
    "comes-round": { layer: 1, needs: ["goes-round"] },
  },
  declared: [
    {
      owner: "the Argo CD application shop",
      apiVersion: "v1",
      kind: "Service",
      name: "checkout",
      namespace: "shop",
    },
    {
      owner: "the Argo CD application tools",
      apiVersion: "v1",
      kind: "Service",
      name: "orders",
      namespace: "orders",
      stack: "prod-tools",
    },
  ],
  today: "2026-11-25",
} satisfies KnownFacts;
