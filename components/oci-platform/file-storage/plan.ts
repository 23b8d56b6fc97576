import { isPrivateRange, parseCidr, type Fault } from "../../core";
import { tcp, udp, type Party, type Sentence } from "../plan/sentences";

/** OCI File Storage API, CreateExportDetails `path`: a segment of letters, digits, dots, hyphens, underscores. */
const PATH = /^\/[\w.-]{1,255}$/;

/** What of a share is plain before anything is registered. */
export interface PlainShare {
  readonly path: string;
  readonly clients: Readonly<Record<string, string>>;
  readonly groups: number;
}

/** Everything wrong with a share: without named clients the service lets everybody in, 0.0.0.0/0. */
export function shareFaults({ path, clients, groups }: PlainShare): Fault[] {
  const faults: Fault[] = [];
  if (!PATH.test(path)) faults.push({ path: "path", given: path, allowed: "one segment, /shared" });
  // File Storage API, CreateMountTargetDetails `nsgIds`.
  if (groups < 1 || groups > 5)
    faults.push({ path: "network.nsgIds", given: groups, allowed: "1 to 5 security groups" });
  if (Object.keys(clients).length === 0)
    faults.push({ path: "clients", given: clients, allowed: "one range at least: who may mount it" });
  for (const [name, range] of Object.entries(clients)) {
    const block = parseCidr(range);
    if (block === undefined || !isPrivateRange(block))
      faults.push({
        path: `clients.${name}`,
        given: range,
        allowed: "a private range, such as that of the workers: 10.65.16.0/22",
      });
  }
  return faults;
}

/** One client range of an export. */
export interface ExportOption {
  readonly source: string;
  readonly access: "READ_WRITE";
  readonly identitySquash: "ROOT";
  readonly requirePrivilegedSourcePort: true;
  readonly allowedAuths: ["SYS"];
  readonly isAnonymousAccessAllowed: false;
}

/**
 * Who may mount, range by range: as themselves, but for root, who becomes nobody, so that a container's root owns nothing
 * of the share; from ports that only a node's root can open.
 */
export function exportOptions(clients: Readonly<Record<string, string>>): ExportOption[] {
  return Object.entries(clients)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, source]) => ({
      source,
      access: "READ_WRITE",
      identitySquash: "ROOT",
      requirePrivilegedSourcePort: true,
      allowedAuths: ["SYS"],
      isAnonymousAccessAllowed: false,
    }));
}

/**
 * What must pass from clients to a mount target (File Storage guide, "Configuring VCN Security Rules for File Storage"): for
 * `allow` of `VirtualNetwork`. Volumes of pods are mounted by their node, so workers are the clients.
 */
export function fileSentences(from: Party, to: Party): Sentence[] {
  const why = "to mount shared files";
  return [tcp(111), tcp(2048, 2050), udp(111), udp(2048)].map((on) => ({ from, to, on, why }));
}
