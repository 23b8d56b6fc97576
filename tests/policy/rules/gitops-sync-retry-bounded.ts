import { UNKNOWN, type RuleCases } from "../sample";
import { application } from "./argo";

const retried = (retry: unknown) => application({ syncPolicy: { automated: {}, retry } });

export const gitopsSyncRetryBoundedCases: RuleCases = {
  rule: "gitops-sync-retry-bounded",
  serves: ["GO-37"],
  advises: true,
  violating: [
    { title: "no retry", resources: [retried(undefined)], says: ["spec.syncPolicy.retry.limit is not set"] },
    { title: "retries without end", resources: [retried({ limit: -1 })], says: ["limit is -1", "for ever"] },
  ],
  complying: [
    { title: "five retries", resources: [retried({ limit: 5 })] },
    { title: "a sync by hand", resources: [application({ syncPolicy: undefined })] },
  ],
  unknown: [{ title: "a limit that is not known", resources: [retried({ limit: UNKNOWN })] }],
};
