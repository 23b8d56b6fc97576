import { dig, textsOf } from "../lib/dig";
import { inTurn, isGivenLater } from "../lib/unknown";
import { PROVIDER } from "../lib/vault";
import { defineRule } from "../rule";

/** The root policy can not be narrowed, and a token that is written down is used by whoever reads it. */
export const vaultNoRootToken = defineRule({
  id: "vault-no-root-token",
  description: "Nothing in Vault has the policy root, and no program logs in with a token that it was given.",
  severity: "critical",
  needs: [],
  serves: ["SE-20", "SE-47"],
  remediationSteps:
    "Write a policy for the purpose; log in with authLoginAws, authLoginJwt or another method of the provider.",

  check(resource, _place, report) {
    const { type, props } = resource;
    if (type === PROVIDER) {
      // A token that is not known yet was made by a login of the same program.
      if (isGivenLater(() => props["token"]) || typeof props["token"] !== "string" || props["token"] === "")
        return;
      report({
        resource,
        path: "token",
        withheld: true,
        problem: "the program logs in with a token that somebody keeps",
        remedy: "Use authLoginAws, authLoginJwt or another login of the provider.",
      });
    }
    if (!type.startsWith("vault:")) return;
    inTurn(
      ...["policies", "tokenPolicies"].map((key) => () => {
        const at = textsOf(dig(props, key)).indexOf("root");
        if (at < 0) return;
        report({
          resource,
          path: `${key}[${at}]`,
          value: "root",
          problem: "it may do everything, and nothing can narrow that",
          remedy: "Name a policy that lists what it needs.",
        });
      }),
    );
  },
});
