import { shellWord } from "../../lib/shell";

/** How the private endpoint of a cluster is reached. */
export interface AccessPath {
  /** Address of the endpoint in the VCN. */
  readonly host: string;
  readonly port: number;
  /** OCID of the bastion whose sessions lead there. */
  readonly bastionId: string;
  /** Range of the subnet whose runners reach it; empty where none does. */
  readonly runnersCidr: string;
  /** What opens a session. */
  readonly command: string;
  /** All of it in one sentence, for messages. */
  readonly text: string;
}

/** Longest life of a bastion session in seconds (Bastion guide, "Managing Sessions": 3 hours). */
const SESSION_SECONDS = 10_800;

/** Where an endpoint of OKE's is: `10.73.3.5:6443`. Undefined while the cluster has none. */
export function endpointParts(
  endpoint: string,
): { readonly host: string; readonly port: number } | undefined {
  const [, host, port] = /^(?:https:\/\/)?([\d.]+):(\d+)$/.exec(endpoint) ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}

/** The path to an endpoint. The command is that of the OCI CLI, `oci bastion session create-port-forwarding`, 3.95.1. */
export function accessPath(
  { host, port }: { readonly host: string; readonly port: number },
  bastionId: string,
  runnersCidr = "",
): AccessPath {
  const words = [
    ...["oci", "bastion", "session", "create-port-forwarding", "--bastion-id", bastionId],
    ...["--target-private-ip", host, "--target-port", String(port)],
    ...["--ssh-public-key-file", "~/.ssh/id_ed25519.pub", "--session-ttl", String(SESSION_SECONDS)],
  ];
  const command = words.map((word) => (word.startsWith("~") ? word : shellWord(word))).join(" ");
  const runners = runnersCidr === "" ? "" : `a runner in ${runnersCidr}, or `;
  return {
    host,
    port,
    bastionId,
    runnersCidr,
    command,
    text: `${runners}a session of the bastion (${command})`,
  };
}
