import { dig } from "../lib/dig";
import { hookDeletePolicyOf, hooksOf } from "../lib/waves";
import { isGivenLater } from "../lib/unknown";
import { defineRule } from "../rule";

/** A hook that stays, or never ends, stops the next sync. */
export const gitopsHookDeletePolicy = defineRule({
  id: "gitops-hook-delete-policy",
  description:
    "A named hook of Argo CD is deleted before it is made again, and a Job among them has a deadline.",
  severity: "medium",
  needs: [],
  serves: ["GO-42"],
  remediationSteps:
    "Set argocd.argoproj.io/hook-delete-policy to BeforeHookCreation, and activeDeadlineSeconds of a Job.",

  check(resource, _place, report) {
    if (!resource.type.startsWith("kubernetes:") || hooksOf(resource).length === 0) return;
    const policy = hookDeletePolicyOf(resource);
    const named = dig(resource.props["metadata"], "generateName") === undefined;
    // Argo CD, "Resource Hooks": BeforeHookCreation where no policy is given.
    if (named && policy !== undefined && !policy.includes("BeforeHookCreation")) {
      report({
        resource,
        path: 'metadata.annotations["argocd.argoproj.io/hook-delete-policy"]',
        value: policy,
        problem: "a hook of this name that failed is still there when the next one is made",
        remedy: "Add BeforeHookCreation.",
      });
    }
    if (!/^kubernetes:batch\/[^:]+:Job$/.test(resource.type)) return;
    const deadline = () => dig(resource.props["spec"], "activeDeadlineSeconds");
    if (isGivenLater(deadline) || typeof deadline() === "number") return;
    report({
      resource,
      path: "spec.activeDeadlineSeconds",
      problem: "a hook that hangs holds the sync for ever",
      remedy: "Set it to the longest time that it may take.",
    });
  },
});
