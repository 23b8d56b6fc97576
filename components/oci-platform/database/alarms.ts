import type { MetricAlarm } from "../monitoring";

/**
 * Alarms of an Autonomous Database: OP-45's figures. Metrics of namespace oci_autonomous_database: Autonomous Database
 * guide, "Autonomous Database Metrics and Dimensions".
 */
export const AUTONOMOUS_ALARMS = {
  "database-cpu": {
    namespace: "oci_autonomous_database",
    query: "CpuUtilization[5m].mean() > 80",
    pendingMinutes: 10,
    severity: "WARNING",
    title: "The database is busy",
    body: "Look for the statements that take longest. It grows to three times its ECPUs by itself; raise them if that is not enough.",
  },
  "database-storage": {
    namespace: "oci_autonomous_database",
    query: "StorageUtilization[1h].max() > 85",
    pendingMinutes: 5,
    severity: "CRITICAL",
    title: "The database runs out of storage",
    body: "When it is full nothing can be written. Raise its storage, which stops nothing, then look for what grows.",
    repeatHours: 12,
  },
  "database-away": {
    namespace: "oci_autonomous_database",
    query: "DatabaseAvailability[5m].min() < 1",
    pendingMinutes: 5,
    severity: "CRITICAL",
    title: "The database does not answer",
    body: "Look at its state in the console, and at events of its region, before you think of a failover.",
    repeatHours: 1,
  },
} as const satisfies Readonly<Record<string, MetricAlarm>>;
