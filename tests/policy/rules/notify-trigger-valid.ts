import { apart, UNKNOWN, type RuleCases } from "../sample";
import { configMap, release } from "./argo";

const trigger = (when: string) => ({
  "trigger.on-sync-failed": `- when: ${when}\n  send: [app-sync-status]`,
});
const map = (data: unknown) => configMap("argocd-notifications-cm", data);

export const notifyTriggerValidCases: RuleCases = {
  rule: "notify-trigger-valid",
  serves: ["GO-45"],
  violating: [
    {
      title: "a failure that is only being out of sync",
      resources: [map(trigger("app.status.sync.status == 'OutOfSync'"))],
      says: ['data["trigger.on-sync-failed"]', "after every commit"],
    },
    {
      title: "the same in the chart's values",
      resources: [
        release("argo-cd", { notifications: { triggers: trigger("app.status.sync.status == 'OutOfSync'") } }),
      ],
      says: ['values.notifications.triggers["trigger.on-sync-failed"]'],
    },
  ],
  complying: [
    {
      title: "how the sync ended, and a trigger that is not for failures",
      resources: apart(
        map(trigger("app.status?.operationState.phase in ['Error', 'Failed']")),
        map({ "trigger.on-change": "- when: app.status.sync.status == 'OutOfSync'" }),
      ),
    },
  ],
  unknown: [
    { title: "a trigger that is not known", resources: [map({ "trigger.on-sync-failed": UNKNOWN })] },
  ],
};
