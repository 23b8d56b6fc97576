import type { Pair } from "./generate";

/** A pattern, an event, and whether they match. */
export interface Example extends Pair {
  /** What is shown. */
  readonly title: string;
  readonly matches: boolean;
}

const example = (title: string, pattern: unknown, event: unknown, expected: boolean): Example => ({
  title,
  pattern: JSON.stringify(pattern),
  event: JSON.stringify(event),
  matches: expected,
});

const instance = {
  version: "0",
  id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "111122223333",
  time: "2017-12-22T18:43:48Z",
  region: "us-west-1",
  resources: ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
  detail: { "instance-id": "i-1234567890abcdef0", state: "terminated" },
};

/** An event of API calls from one address, with counters, as the event-ruler README has it. */
const counters = {
  source: "aws.ec2",
  time: "2017-10-02T18:43:48Z",
  detail: {
    state: "running",
    "c-count": 5,
    "d-count": 3,
    "x-limit": 301.8,
    "source-ip": "10.0.0.33",
    path: "/home/bin/tool.jar",
  },
};

const employees = {
  employees: [
    { firstName: "Anna", lastName: "Smith" },
    { firstName: "John", lastName: "Doe" },
  ],
};

/**
 * After the examples in the EventBridge User Guide ("Creating event patterns", "Comparison operators for use in event
 * patterns", "Arrays in event patterns") and in the README of event-ruler 2.0.1.
 */
export const PUBLISHED: readonly Example[] = [
  example(
    "source, type and state of an instance",
    {
      source: ["aws.ec2"],
      "detail-type": ["EC2 Instance State-change Notification"],
      detail: { state: ["terminated"] },
    },
    instance,
    true,
  ),
  example("another state", { detail: { state: ["running", "stopped"] } }, instance, false),
  example(
    "a resource of several",
    {
      resources: [
        "arn:aws:ec2:us-west-1:123456789012:instance/i-0",
        "arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0",
      ],
    },
    instance,
    true,
  ),
  example("prefix", { time: [{ prefix: "2017-10-02" }] }, counters, true),
  example(
    "prefix in any case",
    { service: [{ prefix: { "equals-ignore-case": "EventB" } }] },
    { service: "eVENTbridge" },
    true,
  ),
  example("suffix", { FileName: [{ suffix: ".png" }] }, { FileName: "a.png" }, true),
  example(
    "suffix in any case",
    { FileName: [{ suffix: { "equals-ignore-case": ".png" } }] },
    { FileName: "A.PNG" },
    true,
  ),
  example(
    "equals-ignore-case",
    { "detail-type": [{ "equals-ignore-case": "ec2 instance state-change notification" }] },
    instance,
    true,
  ),
  example("anything-but", { detail: { state: [{ "anything-but": "initializing" }] } }, counters, true),
  example("anything-but the value", { detail: { state: [{ "anything-but": "running" }] } }, counters, false),
  example(
    "anything-but numbers",
    { detail: { "x-limit": [{ "anything-but": [100, 200, 300] }] } },
    counters,
    true,
  ),
  example(
    "anything-but texts",
    { detail: { state: [{ "anything-but": ["stopped", "overloaded"] }] } },
    counters,
    true,
  ),
  example(
    "anything-but in any case",
    { detail: { state: [{ "anything-but": { "equals-ignore-case": ["RUNNING"] } }] } },
    counters,
    false,
  ),
  example(
    "anything-but prefix",
    { detail: { state: [{ "anything-but": { prefix: "init" } }] } },
    counters,
    true,
  ),
  example(
    "anything-but suffixes",
    { detail: { path: [{ "anything-but": { suffix: [".txt", ".jar"] } }] } },
    counters,
    false,
  ),
  example(
    "anything-but wildcard",
    { detail: { path: [{ "anything-but": { wildcard: "*/lib/*" } }] } },
    counters,
    true,
  ),
  example(
    "anything-but wildcards",
    { detail: { path: [{ "anything-but": { wildcard: ["*/bin/*.jar", "*/bin/*.class"] } }] } },
    counters,
    false,
  ),
  example(
    "numeric ranges",
    {
      detail: {
        "c-count": [{ numeric: [">", 0, "<=", 5] }],
        "d-count": [{ numeric: ["<", 10] }],
        "x-limit": [{ numeric: ["=", 3.018e2] }],
      },
    },
    counters,
    true,
  ),
  example("address", { detail: { "source-ip": [{ cidr: "10.0.0.0/24" }] } }, counters, true),
  example("another address", { detail: { "source-ip": [{ cidr: "10.0.1.0/24" }] } }, counters, false),
  example("exists", { detail: { state: [{ exists: true }] } }, counters, true),
  example("exists is asked of leaves only", { detail: [{ exists: true }] }, counters, false),
  example("does not exist", { detail: { "e-count": [{ exists: false }] } }, counters, true),
  example(
    "wildcard",
    { source: [{ wildcard: "Simple*Service" }] },
    { source: "SimpleNotificationService" },
    true,
  ),
  example("wildcard of folders", { path: [{ wildcard: "dir/*.png" }] }, { path: "dir/a/b.png" }, true),
  example("an asterisk itself", { path: [{ wildcard: "a\\*b" }] }, { path: "a*b" }, true),
  example("empty", { name: [""] }, { name: "" }, true),
  example("null", { id: [null] }, { id: null }, true),
  example(
    "$or of fields",
    {
      source: ["aws.ec2"],
      detail: { $or: [{ "c-count": [{ numeric: [">", 9] }] }, { "d-count": [{ numeric: ["<", 10] }] }] },
    },
    counters,
    true,
  ),
  example(
    "$or of nothing that holds",
    { detail: { $or: [{ "c-count": [{ numeric: [">", 9] }] }, { "d-count": [{ numeric: [">", 9] }] }] } },
    counters,
    false,
  ),
  example(
    "one element has both",
    { employees: { firstName: ["Anna"], lastName: ["Smith"] } },
    employees,
    true,
  ),
  example("no element has both", { employees: { firstName: ["Anna"], lastName: ["Doe"] } }, employees, false),
];
