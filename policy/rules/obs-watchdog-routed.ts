import { alertingOf, routeFor, routesIn, waysOf } from "../lib/monitoring";
import { defineRule } from "../rule";

/** Ways that end at a machine, which notices when nothing comes. */
const MACHINES = new Set(["webhook", "opsgenie_heartbeat", "sns"]);

/** The watchdog always barks: who hears it is a machine that calls somebody when it is silent. */
export const obsWatchdogRouted = defineRule({
  id: "obs-watchdog-routed",
  description: "The alert Watchdog goes to a machine outside that notices when it stops.",
  severity: "medium",
  needs: [],
  serves: ["OB-20"],
  remediationSteps: "Route alertname Watchdog to a receiver with webhook_configs of a dead man's switch.",

  check(resource, _place, report) {
    const config = alertingOf(resource);
    if (config === undefined) return;
    const taken = routeFor(routesIn(config), "alertname", "Watchdog");
    if (taken === undefined) return;
    const ways = waysOf(config, taken.receiver);
    if (ways === undefined || (ways.length > 0 && ways.every((way) => MACHINES.has(way)))) return;
    report({
      resource,
      path: `${taken.path}.receiver`,
      value: taken.receiver,
      problem:
        ways.length === 0
          ? "when alerting itself is broken, nobody notices"
          : "people are told all the time that all is well, and learn not to look",
      remedy: "Route alertname Watchdog to a webhook of a dead man's switch outside the cluster.",
    });
  },
});
