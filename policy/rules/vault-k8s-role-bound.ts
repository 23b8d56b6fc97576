import { textsOf } from "../lib/dig";
import { inTurn, isGiven } from "../lib/unknown";
import { defineRule } from "../rule";

const ROLE = "vault:kubernetes/authBackendRole:AuthBackendRole";
const BOUND = {
  boundServiceAccountNames: "service account",
  boundServiceAccountNamespaces: "namespace",
} as const;

/** One application, one role, one policy. */
export const vaultK8sRoleBound = defineRule({
  id: "vault-k8s-role-bound",
  description: "A Kubernetes role of Vault is for one service account in named namespaces, with an audience.",
  severity: "high",
  needs: [],
  serves: ["SE-24", "SE-39"],
  remediationSteps: "Name one service account and its namespace, and the audience of its tokens.",

  check(resource, _place, report) {
    if (resource.type !== ROLE) return;
    inTurn(
      ...(Object.keys(BOUND) as (keyof typeof BOUND)[]).map((key) => () => {
        const names = textsOf(resource.props[key]);
        if (names.some((name) => name.includes("*"))) {
          report({
            resource,
            path: key,
            value: names,
            problem: `any ${BOUND[key]} that fits may log in`,
            remedy: `Name the ${BOUND[key]}.`,
          });
        }
        if (key !== "boundServiceAccountNames" || names.length < 2) return;
        const problem = "applications that share a role read each other's secrets";
        report({ resource, path: key, value: names, problem, remedy: "Make a role for each." });
      }),
      () => {
        if (isGiven(() => resource.props["audience"])) return;
        report({
          resource,
          path: "audience",
          problem: "a token that was made for another service logs in here",
          remedy: "Set it, and ask for it in the pod's projected token.",
        });
      },
    );
  },
});
