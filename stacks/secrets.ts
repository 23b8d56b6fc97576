import { KeySet } from "../components/aws-platform";
import { HostCertificate, OciKeys, VaultSecret } from "../components/oci-platform";
import { BootstrapCa } from "../components/vault";
import type { foundationContract } from "./contracts/foundation";
import type { identityContract } from "./contracts/identity";
import { KEY_PURPOSES, type secretsContract } from "./contracts/secrets";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { awsProvider, ociProvider } from "./providers";
import { isReplicated } from "./replicated";
import { internalDomain, sharedApiName, siteContext } from "./site";

type Needs = { readonly foundation: typeof foundationContract; readonly identity: typeof identityContract };

/** The user that workloads have in the database; its own migration makes it, with the password of the vault. */
const DATABASE_USER = "appuser";

/** Keys in both clouds, passwords that the vault makes, and the authority that signs certificates until Vault does. */
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
        vaultType: isReplicated(env) ? "VIRTUAL_PRIVATE" : "DEFAULT",
        ...(isReplicated(env) && region === "primary" ? { replicaRegion: env.oci.standby } : {}),
        protectionMode: env.class === "dev" ? "SOFTWARE" : "HSM",
        protect,
      },
      { provider: oci[region] },
    );
  const primary = ociKeys("primary");
  const standby = ociKeys("standby");
  const ca = new BootstrapCa("bootstrap-ca", { naming: site.naming("global"), tags, protect });
  // Signed here, where the authority's key is: it has to go nowhere else for that.
  const apiCertificate = (role: string, region: "primary" | "standby") => {
    const hostname = `api.${internalDomain(site, region)}`;
    const { certificateId } = new HostCertificate(
      role,
      {
        naming: site.naming(region),
        tags,
        compartmentId: foundation.compartmentIds.platform,
        hostnames: [hostname, ...(isReplicated(env) ? [sharedApiName(site)] : [])],
        issuer: ca,
      },
      { providers: [oci[region]] },
    );
    return { certificateId, hostname };
  };
  const api = apiCertificate("api", "primary");

  const databaseSecret = (role: string, description: string, content?: string) =>
    new VaultSecret(
      role,
      {
        naming: site.naming("primary"),
        tags,
        role,
        description,
        compartmentId: foundation.compartmentIds.security,
        vaultId: primary.vaultId,
        keyId: primary.keyIds.data,
        // What opens the data must be readable where the data is after a failover.
        ...(env.recovery.tier === "none"
          ? {}
          : {
              replica: { region: env.oci.standby, vaultId: standby.vaultId, keyId: standby.keyIds.data },
            }),
        ...(content === undefined ? {} : { content }),
        protect,
      },
      { provider: oci.primary },
    );
  const admin = databaseSecret("database-admin-first", "The first password of the database's ADMIN");
  const username = databaseSecret("database-username", "The workloads' user of the database", DATABASE_USER);
  const password = databaseSecret("database-password", "The password of the workloads' user of the database");

  return {
    awsKeyArns: aws.arns,
    ociVaultIds: { dxb: primary.vaultId, jed: standby.vaultId },
    ociKeyIds: { dxb: primary.keyIds, jed: standby.keyIds },
    bootstrapCaPem: ca.certificatePem,
    bootstrapCaKeyPem: ca.privateKeyPem,
    apiCertificate: api,
    standbyApiCertificate: isReplicated(env) ? apiCertificate("standby-api", "standby") : null,
    databaseSecrets: {
      adminId: admin.secretId,
      username: username.secretName,
      password: password.secretName,
    },
  };
};
