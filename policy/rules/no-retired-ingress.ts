import { eachText } from "../lib/walk";
import { defineRule } from "../rule";

const TYPES = /^kubernetes:/;
const PROBLEM =
  'ingress-nginx was retired in March 2026 (kubernetes.io, "Ingress NGINX Retirement"): its holes are no longer mended';
const REMEDY =
  "Route by the Gateway API (Gateway and HTTPRoute) with a controller that is maintained, or name the class of one.";

/** The controller, its chart, its images and its class. */
export const noRetiredIngress = defineRule({
  id: "no-retired-ingress",
  description: "Nothing is served by an ingress controller that is no longer maintained.",
  severity: "high",
  needs: [],
  serves: ["OP-26"],
  absorbs: ["obs-no-retired-ingress"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    if (!TYPES.test(resource.type)) return;
    eachText(resource.props, (text, path) => {
      if (isRetired(text, path)) report({ resource, path, value: text, problem: PROBLEM, remedy: REMEDY });
    });
  },
});

function isRetired(text: string, path: string): boolean {
  // `nginx` is the class that ingress-nginx takes unless it is told another.
  if (/(^|\.)(ingressClassName|kubernetes\.io\/ingress\.class)$/.test(path)) return text === "nginx";
  // Of the controller, `k8s.io/ingress-nginx`; of the chart and its repository; of the images. Not in words to people.
  return (
    /(^|[.\]])(controller|chart|name|repo|repoURL|repository|image|url)$/.test(path) &&
    /(^|[/.:])ingress-nginx($|[/:@-])/.test(text) &&
    !/(^|\.)metadata\.name$/.test(path)
  );
}
