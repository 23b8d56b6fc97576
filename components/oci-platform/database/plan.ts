import type { Fault } from "../../core";

/** A port of each engine: "Autonomous Database", TLS; PostgreSQL's and MySQL's own defaults. */
export const LISTENERS = { oracle: 1521, oracleMutual: 1522, postgresql: 5432, mysql: 3306 } as const;

/** Workloads of an Autonomous Database: OCI Database API, CreateAutonomousDatabaseBase `dbWorkload`. */
export const WORKLOADS = ["OLTP", "DW", "AJD", "APEX"] as const;
export type Workload = (typeof WORKLOADS)[number];

/** Security groups of one interface: Networking guide, "Service limits". */
export const GROUPS_MAX = 5;

/** A number with its limits. */
interface Limit {
  readonly path: string;
  readonly value: number | undefined;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** Every number that is out of its limits. */
export function limitFaults(limits: readonly Limit[]): Fault[] {
  return limits
    .filter(
      ({ value, min, max }) =>
        value !== undefined && !(Number.isInteger(value) && value >= min && value <= max),
    )
    .map(({ path, value, min, max, unit }) => ({
      path,
      given: value,
      allowed: `a whole number of ${unit} from ${min} to ${max}`,
    }));
}

/** What of a database is plain before anything is registered. */
export interface PlainDatabase {
  readonly ecpus: number;
  readonly storageTb: number;
  readonly backupDays: number;
  readonly workload: string;
  readonly groups: number;
}

/**
 * Everything wrong with an Autonomous Database. ECPUs from 2 (OCI Database API, `computeCount`, outside of a pool) to 512
 * (unverified), storage to 383 TB (unverified), backups 1 to 60 days (Autonomous Database guide, "Backup and restore").
 */
export function autonomousFaults(plain: PlainDatabase): Fault[] {
  const faults = limitFaults([
    { path: "ecpus", value: plain.ecpus, min: 2, max: 512, unit: "ECPUs" },
    { path: "storageTb", value: plain.storageTb, min: 1, max: 383, unit: "terabytes" },
    { path: "backupDays", value: plain.backupDays, min: 1, max: 60, unit: "days" },
    { path: "network.nsgIds", value: plain.groups, min: 1, max: GROUPS_MAX, unit: "security groups" },
  ]);
  if (!(WORKLOADS as readonly string[]).includes(plain.workload))
    faults.push({ path: "workload", given: plain.workload, allowed: `one of ${WORKLOADS.join(", ")}` });
  return faults;
}

/** A way to connect, as the service lists it. */
export interface ConnectionProfile {
  readonly consumerGroup: string;
  readonly tlsAuthentication: string;
  readonly value: string;
}

/**
 * The service of short transactions among a database's connections, else that of the lowest priority, which every
 * workload has: the name within `(service_name=...)` (Autonomous Database guide, "Predefined Database Service Names").
 */
export function serviceOf(profiles: readonly ConnectionProfile[], mutualTls: boolean): string {
  const wanted = mutualTls ? "MUTUAL" : "SERVER";
  const reachable = profiles.filter(({ tlsAuthentication }) => tlsAuthentication === wanted);
  const of = (group: string) => reachable.find(({ consumerGroup }) => consumerGroup === group)?.value;
  return /service_name=([^)]+)\)/i.exec(of("TP") ?? of("LOW") ?? "")?.[1] ?? "";
}
