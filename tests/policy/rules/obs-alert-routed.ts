import { UNKNOWN, type RuleCases } from "../sample";
import { alerting, ROUTE, stack } from "./monitoring";

export const obsAlertRoutedCases: RuleCases = {
  rule: "obs-alert-routed",
  serves: ["OB-20", "OB-21", "OB-22"],
  violating: [
    {
      title: "a receiver that there is not",
      resources: [alerting({ receiver: "pager" })],
      says: ['values.alertmanager.config.route.receiver is "pager"', "no such receiver"],
    },
    {
      title: "critical into silence",
      resources: [
        alerting({
          receiver: "slack",
          routes: [{ receiver: "null", matchers: ["severity =~ critical|warning"] }],
        }),
      ],
      says: ['values.alertmanager.config.route.routes[0].receiver is "null"', "what is critical"],
    },
    {
      title: "critical, in whichever letters, into silence",
      resources: [
        alerting({
          receiver: "slack",
          routes: [{ receiver: "null", match_re: { severity: "(?i)CRITICAL|WARNING" } }],
        }),
      ],
      says: ['values.alertmanager.config.route.routes[0].receiver is "null"', "what is critical"],
    },
    {
      title: "everything into silence",
      resources: [
        alerting({ receiver: "null", routes: [{ receiver: "slack", match: { severity: "critical" } }] }),
      ],
      says: ["what is warning"],
    },
  ],
  complying: [
    { title: "routes that are heard", resources: [alerting(ROUTE)] },
    {
      title: "a silent route by a part of a severity, and one by what only Alertmanager can read",
      resources: [
        alerting({ receiver: "slack", routes: [{ receiver: "null", match_re: { severity: "crit|warn" } }] }),
        {
          ...alerting({
            receiver: "slack",
            routes: [{ receiver: "null", matchers: ['severity =~ "(?P<loud>crit).*|[[:alpha:]]+"'] }],
          }),
          name: "of RE2",
        },
      ],
    },
    { title: "a configuration from elsewhere", resources: [stack()] },
  ],
  unknown: [{ title: "routes that are not known", resources: [alerting(UNKNOWN)] }],
};
