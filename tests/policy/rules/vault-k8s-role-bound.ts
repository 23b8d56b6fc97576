import { UNKNOWN, type RuleCases } from "../sample";
import { kubernetesRole } from "./vault";

export const vaultK8sRoleBoundCases: RuleCases = {
  rule: "vault-k8s-role-bound",
  serves: ["SE-24", "SE-39"],
  violating: [
    {
      title: "every account",
      resources: [kubernetesRole({ boundServiceAccountNames: ["*"] })],
      says: ['boundServiceAccountNames is ["*"]'],
    },
    {
      title: "every namespace, beside an account that is not known",
      resources: [
        kubernetesRole({ boundServiceAccountNames: UNKNOWN, boundServiceAccountNamespaces: ["*"] }),
      ],
      says: ['boundServiceAccountNamespaces is ["*"]'],
    },
    {
      title: "two applications",
      resources: [kubernetesRole({ boundServiceAccountNames: ["a", "b"] })],
      says: ["share a role"],
    },
    {
      title: "no audience",
      resources: [kubernetesRole({ audience: undefined })],
      says: ["audience is not set"],
    },
  ],
  complying: [{ title: "one application", resources: [kubernetesRole()] }],
  unknown: [
    {
      title: "accounts that are not known",
      resources: [kubernetesRole({ boundServiceAccountNames: UNKNOWN })],
    },
  ],
  unknownButEnough: [
    { title: "an audience that is not known", resources: [kubernetesRole({ audience: UNKNOWN })] },
  ],
};
