import { dig, entriesOf, textsOf } from "../lib/dig";
import { podsOf } from "../lib/pods";
import { valuesOf } from "../lib/charts";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** A server in dev mode keeps everything in memory, unsealed, with a token that is in the manifest. */
export const vaultDevMode = defineRule({
  id: "vault-dev-mode",
  description: "Vault does not run in dev mode.",
  severity: "critical",
  needs: [],
  serves: ["SE-06", "SE-20"],
  remediationSteps: "Leave server.dev out; run a server with Raft and initialise it.",

  check(resource, _place, report) {
    const refuse = (path: string, withheld = false, value: unknown = true) => {
      report({
        resource,
        path,
        value,
        withheld,
        problem: "it is unsealed, forgets everything, and its root token is for everybody",
        remedy: "Run a server with Raft, and initialise it.",
      });
    };
    if (dig(valuesOf(resource, "vault"), "server", "dev", "enabled") === true)
      refuse("values.server.dev.enabled");
    const pods = podsOf(resource);
    forEach(pods?.spec.containers, (container, i) => {
      const path = `${pods?.path ?? ""}.containers[${i}]`;
      const image = dig(container, "image");
      if (typeof image !== "string" || !/(^|\/)vault(-enterprise)?([:@]|$)/.test(image)) return;
      const words = [...textsOf(dig(container, "command")), ...textsOf(dig(container, "args"))];
      if (words.some((word) => /(^|\s)--?dev(-tls)?(\s|$)/.test(word))) refuse(`${path}.args`, false, "-dev");
      forEach(entriesOf(dig(container, "env")), ({ key, read }) => {
        if (dig(read(), "name") === "VAULT_DEV_ROOT_TOKEN_ID") refuse(`${path}.env[${key}]`, true);
      });
    });
  },
});
