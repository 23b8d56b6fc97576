import { Derive } from "../../../automation/clouds/derive";
import { makeCertificate, nameOf } from "../../../automation/clouds/tls/certificate";
import { toPem } from "../../../automation/clouds/tls/der";
import { makeKey, spki } from "../../../automation/clouds/tls/keys";

/** A certificate with its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

export interface Leaf {
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  readonly client?: boolean;
  /** Hours of its life, from now. Default: 24; below 0 it has ended. */
  readonly hours?: number;
}

const HOUR = 3_600_000;

/** A certificate authority for real TLS in tests: what it signs is X.509 that OpenSSL takes. */
export class Authority {
  readonly cert: string;
  readonly #key;
  readonly #name;
  #signed = 0;

  constructor(readonly commonName: string) {
    const derive = new Derive("gateway-stand-in", commonName);
    this.#key = makeKey("ECDSA", derive, { curve: "P256" });
    this.#name = nameOf({ commonName });
    const now = Date.now();
    this.cert = toPem(
      "CERTIFICATE",
      makeCertificate({
        subject: this.#name,
        dnsNames: [],
        ipAddresses: [],
        uris: [],
        serial: derive.bytes("serial", 16),
        publicKey: spki(this.#key),
        from: new Date(now - HOUR),
        until: new Date(now + 24 * HOUR),
        allowedUses: ["cert_signing", "digital_signature"],
        isAuthority: true,
        setSubjectKeyId: true,
        issuer: { name: this.#name, key: this.#key },
      }),
    );
  }

  /** A certificate for a server, or for a client. */
  leaf(commonName: string, { dnsNames = [], uris = [], client = false, hours = 24 }: Leaf = {}): Identity {
    const derive = new Derive(this.commonName, `${commonName} ${String(this.#signed++)}`);
    const key = makeKey("ECDSA", derive, { curve: "P256" });
    const now = Date.now();
    const cert = makeCertificate({
      subject: nameOf({ commonName }),
      dnsNames,
      ipAddresses: client ? [] : ["127.0.0.1"],
      uris,
      serial: derive.bytes("serial", 16),
      publicKey: spki(key),
      from: new Date(now - 48 * HOUR),
      until: new Date(now + hours * HOUR),
      allowedUses: ["digital_signature", client ? "client_auth" : "server_auth"],
      isAuthority: false,
      setSubjectKeyId: true,
      issuer: { name: this.#name, key: this.#key },
    });
    return { cert: toPem("CERTIFICATE", cert), key: key.export({ type: "pkcs8", format: "pem" }).toString() };
  }
}
