export type { HostCertificateArgs, Issuer } from "./args";
export { HostCertificate } from "./host-certificate";
