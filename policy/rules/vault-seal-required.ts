import { dig } from "../lib/dig";
import { configsIn, serverValuesOf } from "../lib/vault";
import { defineRule } from "../rule";

/** A pod that restarts at night must not wait for three people with their shares. */
export const vaultSealRequired = defineRule({
  id: "vault-seal-required",
  description: "In production Vault unseals by a key of the cloud, named by its ARN or OCID.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["SE-11", "SE-18"],
  remediationSteps:
    'Add a seal "awskms" or "ocikms" to the server\'s configuration, with the key\'s ARN or OCID.',

  check(resource, place, report) {
    const values = place.class === "prod" ? serverValuesOf(resource) : undefined;
    if (values === undefined) return;
    const configs = configsIn(values);
    const variables = dig(values, "server", "extraEnvironmentVars");
    const sealed =
      dig(variables, "VAULT_SEAL_TYPE") !== undefined ||
      configs.some(({ text }) => /\bseal\s+"\w+"|"seal"\s*:/.test(text));
    if (!sealed) {
      report({
        resource,
        path: configs[0]?.path ?? "values.server.ha.raft.config",
        problem: "a server that restarts stays sealed until enough people have come",
        remedy: 'Add a seal "awskms" or "ocikms", with the key of the environment.',
      });
    }
    const named = [
      ...configs.map(({ path, text }) => ({
        path,
        alias: /kms_key_id"?\s*[=:]\s*"([^"]*alias\/[^"]*)"/.exec(text)?.[1],
      })),
      {
        path: "values.server.extraEnvironmentVars.VAULT_AWSKMS_SEAL_KEY_ID",
        alias: /alias\/.*/.exec(String(dig(variables, "VAULT_AWSKMS_SEAL_KEY_ID")))?.[0],
      },
    ];
    for (const { path, alias } of named) {
      if (alias === undefined) continue;
      const problem = "an alias can be moved to another key, with which Vault does not unseal";
      report({ resource, path, value: alias, problem, remedy: "Name the key by its ARN." });
    }
  },
});
