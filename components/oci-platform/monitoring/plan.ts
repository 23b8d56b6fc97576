import { E_MAIL } from "../../../lib/e-mail";
import { missingOfAlarm } from "../../../lib/mql";
import type { Fault } from "../../core";

/** OCI Monitoring API, CreateAlarmDetails `severity`. */
export const SEVERITIES = ["CRITICAL", "ERROR", "WARNING", "INFO"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** OCI Notifications API, CreateSubscriptionDetails `protocol`, without the deprecated `HTTPS`. */
export const PROTOCOLS = ["CUSTOM_HTTPS", "EMAIL", "ORACLE_FUNCTIONS", "PAGERDUTY", "SLACK", "SMS"] as const;

/** Who hears of an alarm. What people confirm (e-mail, HTTPS) stays pending until they do. */
export interface Subscriber {
  readonly protocol: (typeof PROTOCOLS)[number];
  /** An address of the protocol: `oncall@example.com`, an `https:` URL, a function's OCID, `+971500000000`. */
  readonly endpoint: string;
}

/** OCI Notifications API, CreateSubscriptionDetails `endpoint`: a URL of 512 characters at most. */
const ENDPOINT_MAX = 512;
const HTTPS = /^https:\/\/[^\s/]+/;
const FORMS: Readonly<Record<Subscriber["protocol"], { readonly form: RegExp; readonly allowed: string }>> = {
  CUSTOM_HTTPS: { form: HTTPS, allowed: "an https: address" },
  PAGERDUTY: { form: HTTPS, allowed: "an https: address" },
  SLACK: { form: HTTPS, allowed: "an https: address" },
  EMAIL: { form: E_MAIL, allowed: "an e-mail address" },
  ORACLE_FUNCTIONS: { form: /^ocid1\.fnfunc\./, allowed: "the OCID of a function" },
  SMS: { form: /^\+[1-9]\d{6,14}$/, allowed: "a telephone number with its country, +971500000000 (E.164)" },
};

const ROLE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ROLE_FORM = "a role word such as oncall";

/** Everything wrong with the subscribers of a topic. */
export function subscriberFaults(subscribers: Readonly<Record<string, Subscriber>>): Fault[] {
  const names = Object.keys(subscribers);
  if (names.length === 0) {
    return [{ path: "subscribers", given: subscribers, allowed: "one at least: who is told" }];
  }
  return names.flatMap((name) => {
    const { protocol, endpoint } = subscribers[name] as Subscriber;
    const path = `subscribers.${name}`;
    const faults: Fault[] = [];
    if (!ROLE.test(name)) faults.push({ path, given: name, allowed: ROLE_FORM });
    if (!PROTOCOLS.includes(protocol)) {
      faults.push({ path: `${path}.protocol`, given: protocol, allowed: `one of ${PROTOCOLS.join(", ")}` });
      return faults;
    }
    const { form, allowed } = FORMS[protocol];
    if (!form.test(endpoint) || endpoint.length > ENDPOINT_MAX) {
      faults.push({ path: `${path}.endpoint`, given: endpoint, allowed });
    }
    return faults;
  });
}

/** OCI Monitoring API, CreateAlarmDetails: `pendingDuration` PT1M to PT1H, `repeatNotificationDuration` at most P30D. */
const PENDING_MINUTES = 60;
const REPEAT_HOURS = 720;

/** What of an alarm is plain when it is planned. */
export interface PlainAlarm {
  readonly namespace: string;
  /** Undefined where it is known only later. */
  readonly query: string | undefined;
  readonly pendingMinutes: number;
  readonly severity: string;
  readonly repeatHours: number | undefined;
}

/** Says what a query must be when it can not ring. */
export function queryTest(query: string): string | undefined {
  return missingOfAlarm(query) === undefined
    ? undefined
    : "a metric with its interval and statistic, and what it is compared with: CpuUtilization[1m].mean() > 80";
}

/** Everything wrong with alarms. */
export function alarmFaults(alarms: Readonly<Record<string, PlainAlarm>>): Fault[] {
  const names = Object.keys(alarms);
  if (names.length === 0) return [{ path: "alarms", given: alarms, allowed: "one alarm at least" }];
  return names.flatMap((name) => {
    const { namespace, query, pendingMinutes, severity, repeatHours } = alarms[name] as PlainAlarm;
    const faults: Fault[] = [];
    const expect = (at: string, given: unknown, right: boolean, allowed: string): void => {
      if (!right) faults.push({ path: `alarms.${name}${at}`, given, allowed });
    };
    expect("", name, ROLE.test(name), "a role word such as database-cpu");
    expect(".namespace", namespace, /^[a-z]\w*$/.test(namespace), "a namespace of metrics such as oci_lbaas");
    expect(
      ".severity",
      severity,
      (SEVERITIES as readonly string[]).includes(severity),
      `one of ${SEVERITIES.join(", ")}`,
    );
    expect(
      ".pendingMinutes",
      pendingMinutes,
      isWithin(pendingMinutes, PENDING_MINUTES),
      `a whole number of minutes from 1 to ${PENDING_MINUTES}`,
    );
    if (repeatHours !== undefined) {
      expect(
        ".repeatHours",
        repeatHours,
        isWithin(repeatHours, REPEAT_HOURS),
        `a whole number of hours from 1 to ${REPEAT_HOURS}`,
      );
    }
    const wrong = query === undefined ? undefined : queryTest(query);
    if (wrong !== undefined) expect(".query", query, false, wrong);
    return faults;
  });
}

function isWithin(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max;
}
