import { KeySet } from "../components/aws-platform";
import { HostCertificate, OciKeys } from "../components/oci-platform";
import { BootstrapCa } from "../components/vault";
import type { foundationContract } from "./contracts/foundation";
import type { identityContract } from "./contracts/identity";
import { KEY_PURPOSES, type secretsContract } from "./contracts/secrets";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { awsProvider, ociProvider } from "./providers";
import { internalDomain, siteContext } from "./site";

type Needs = { readonly foundation: typeof foundationContract; readonly identity: typeof identityContract };

/** Keys in both clouds, and the authority that signs certificates until Vault does. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof secretsContract>> = (
  context,
  { foundation },
) => {
  const site = siteContext(context);
  const { env, account } = site;
  const tags = site.tags({ Service: "secrets", DataClass: "restricted", DrTier: env.recovery.tier });
  const protect = env.protection.data;

  const aws = new KeySet(
    "aws-keys",
    {
      naming: site.naming("aws"),
      tags,
      account: { id: account.awsAccountId, region: env.aws.region },
      keys: {
        data: "data",
        events: "events",
        "dead-letters": "events",
        clusters: "clusters",
        logs: "logs",
      },
      protect,
    },
    { provider: awsProvider(site) },
  );
  const oci = { primary: ociProvider(site, "primary"), standby: ociProvider(site, "standby") };
  const ociKeys = (region: "primary" | "standby") =>
    new OciKeys(
      `${region}-keys`,
      {
        naming: site.naming(region),
        tags,
        compartmentId: foundation.compartmentIds.security,
        keys: KEY_PURPOSES,
        // Keys of critical data must be readable at the other site, which only this type of vault allows.
        vaultType: env.recovery.tier === "critical" ? "VIRTUAL_PRIVATE" : "DEFAULT",
        protectionMode: env.class === "dev" ? "SOFTWARE" : "HSM",
        protect,
      },
      { provider: oci[region] },
    );
  const primary = ociKeys("primary");
  const standby = ociKeys("standby");
  const ca = new BootstrapCa("bootstrap-ca", { naming: site.naming("global"), tags, protect });
  // Signed here, where the authority's key is: it has to go nowhere else for that.
  const hostname = `api.${internalDomain(site)}`;
  const api = new HostCertificate(
    "api",
    {
      naming: site.naming("primary"),
      tags,
      compartmentId: foundation.compartmentIds.platform,
      hostnames: [hostname],
      issuer: ca,
    },
    { providers: [oci.primary] },
  );

  return {
    awsKeyArns: aws.arns,
    ociVaultIds: { dxb: primary.vaultId, jed: standby.vaultId },
    ociKeyIds: { dxb: primary.keyIds, jed: standby.keyIds },
    bootstrapCaPem: ca.certificatePem,
    bootstrapCaKeyPem: ca.privateKeyPem,
    apiCertificate: { certificateId: api.certificateId, hostname },
  };
};
