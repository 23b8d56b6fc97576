import { InputError, type Fault } from "../core";

/** A reference to one key of a Secret in the namespace of cert-manager. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** The ways in which cert-manager logs in to Vault (cert-manager.io, API reference, VaultAuth); exactly one is given. */
export interface VaultLogin {
  /** By the token of a service account: nothing is stored anywhere. */
  readonly kubernetes?: {
    /** Role of Vault's Kubernetes auth that is bound to the account. */
    readonly role: string;
    /** @default "/v1/auth/kubernetes" */
    readonly mountPath?: string;
    /** Account in cert-manager's namespace whose tokens are used. */
    readonly serviceAccount: string;
  };
  readonly appRole?: { readonly path: string; readonly roleId: string; readonly secretRef: SecretKey };
  readonly token?: SecretKey;
}

export interface VaultIssuerInput {
  /** Address of a HashiCorp Vault or OpenBao server, https. OCI's vault is neither: it keeps keys and issues nothing. */
  readonly server: string;
  readonly auth: VaultLogin;
  /** The certificate that the server's own is signed by, PEM. */
  readonly caPem: string;
  /**
   * Path of the role of Vault's PKI that signs, after `/v1/`.
   * @default "pki/sign/oke"
   */
  readonly path?: string;
}

/** The spec of cert-manager's issuer for Vault. */
export interface VaultIssuerSpec {
  readonly vault: {
    readonly server: string;
    readonly path: string;
    readonly caBundle: string;
    readonly auth: Readonly<Record<string, unknown>>;
  };
}

const METHODS = ["kubernetes", "appRole", "token"] as const satisfies readonly (keyof VaultLogin)[];

/**
 * An issuer that lets Vault's PKI sign. It is not part of a platform that has no Vault: `PrivateIssuer` signs meanwhile,
 * under the same trust bundle.
 *
 * @throws {InputError} with every fault: no way to log in or several, plain http, a server of OCI, no CA.
 * @example
 * vaultIssuer({ server: "https://vault.example.com:8200", caPem, auth: { kubernetes: { role: "oke", serviceAccount: "cert-manager" } } })
 */
export function vaultIssuer(input: VaultIssuerInput): VaultIssuerSpec {
  const faults = faultsOf(input);
  if (faults.length > 0) throw new InputError("Vault issuer", faults);
  const { server, auth, caPem, path = "pki/sign/oke" } = input;
  return {
    vault: { server, path, caBundle: Buffer.from(caPem).toString("base64"), auth: loginOf(auth) },
  };
}

function faultsOf({ server, auth, caPem, path = "pki/sign/oke" }: VaultIssuerInput): Fault[] {
  const faults: Fault[] = [];
  const methods = METHODS.filter((method) => auth[method] !== undefined);
  if (methods.length !== 1)
    faults.push({
      path: "auth",
      given: methods.length === 0 ? "none" : methods.join(" and "),
      allowed: `exactly one of ${METHODS.join(", ")}`,
    });
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.protocol !== "https:")
    faults.push({
      path: "server",
      given: server,
      allowed: "an https:// address: keys and tokens go over it",
    });
  if (url !== undefined && /(^|\.)oraclecloud\.com$/i.test(url.hostname))
    faults.push({
      path: "server",
      given: server,
      allowed: "a HashiCorp Vault or OpenBao server: OCI's vault keeps keys and signs no certificates",
    });
  if (!/^[^/\s]+(\/[^/\s]+)*\/sign\/[^/\s]+$/.test(path))
    faults.push({ path: "path", given: path, allowed: "MOUNT/sign/ROLE, pki/sign/oke" });
  if (!/-----BEGIN CERTIFICATE-----/.test(caPem) || /PRIVATE KEY/.test(caPem))
    faults.push({
      path: "caPem",
      given: "what is no certificate",
      allowed: "certificates in PEM, and no key",
    });
  return faults;
}

function loginOf({ kubernetes, appRole, token }: VaultLogin): Readonly<Record<string, unknown>> {
  if (kubernetes !== undefined) {
    const { role, mountPath = "/v1/auth/kubernetes", serviceAccount } = kubernetes;
    return { kubernetes: { role, mountPath, serviceAccountRef: { name: serviceAccount } } };
  }
  return appRole === undefined ? { tokenSecretRef: token } : { appRole };
}
