/** Pull requests to the reference platform, each shown for the stacks that it is about: others move with other work. */
import { replaced } from "../revisions";
import type { Edits } from "./stages";

export interface ReferenceChange {
  /** Title of the pull request. */
  readonly title: string;
  readonly edits: Edits;
  readonly only: readonly string[];
}

const OCI = ["foundation", "oci-network-dxb"] as const;
const CLUSTER = [...OCI, "identity", "secrets", "oke-dxb"] as const;

export const REFERENCE_CHANGES: Readonly<Record<string, ReferenceChange>> = {
  "resize-oke-pool": {
    title: "More and larger OKE nodes for dev",
    edits: {
      "stacks/environments/dev.ts": (text) =>
        text
          .replace(/(oke: \{[^]*?nodes: \{ )desired: 3, min: 3, max: 3/, "$1desired: 5, min: 5, max: 5")
          .replace("memoryGb: 16", "memoryGb: 32"),
    },
    only: CLUSTER,
  },
  "open-nsg-port": {
    title: "Let AWS call the services of the OCI site",
    edits: {
      "stacks/oci-network-design.ts": replaced(
        "      { ...resolve, on: tcp(53) },\n",
        '      { ...resolve, on: tcp(53) },\n      { from: "peer:aws", to: "private-endpoints", why: "to call services of the site", on: tcp(443) },\n',
      ),
    },
    only: OCI,
  },
  "public-ingress": {
    title: "Let the internet come in",
    edits: { "stacks/environments/dev.ts": replaced("publicIngress: false", "publicIngress: true") },
    only: OCI,
  },
  "move-subnet": {
    title: "Give OKE's workers another range of the plan",
    edits: { "stacks/environments/plan.ts": replaced("workers: [8, 0, 22]", "workers: [12, 0, 22]") },
    only: OCI,
  },
  "rotate-secret": {
    title: "Another database user for workloads",
    edits: { "stacks/secrets.ts": replaced('DATABASE_USER = "appuser"', 'DATABASE_USER = "workloads"') },
    only: ["foundation", "identity", "secrets"],
  },
  "rename-keys": {
    title: "Call the keys of the AWS site what they are",
    edits: { "stacks/secrets.ts": replaced('    "aws-keys",', '    "site-keys",') },
    only: ["foundation", "identity", "secrets"],
  },
  "replace-gateway": {
    title: "Put the API gateway beside the private endpoints",
    edits: {
      "stacks/gateway-site.ts": replaced(
        'network.subnetIds["api-gateway"]',
        'network.subnetIds["private-endpoints"]',
      ),
    },
    only: [...OCI, "identity", "secrets", "gateway"],
  },
  "drop-gateway-alarms": {
    title: "Nobody reads the gateway's alarms",
    edits: {
      "stacks/gateway-site.ts": (text) => text.replace(/ {2}new MetricAlarms\([^]*?\n {2}\);\n/, ""),
    },
    only: [...OCI, "identity", "secrets", "gateway"],
  },
  "drop-dead-letters": {
    title: "Queues keep trying: no dead letters",
    edits: {
      "components/eventing/hold.ts": (text) => text.replace(/ {4}redrivePolicy: [^]*?\n {4}\}\),\n/, ""),
    },
    only: [...OCI, "identity", "secrets", "data", "events"],
  },
  "cost-center": {
    title: "Bill the platform to another cost centre",
    edits: {
      "stacks/environments/dev.ts": replaced('costCenter: "platform-dev"', 'costCenter: "platform-shared"'),
    },
    only: ["foundation", "identity", "secrets", "data"],
  },
  "raise-tier": {
    title: "dev is critical",
    edits: { "stacks/environments/dev.ts": replaced('tier: "standard"', 'tier: "critical"') },
    only: [...OCI, "identity", "secrets", "data"],
  },
  "rename-table": {
    title: "Call the table what it holds",
    edits: { "stacks/data.ts": replaced('"processed-events"', '"handled-events"') },
    only: [...OCI, "identity", "secrets", "data", "events"],
  },
};
