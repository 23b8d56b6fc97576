import { dig } from "../lib/dig";
import { ifKnown } from "../lib/unknown";
import { capabilitiesIn, POLICY } from "../lib/vault";
import { defineRule, type StackResource } from "../rule";

const MOUNT = "vault:index/mount:Mount";
/** Vault documentation, "KV secrets engine - version 2 (API)". */
const SEGMENTS = ["config", "data", "delete", "destroy", "metadata", "subkeys", "undelete"];

/** Version 2 of KV puts a word between the mount and the secret: a policy without it allows nothing. */
export const vaultPolicyKv2Paths = defineRule({
  id: "vault-policy-kv2-paths",
  description:
    "A policy on a KV version 2 mount of the stack names data or metadata, and lists under metadata.",
  severity: "medium",
  needs: [],
  serves: ["SE-38", "SE-52"],
  remediationSteps: "Write mount/data/path to read and write, mount/metadata/path to list.",

  checkStack(resources, _place, report) {
    const mounts = resources.flatMap((resource) => ifKnown(() => versionedMount(resource)) ?? []);
    for (const resource of resources.filter(({ type }) => type === POLICY)) {
      for (const { path, capabilities } of capabilitiesIn(ifKnown(() => resource.props["policy"]))) {
        const mount = mounts
          .filter((one) => path.startsWith(`${one}/`))
          .reduce<string | undefined>(
            (longest, one) => (one.length > (longest?.length ?? 0) ? one : longest),
            undefined,
          );
        const [segment = ""] = mount === undefined ? [] : path.slice(mount.length + 1).split("/");
        if (mount === undefined || segment === "*" || segment === "+") continue;
        const known = SEGMENTS.includes(segment);
        if (known && !(segment === "data" && capabilities.includes("list"))) continue;
        report({
          resource,
          path: "policy",
          value: `path "${path}"`,
          problem: known
            ? "a list is asked for under metadata, so this allows none"
            : `${mount} is KV version 2, which has no such path: this allows nothing`,
          remedy: known
            ? `Write ${path.replace("/data/", "/metadata/")} to list.`
            : `Write ${mount}/data/${path.slice(mount.length + 1)}.`,
        });
      }
    }
  },
});

function versionedMount({ type, props }: StackResource): string | undefined {
  if (type !== MOUNT || typeof props["path"] !== "string") return undefined;
  const versioned =
    props["type"] === "kv-v2" || (props["type"] === "kv" && String(dig(props["options"], "version")) === "2");
  return versioned ? props["path"].replace(/\/$/, "") : undefined;
}
