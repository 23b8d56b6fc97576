import { applicationOf, sourcesOf } from "../lib/argo";
import { dig } from "../lib/dig";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const LABEL = "argocd.argoproj.io/secret-type";

/** Argo CD looks for a credential by the beginning of the URL: one for SSH is none for HTTPS. */
export const gitopsRepoUrlMatch = defineRule({
  id: "gitops-repo-url-match",
  description:
    "An application names its repository by the same kind of URL as the credential that is there for it.",
  severity: "medium",
  needs: [],
  serves: ["GO-47"],
  remediationSteps: "Write the application's repoURL as the credential's url: both git@… or both https://….",

  checkStack(resources, _place, report) {
    const credentials = resources.flatMap((resource) => ifKnown(() => credentialOf(resource)) ?? []);
    for (const resource of resources) {
      const application = ifKnown(() => applicationOf(resource));
      const sources = application === undefined ? [] : (ifKnown(() => sourcesOf(application)) ?? []);
      for (const { source, path } of sources) {
        const url = ifKnown(() => source.repoURL);
        if (url === undefined || url.includes("{{")) continue;
        const wanted = partsOf(url);
        const near = credentials.filter(({ location }) => wanted.location.startsWith(location));
        if (near.length === 0 || near.some(({ scheme }) => scheme === wanted.scheme)) continue;
        report({
          resource,
          path: `${path}.repoURL`,
          value: url,
          problem: `the credential for it is for ${near.map((one) => one.url).join(", ")}, which Argo CD takes for another repository`,
          remedy: "Write both in the same way.",
        });
      }
    }
  },
});

interface Repository {
  readonly scheme: "ssh" | "https";
  /** Host and path, without user, port and `.git`. */
  readonly location: string;
  readonly url: string;
}

function partsOf(url: string): Repository {
  const ssh = /^(ssh:\/\/)?[\w.-]+@/.test(url) || url.startsWith("ssh://");
  const location = url
    .replace(/^\w+:\/\//, "")
    .replace(/^[^@/]+@/, "")
    .replace(/^([^/:]+)(?::\d+)?[:/]/, "$1/")
    .replace(/\.git$/, "")
    .toLowerCase();
  return { scheme: ssh ? "ssh" : "https", location, url };
}

function credentialOf({ type, props }: StackResource): Repository | undefined {
  if (type !== "kubernetes:core/v1:Secret") return undefined;
  if (!/^repo(sitory|-creds)$/.test(String(dig(props["metadata"], "labels", LABEL)))) return undefined;
  const plain = dig(props["stringData"], "url");
  const encoded = dig(props["data"], "url");
  const url =
    plain ?? (typeof encoded === "string" ? Buffer.from(encoded, "base64").toString("utf8") : undefined);
  return typeof url === "string" ? partsOf(url) : undefined;
}
