import { applicationOf, sourcesOf, type Source } from "../lib/argo";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** Production changes when somebody changes it, not when somebody merges. */
export const gitopsProdRevisionFixed = defineRule({
  id: "gitops-prod-revision-fixed",
  description: "In production an Argo CD application follows a tag or a commit.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["GO-33"],
  remediationSteps: "Set targetRevision to a tag (v1.4.2) or a commit; of a chart, to one version.",

  check(resource, place, report) {
    const application = place.class === "prod" ? applicationOf(resource) : undefined;
    if (application === undefined) return;
    forEach(sourcesOf(application), ({ source, path }) => {
      const revision = source.targetRevision;
      if (isFixed(revision ?? "", source)) return;
      report({
        resource,
        path: `${path}.targetRevision`,
        value: revision,
        problem: "the next commit there is in production at once",
        remedy: "Set it to a tag or a commit; of a chart, to one version.",
      });
    });
  },
});

/** A tag has a number; a branch of that kind can not be told from one. What a generator fills in is not seen here. */
function isFixed(revision: string, { chart }: Source): boolean {
  if (revision.includes("{{")) return true;
  if (chart !== undefined) return /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(revision);
  if (/^refs\/heads\/|[*<>=~^]|\.x$/.test(revision)) return false;
  return /^[0-9a-f]{7,40}$/.test(revision) || /\d/.test(revision);
}
