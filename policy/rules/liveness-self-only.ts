import { dig } from "../lib/dig";
import { podsOf } from "../lib/pods";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** A probe that asks for what the program depends on restarts every pod when that is away. */
export const livenessSelfOnly = defineRule({
  id: "liveness-self-only",
  description: "Whether a container lives and whether it can answer are two questions.",
  severity: "low",
  needs: [],
  serves: ["MC-26"],
  remediationSteps: "Give the liveness probe a path of its own that asks for nothing outside the process.",

  check(resource, _place, report) {
    const pods = podsOf(resource);
    forEach(pods?.spec.containers, (container, i) => {
      const live = dig(container.livenessProbe, "httpGet", "path");
      if (live === undefined || live !== dig(container.readinessProbe, "httpGet", "path")) return;
      report({
        resource,
        path: `${pods?.path ?? ""}.containers[${i}].livenessProbe.httpGet.path`,
        value: live,
        problem: "when what it depends on is away, every pod is restarted, again and again",
        remedy: "Ask for a path that depends on nothing outside the process.",
      });
    });
  },
});
