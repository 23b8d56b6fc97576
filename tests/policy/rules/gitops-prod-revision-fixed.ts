import { apart, UNKNOWN, type RuleCases } from "../sample";
import { application, applicationSet, inProd } from "./argo";

const at = (targetRevision: unknown, more: Record<string, unknown> = {}) =>
  application({ source: { repoURL: "https://github.com/acme/gitops.git", targetRevision, ...more } });

export const gitopsProdRevisionFixedCases: RuleCases = {
  rule: "gitops-prod-revision-fixed",
  serves: ["GO-33"],
  violating: [
    {
      title: "the head",
      resources: inProd(at("HEAD")),
      says: ['"shop": spec.source.targetRevision is "HEAD"'],
    },
    { title: "no revision", resources: inProd(at(undefined)), says: ["targetRevision is not set"] },
    { title: "a branch", resources: inProd(at("production")), says: ['is "production"'] },
    {
      title: "a branch by its full name",
      resources: inProd(at("refs/heads/release-1.2")),
      says: ["refs/heads"],
    },
    { title: "a range of tags", resources: inProd(at("v1.*")), says: ['is "v1.*"'] },
    {
      title: "a range of a chart's versions",
      resources: inProd(at(">=9.0.0", { chart: "x" })),
      says: ['is ">=9.0.0"'],
    },
    {
      title: "a branch in a set, among several sources",
      resources: inProd(
        applicationSet({
          template: { spec: { sources: [{ targetRevision: "v1.2.3" }, { targetRevision: "main" }] } },
        }),
      ),
      says: ['spec.template.spec.sources[1].targetRevision is "main"'],
    },
  ],
  complying: [
    {
      title: "tags and commits",
      resources: apart(
        ...inProd(at("v1.4.2"), at("release-2026-11-01"), at("a1b2c3d"), at("9.1.0", { chart: "x" })),
      ),
    },
    { title: "the head in dev", resources: [at("HEAD")] },
    { title: "a revision that a generator fills in", resources: inProd(at("{{.revision}}")) },
  ],
  unknown: [{ title: "a revision that is not known", resources: inProd(at(UNKNOWN)) }],
};
