import { BootstrapCa } from "./index";

// The authority that signs Vault's own certificate.
const ca = new BootstrapCa("bootstrap-ca", {
  naming: { org: "acme", env: "dev", site: "glb" },
  tags: {
    Environment: "dev",
    Service: "vault",
    Team: "platform",
    Owner: "platform-team",
    CostCenter: "platform-dev",
    DataClass: "restricted",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
  protect: false,
});

export const certificatePem = ca.certificatePem;
export const privateKeyPem = ca.privateKeyPem;
