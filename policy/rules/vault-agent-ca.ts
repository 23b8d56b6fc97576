import { dig, wordOf } from "../lib/dig";
import { podAnnotationsOf, podsOf } from "../lib/pods";
import { isGiven, isGivenLater } from "../lib/unknown";
import { defineRule } from "../rule";

const PREFIX = "vault.hashicorp.com/";
const NEEDED = [
  ["role", "the agent does not know as whom to log in"],
  ["ca-cert", "the agent can not tell Vault from whoever answers"],
] as const;

/** The agent logs in for the pod: as whom, and to whom, must be said. */
export const vaultAgentCa = defineRule({
  id: "vault-agent-ca",
  description:
    "A pod that Vault's agent is injected into names its role, the CA, and a service account of its own.",
  severity: "high",
  needs: [],
  serves: ["SE-34", "SE-35"],
  remediationSteps: `Annotate the pod with ${PREFIX}role, ${PREFIX}tls-secret and ${PREFIX}ca-cert, and set serviceAccountName.`,

  check(resource, _place, report) {
    const found = podAnnotationsOf(resource);
    if (String(found?.annotations[`${PREFIX}agent-inject`]) !== "true") return;
    for (const [key, problem] of NEEDED) {
      if (isGiven(() => found?.annotations[`${PREFIX}${key}`])) continue;
      const path = `${found?.path ?? ""}["${PREFIX}${key}"]`;
      report({ resource, path, problem, remedy: "Set it." });
    }
    const pods = podsOf(resource);
    const account = () => dig(pods?.spec, "serviceAccountName");
    if (isGivenLater(account) || !["", "default"].includes(wordOf(account()))) return;
    report({
      resource,
      path: `${pods?.path ?? ""}.serviceAccountName`,
      value: account(),
      problem: "every pod of the namespace that names no account logs in as this one",
      remedy: "Give the workload a service account of its own, and bind the role to it.",
    });
  },
});
