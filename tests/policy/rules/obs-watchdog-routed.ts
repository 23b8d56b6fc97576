import { UNKNOWN, type RuleCases } from "../sample";
import { alerting, ROUTE, stack } from "./monitoring";

export const obsWatchdogRoutedCases: RuleCases = {
  rule: "obs-watchdog-routed",
  serves: ["OB-20"],
  violating: [
    {
      title: "a watchdog among people",
      resources: [alerting({ receiver: "slack" })],
      says: ['values.alertmanager.config.route.receiver is "slack"', "learn not to look"],
    },
    {
      title: "a watchdog that nobody hears",
      resources: [
        alerting({ receiver: "slack", routes: [{ receiver: "null", match: { alertname: "Watchdog" } }] }),
      ],
      says: ['routes[0].receiver is "null"', "nobody notices"],
    },
  ],
  complying: [
    { title: "a dead man's switch", resources: [alerting(ROUTE)] },
    { title: "a configuration from elsewhere", resources: [stack()] },
  ],
  unknown: [{ title: "receivers that are not known", resources: [alerting(ROUTE, UNKNOWN)] }],
};
