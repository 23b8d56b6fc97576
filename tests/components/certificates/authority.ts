import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { keyIdentifier, makeCertificate, nameOf } from "../../../automation/clouds/tls/certificate";
import { toPem } from "../../../automation/clouds/tls/der";
import type { Mounts } from "../../../components/certificates/peer";

/** A CA that really signs. */
export interface Authority {
  readonly pem: string;
  /** Itself and who signed it, without the root. */
  readonly chain: string;
  readonly name: Buffer;
  readonly key: KeyObject;
}

/** What a CA is to be, as the tls provider takes it. */
export interface AuthorityInputs {
  readonly allowedUses: readonly string[];
  readonly maxPathLength: number;
  readonly validityPeriodHours: number;
}

/** The parts of cert-manager's Certificate that decide what a certificate holds. */
export interface LeafSpec {
  readonly duration: string;
  readonly dnsNames: readonly string[];
  readonly uris?: readonly string[];
  readonly usages: readonly string[];
}

const spkiOf = (key: KeyObject): Buffer => createPublicKey(key).export({ type: "spki", format: "der" });
const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const later = (from: Date, hours: number) => new Date(from.getTime() + hours * 3_600_000);

/** A CA as its inputs say; its own root unless another signs it. */
export function authority(
  commonName: string,
  inputs: AuthorityInputs,
  from: Date,
  by?: Authority,
): Authority {
  const key = newKey();
  const name = nameOf({ commonName });
  const issuer = by ?? { name, key };
  const der = makeCertificate({
    subject: name,
    dnsNames: [],
    ipAddresses: [],
    uris: [],
    serial: randomBytes(16),
    publicKey: spkiOf(key),
    from,
    until: later(from, inputs.validityPeriodHours),
    allowedUses: inputs.allowedUses,
    isAuthority: true,
    pathLength: inputs.maxPathLength,
    setSubjectKeyId: true,
    issuer: { name: issuer.name, key: issuer.key, keyId: keyIdentifier(spkiOf(issuer.key)) },
  });
  const pem = toPem("CERTIFICATE", der);
  return { pem, chain: by === undefined ? "" : pem + by.chain, name, key };
}

/** Certificate and key as cert-manager's CA issuer makes them of a Certificate's spec: the leaf, then who signed it. */
export function issue(spec: LeafSpec, by: Authority, from: Date): { cert: string; key: string; until: Date } {
  const key = newKey();
  const until = later(from, Number.parseInt(spec.duration));
  const der = makeCertificate({
    subject: nameOf({}),
    dnsNames: spec.dnsNames,
    ipAddresses: [],
    uris: spec.uris ?? [],
    serial: randomBytes(16),
    publicKey: spkiOf(key),
    from,
    until,
    allowedUses: spec.usages.map((usage) => usage.replaceAll(" ", "_")),
    isAuthority: false,
    setSubjectKeyId: true,
    issuer: { name: by.name, key: by.key, keyId: keyIdentifier(spkiOf(by.key)) },
  });
  return {
    cert: toPem("CERTIFICATE", der) + by.chain,
    key: createPrivateKey(key.export({ type: "pkcs8", format: "pem" }))
      .export({ type: "pkcs8", format: "pem" })
      .toString(),
    until,
  };
}

/** The folders of a workload, as the kubelet mounts a Secret and a ConfigMap: files behind the link `..data`. */
export class Workload {
  readonly mounts: Mounts;
  #version = 0;

  constructor(issued: { cert: string; key: string }, trusted: string) {
    const home = mkdtempSync(path.join(os.tmpdir(), "causeway-mounts-"));
    this.mounts = { certificate: path.join(home, "tls"), trust: path.join(home, "trust") };
    this.swap(this.mounts.trust, { "ca.crt": trusted });
    this.renew(issued);
  }

  /** The kubelet has noticed a new certificate. */
  renew({ cert, key }: { cert: string; key: string }): void {
    this.swap(this.mounts.certificate, { "tls.crt": cert, "tls.key": key });
  }

  private swap(mount: string, files: Readonly<Record<string, string>>): void {
    this.#version++;
    const version = path.join(mount, `..${this.#version}`);
    mkdirSync(version, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(version, name), text);
    symlinkSync(`..${this.#version}`, path.join(mount, "..new"));
    renameSync(path.join(mount, "..new"), path.join(mount, "..data"));
    if (this.#version <= 2)
      for (const name of Object.keys(files)) symlinkSync(path.join("..data", name), path.join(mount, name));
  }
}
