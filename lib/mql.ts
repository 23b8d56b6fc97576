/** A metric with its interval: `CpuUtilization[1m]`. */
const METRIC = /[A-Za-z][\w.$-]*\[\d+[mhd]\]/;
/** What it is compared with, or its absence, at the end. */
const TRIGGER = /(\.absent\(\d*[mhd]?\)|(>|>=|<|<=|==|!=)\s*-?\d+(\.\d+)?|\b(not )?in\s*\([^()]+\))\s*$/;

/**
 * What a query of OCI Monitoring lacks to ring as an alarm: its metric, its trigger, or nothing (OCI Monitoring guide,
 * "Monitoring Query Language (MQL) Reference").
 */
export function missingOfAlarm(query: string): "metric" | "trigger" | undefined {
  if (!METRIC.test(query)) return "metric";
  return TRIGGER.test(query) ? undefined : "trigger";
}
