import { apart, UNKNOWN, type RuleCases, type Sample } from "../sample";

const job = (
  annotations: Record<string, unknown>,
  {
    metadata = { name: "migrate" },
    deadline = 600,
  }: { metadata?: Record<string, unknown>; deadline?: unknown } = {},
): Sample => ({
  type: "kubernetes:batch/v1:Job",
  name: "migrate",
  props: {
    metadata: {
      ...metadata,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`argocd.argoproj.io/${key}`, value]),
      ),
    },
    spec: { activeDeadlineSeconds: deadline },
  },
});

export const gitopsHookDeletePolicyCases: RuleCases = {
  rule: "gitops-hook-delete-policy",
  serves: ["GO-42"],
  violating: [
    {
      title: "a hook that is deleted only when it went well",
      resources: [job({ hook: "PreSync", "hook-delete-policy": "HookSucceeded" })],
      says: ['hook-delete-policy"] is "HookSucceeded"', "Add BeforeHookCreation"],
    },
    {
      title: "a Job without deadline",
      resources: [job({ hook: "PreSync" }, { deadline: null })],
      says: ["spec.activeDeadlineSeconds is not set"],
    },
  ],
  complying: [
    {
      title: "hooks that are made anew",
      resources: apart(
        job({ hook: "PreSync" }),
        job({ hook: "Sync", "hook-delete-policy": "HookSucceeded,BeforeHookCreation" }),
        job(
          { hook: "Sync", "hook-delete-policy": "HookSucceeded" },
          { metadata: { generateName: "migrate-" } },
        ),
      ),
    },
    { title: "a Job that is no hook", resources: [job({}, { deadline: undefined })] },
  ],
  unknown: [{ title: "a hook that is not known", resources: [job({ hook: UNKNOWN })] }],
  unknownButEnough: [
    { title: "a deadline that is not known", resources: [job({ hook: "PreSync" }, { deadline: UNKNOWN })] },
  ],
};
