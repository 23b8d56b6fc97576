import { dig, entriesOf, wordOf } from "../lib/dig";
import { isPrometheusRule } from "../lib/monitoring";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const SEVERITIES = ["critical", "warning", "info"];
const SAYS = ["summary", "description", "runbook_url"] as const;

/** An alert at night says what is wrong, how bad it is, and what to do. */
export const obsAlertComplete = defineRule({
  id: "obs-alert-complete",
  description: "An alert waits, has a severity, and says what it is, what it means and what to do.",
  severity: "medium",
  needs: [],
  serves: ["OB-43"],
  remediationSteps:
    "Give it for, the label severity (critical, warning, info), and the annotations summary, description and runbook_url.",

  check(resource, _place, report) {
    if (!isPrometheusRule(resource)) return;
    forEach(entriesOf(dig(resource.props["spec"], "groups")), ({ key: group, read: readGroup }) => {
      forEach(entriesOf(dig(readGroup(), "rules")), ({ key, read }) => {
        const rule = read();
        if (dig(rule, "alert") === undefined) return;
        const path = `spec.groups[${group}].rules[${key}]`;
        const lacks = (what: string, value: unknown, problem: string, remedy: string) => {
          report({ resource, path: `${path}.${what}`, value, problem, remedy });
        };
        const wait = dig(rule, "for");
        if (wait === undefined)
          lacks("for", wait, "it speaks at the first measurement", "Set it, also to 0m where that is meant.");
        const severity = dig(rule, "labels", "severity");
        // A template decides when it fires.
        if (!SEVERITIES.includes(wordOf(severity)) && !wordOf(severity).includes("{{"))
          lacks(
            "labels.severity",
            severity,
            "nobody knows whom to wake",
            `Set it to one of ${SEVERITIES.join(", ")}.`,
          );
        for (const word of SAYS) {
          if (wordOf(dig(rule, "annotations", word)) === "")
            lacks(`annotations.${word}`, undefined, "who is woken has to find out", "Write it.");
        }
      });
    });
  },
});
