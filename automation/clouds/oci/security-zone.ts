import type { Context, Kind } from "../kind";
import { policiesAt } from "./cloud-guard";

interface Forbidden {
  readonly policy: string;
  /** What is wrong, when what is made or changed violates the policy. */
  readonly violation: (c: Context) => string | undefined;
}

const when =
  (violates: (c: Context) => boolean, words: string): Forbidden["violation"] =>
  (c) =>
    violates(c) ? words : undefined;

const withoutKey = (what: string): Forbidden["violation"] =>
  when((c) => (c.text("kmsKeyId") ?? "") === "", `${what} must be encrypted with a key of a vault`);

/** What zones look at, by type: Security Zones guide, "Security Zone Policies". */
const FORBIDDEN: Readonly<Record<string, readonly Forbidden[]>> = {
  "oci:Core/subnet:Subnet": [
    {
      policy: "deny public_subnets",
      violation: when(
        (c) => c.flag("prohibitPublicIpOnVnic") !== true && c.flag("prohibitInternetIngress") !== true,
        "subnets must be private",
      ),
    },
  ],
  "oci:Core/internetGateway:InternetGateway": [
    {
      policy: "deny internet_gateway",
      violation: when(() => true, "no internet gateway can be added to a network"),
    },
  ],
  "oci:ObjectStorage/bucket:Bucket": [
    {
      policy: "deny public_buckets",
      violation: when(
        (c) => (c.text("accessType") ?? "NoPublicAccess") !== "NoPublicAccess",
        "buckets must be private",
      ),
    },
    { policy: "deny buckets_without_vault_key", violation: withoutKey("buckets") },
  ],
  "oci:Core/volume:Volume": [
    { policy: "deny block_volume_without_vault_key", violation: withoutKey("block volumes") },
  ],
  "oci:FileStorage/fileSystem:FileSystem": [
    { policy: "deny file_system_without_vault_key", violation: withoutKey("file systems") },
  ],
  "oci:ContainerEngine/nodePool:NodePool": [
    {
      policy: "deny boot_volume_without_vault_key",
      violation: when(
        (c) => (c.text("nodeConfigDetails.kmsKeyId") ?? "") === "",
        "boot volumes must be encrypted with a key of a vault",
      ),
    },
  ],
};

/** A kind that also heeds the security zone of its compartment. */
export function inZone(kind: Kind): Kind {
  const forbidden = FORBIDDEN[kind.type];
  if (forbidden === undefined) return kind;
  return {
    ...kind,
    rules: (c) => {
      kind.rules?.(c);
      const held = policiesAt(c, c.text("compartmentId"));
      for (const { policy, violation } of forbidden) {
        const said = held.includes(policy) ? violation(c) : undefined;
        // Status and words of the service are unverified.
        if (said !== undefined) c.refuse("403-NotAllowed", `Security Zone Violation: ${said} (${policy})`);
      }
    },
  };
}
