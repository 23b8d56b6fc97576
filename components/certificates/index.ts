export {
  PrivateIssuer,
  type PrivateIssuerArgs,
  type PrivateIssuerChildren,
  type RootAuthority,
} from "./private-issuer";
export {
  ServiceCertificates,
  type CertifiedService,
  type ServiceCertificatesArgs,
  type ServiceCertificatesChildren,
} from "./certificate";
export { TRUST_BUNDLE, TrustBundle, type TrustBundleArgs, type TrustBundleChildren } from "./trust-bundle";
export { MutualTls, type MutualTlsArgs, type MutualTlsChildren } from "./mutual-tls";
export {
  Certificate,
  ClusterIssuer,
  issuedBy,
  type CertificateObjectArgs,
  type ClusterIssuerArgs,
} from "./kinds";
export {
  LONGEST_HOURS,
  hostFaults,
  lifetimeFaults,
  renewalTime,
  secretNameOf,
  serverCertificate,
  spiffeId,
  workloadCertificate,
  type CertificatePlan,
  type Lifetime,
  type WorkloadName,
} from "./plan";
export {
  vaultIssuer,
  type SecretKey,
  type VaultIssuerInput,
  type VaultIssuerSpec,
  type VaultLogin,
} from "./vault-issuer";
