import * as v from "valibot";
import { defineContract } from "../define/contract";

/** What each key encrypts; one key a matter and cloud, so that a grant opens nothing else. */
export const KEY_PURPOSES = ["data", "events", "clusters", "logs"] as const;

const keys = v.strictObject({ data: v.string(), events: v.string(), clusters: v.string(), logs: v.string() });

export const secretsContract = defineContract({
  stack: "secrets",
  version: 4,
  fields: {
    /**
     * ARNs of the KMS keys in the AWS region. Dead letters have one of their own: the loss of the key of events is one of
     * the faults that send events there.
     */
    awsKeyArns: v.strictObject({ ...keys.entries, "dead-letters": v.string() }),
    /** OCIDs of the vault and its keys at each OCI site. */
    ociVaultIds: v.strictObject({ dxb: v.string(), jed: v.string() }),
    ociKeyIds: v.strictObject({ dxb: keys, jed: keys }),
    /** Certificate of the bootstrap CA, PEM. */
    bootstrapCaPem: v.string(),
    /** Its private key, PEM: used until the runtime issuer stands. */
    bootstrapCaKeyPem: v.string(),
    /** Certificate of the API gateway's hostname at the primary OCI site. */
    apiCertificate: v.strictObject({ certificateId: v.string(), hostname: v.string() }),
    /** The same at the standby site, where a gateway stands by. */
    standbyApiCertificate: v.nullable(v.strictObject({ certificateId: v.string(), hostname: v.string() })),
    /** Secrets in the vault of the primary OCI site: OCID of the first password of the database's ADMIN, names of its user's. */
    databaseSecrets: v.strictObject({ adminId: v.string(), username: v.string(), password: v.string() }),
  },
  secrets: ["bootstrapCaKeyPem"],
});
