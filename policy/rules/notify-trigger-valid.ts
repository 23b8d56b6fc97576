import { settingsOf } from "../lib/argo";
import { entriesOf } from "../lib/dig";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** Out of sync is what every application is for a moment after every commit. */
export const notifyTriggerValid = defineRule({
  id: "notify-trigger-valid",
  description: "A trigger on failure looks at how the sync ended, not at whether there is something to sync.",
  severity: "medium",
  needs: [],
  serves: ["GO-45"],
  remediationSteps: "Use app.status?.operationState.phase in ['Error', 'Failed'].",

  check(resource, _place, report) {
    const settings = settingsOf(resource, "argocd-notifications-cm");
    if (settings === undefined) return;
    forEach(entriesOf(settings.data), ({ key, read }) => {
      if (!/^trigger\..*(fail|error)/i.test(key)) return;
      const text = read();
      if (typeof text !== "string") return;
      const conditions = [...text.matchAll(/\bwhen:\s*(.+)/g)].flatMap(([, condition]) => condition ?? []);
      const wrong = conditions.find((one) => /sync\.status/.test(one) && !/operationState|health/.test(one));
      if (wrong === undefined) return;
      report({
        resource,
        path: `${settings.path}["${key}"]`,
        value: wrong,
        problem: "it speaks after every commit, and is silent when a sync has failed",
        remedy: "Use app.status?.operationState.phase in ['Error', 'Failed'].",
      });
    });
  },
});
