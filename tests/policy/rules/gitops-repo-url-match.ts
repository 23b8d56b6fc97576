import { UNKNOWN, type RuleCases, type Sample } from "../sample";
import { application } from "./argo";

const credential = (props: Record<string, unknown>): Sample => ({
  type: "kubernetes:core/v1:Secret",
  name: "credential",
  props: { metadata: { labels: { "argocd.argoproj.io/secret-type": "repository" } }, ...props },
});
const ssh = credential({ stringData: { url: "git@github.com:acme/gitops.git" } });
const from = (repoURL: unknown) => application({ source: { repoURL } });

export const gitopsRepoUrlMatchCases: RuleCases = {
  rule: "gitops-repo-url-match",
  serves: ["GO-47"],
  violating: [
    {
      title: "HTTPS beside a key for SSH",
      resources: [ssh, from("https://github.com/acme/gitops.git")],
      says: [
        '"shop": spec.source.repoURL is "https://github.com/acme/gitops.git"',
        "git@github.com:acme/gitops.git",
      ],
    },
    {
      title: "SSH beside a token for HTTPS, encoded",
      resources: [
        credential({ data: { url: Buffer.from("https://github.com/acme").toString("base64") } }),
        from("ssh://git@github.com:22/acme/gitops"),
      ],
      says: ["the credential for it is for https://github.com/acme"],
    },
  ],
  complying: [
    { title: "the same way", resources: [ssh, from("git@github.com:acme/gitops")] },
    {
      title: "another repository, which may be public",
      resources: [ssh, from("https://github.com/acme/charts")],
    },
    { title: "no credential of the stack", resources: [from("https://github.com/acme/gitops.git")] },
  ],
  unknown: [],
  unknownButEnough: [
    { title: "a URL that is not known", resources: [ssh, from(UNKNOWN)] },
    {
      title: "a credential that is not known",
      resources: [credential({ stringData: UNKNOWN }), from("https://github.com/acme/gitops")],
    },
  ],
};
