import { alertingOf, routeFor, routesIn, waysOf } from "../lib/monitoring";
import { defineRule } from "../rule";

/** Severities that somebody has to hear of. */
const LOUD = ["critical", "warning"] as const;

/** An alert that reaches nobody is a line in a log. */
export const obsAlertRouted = defineRule({
  id: "obs-alert-routed",
  description:
    "Every route of Alertmanager leads to a receiver that there is, and every severity to one that speaks.",
  severity: "high",
  needs: [],
  serves: ["OB-20", "OB-21", "OB-22"],
  remediationSteps:
    "Define the receiver, and route critical and warning to one with slack_configs, pagerduty_configs or another.",

  check(resource, _place, report) {
    const config = alertingOf(resource);
    if (config === undefined) return;
    const routes = routesIn(config);
    for (const { path, receiver } of routes) {
      if (waysOf(config, receiver) !== undefined) continue;
      report({
        resource,
        path: `${path}.receiver`,
        value: receiver,
        problem: "there is no such receiver: Alertmanager does not take the configuration",
        remedy: "Define it under receivers.",
      });
    }
    for (const severity of LOUD) {
      const taken = routeFor(routes, "severity", severity);
      if (taken === undefined || waysOf(config, taken.receiver)?.length !== 0) continue;
      report({
        resource,
        path: `${taken.path}.receiver`,
        value: taken.receiver,
        problem: `what is ${severity} goes to a receiver that keeps silent`,
        remedy: "Route it to a receiver that somebody reads.",
      });
    }
  },
});
