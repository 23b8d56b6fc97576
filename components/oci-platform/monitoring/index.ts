export { AlarmTopic } from "./alarm-topic";
export type * from "./args";
export { MetricAlarms } from "./metric-alarms";
export { PROTOCOLS, SEVERITIES, type Severity, type Subscriber } from "./plan";
