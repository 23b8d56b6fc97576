import { annotationPath, isInternal, keysOf, okeBalancers } from "../lib/balancers";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY =
  'Set it to the text "true"; on a Service that is live, make a new Service, since OKE does not change one.';

/** OKE makes a public balancer unless it is told otherwise, and is told by a text alone. */
export const okeLbInternalProd = defineRule({
  id: "oke-lb-internal-prod",
  description: "Load balancers of Services on OKE have private addresses only, in production.",
  severity: "critical",
  needs: [],
  serves: ["OK-25", "OK-26", "OK-27"],
  remediationSteps: REMEDY,

  check(resource, place, report) {
    if (place.class !== "prod") return;
    forEach(okeBalancers(resource), (balancer) => {
      if (isInternal(balancer)) return;
      const key = keysOf(balancer).internal;
      const value = balancer.annotations[key];
      report({
        resource,
        path: annotationPath(balancer, key),
        value,
        problem:
          value === true
            ? "an annotation is a text: the API server takes no other value"
            : "its balancer gets a public address",
        remedy: REMEDY,
      });
    });
  },
});
