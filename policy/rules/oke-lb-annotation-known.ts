import { KNOWN_ANNOTATIONS, ORACLE_ANNOTATION, annotationPath, okeBalancers } from "../lib/balancers";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "Correct its name by the OKE guide's summary of annotations, or take it away.";

/** What OKE does not know it ignores, and the balancer is then as if nothing had been said. */
export const okeLbAnnotationKnown = defineRule({
  id: "oke-lb-annotation-known",
  description: "Every annotation that is meant for OKE's load balancers is one that OKE reads.",
  severity: "high",
  needs: [],
  serves: ["OK-27"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    forEach(okeBalancers(resource), (balancer) => {
      const known = KNOWN_ANNOTATIONS[balancer.kind];
      const other = KNOWN_ANNOTATIONS[balancer.kind === "lb" ? "nlb" : "lb"];
      forEach(Object.keys(balancer.annotations), (key) => {
        if (!ORACLE_ANNOTATION.test(key) || known.includes(key)) return;
        report({
          resource,
          path: annotationPath(balancer, key),
          value: balancer.annotations[key],
          problem: other.includes(key)
            ? `OKE reads it for a balancer of type ${balancer.kind === "lb" ? "nlb" : "lb"} only, and ignores it here`
            : "OKE does not know it, and ignores it without a word",
          remedy: REMEDY,
        });
      });
    });
  },
});
