import { readFileSync, watch } from "node:fs";
import path from "node:path";
import type { SecureContextOptions, Server, TLSSocket, TlsOptions } from "node:tls";

/** Where a workload finds what it proves itself by and what it trusts: the folders that the two volumes are mounted at. */
export interface Mounts {
  /** Of the account's Secret: `tls.crt`, `tls.key`. */
  readonly certificate: string;
  /** Of the trust bundle: `ca.crt`. */
  readonly trust: string;
}

/** The files as they are now. Not the `ca.crt` of the Secret: the bundle says who is trusted. */
export function credentials({ certificate, trust }: Mounts): SecureContextOptions {
  return {
    cert: readFileSync(path.join(certificate, "tls.crt")),
    key: readFileSync(path.join(certificate, "tls.key")),
    ca: readFileSync(path.join(trust, "ca.crt")),
    minVersion: "TLSv1.2",
  };
}

/** Options of a server that talks to nobody who has no certificate of a trusted CA. */
export function serverOptions(mounts: Mounts): TlsOptions {
  return { ...credentials(mounts), requestCert: true, rejectUnauthorized: true };
}

/**
 * The SPIFFE ids of the other side, of its verified certificate.
 * @returns none when it is not verified.
 */
export function idsOf(socket: TLSSocket): string[] {
  if (!socket.authorized) return [];
  const names = socket.getPeerX509Certificate()?.subjectAltName ?? "";
  return names.split(", ").flatMap((name) => (name.startsWith("URI:spiffe://") ? [name.slice(4)] : []));
}

/** Whether the other side is one of those who may call: a certificate says who somebody is, not what he may do. */
export function isAllowed(socket: TLSSocket, allowed: readonly string[]): boolean {
  return idsOf(socket).some((id) => allowed.includes(id));
}

/**
 * Lets a server use the files anew whenever one of the mounts changes, without dropping a connection. The kubelet swaps a
 * whole folder by its link `..data`, so that certificate and key always belong together.
 *
 * @param onReload called after each reload, with the fault when files could not be used; the server then keeps the old ones.
 * @returns what ends it.
 */
export function reloading(server: Server, mounts: Mounts, onReload: (fault?: Error) => void): () => void {
  const reload = () => {
    try {
      server.setSecureContext(credentials(mounts));
      onReload();
    } catch (fault) {
      onReload(fault as Error);
    }
  };
  const watchers = [mounts.certificate, mounts.trust].map((folder) => watch(folder, reload));
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}
