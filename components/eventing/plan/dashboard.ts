import type { MetricPlan } from "./alarms";

/** Seconds between two points of every widget. */
const PERIOD = 60;

/** A line on a widget. */
interface Line<S> extends MetricPlan<S> {
  readonly label: string;
  readonly stat: string;
}

/** A widget on the grid of 24 columns (CloudWatch API, PutDashboard, "Dashboard Body Structure and Syntax"). */
interface Widget<S> {
  readonly title: string;
  readonly at: readonly [x: number, y: number, width: number, height: number];
  readonly lines: readonly Line<S>[];
}

/** A route, as the widgets need it. */
export interface RouteLines<S> {
  readonly name: string;
  readonly ruleName: S;
  readonly busName: S;
  readonly deadLetterQueueName: S;
}

/** A function, as the widgets need it. */
export interface FunctionLines<S> {
  readonly name: string;
  readonly functionName: S;
}

/** What the dashboard shows. */
export interface DashboardPlan<S> {
  readonly region: S;
  readonly routes: readonly RouteLines<S>[];
  readonly published: {
    readonly namespace: string;
    readonly metricName: string;
    readonly by: readonly FunctionLines<S>[];
  };
  readonly consumers: readonly FunctionLines<S>[];
  readonly parking: Readonly<Record<string, S>>;
}

/** The body of the dashboard: what is published, matched, late, failed and dead, each line of one resource. */
export function dashboardBody<S>(plan: DashboardPlan<S>) {
  return {
    widgets: widgetsOf(plan).map(({ title, at: [x, y, width, height], lines }) => ({
      type: "metric",
      x,
      y,
      width,
      height,
      properties: {
        title,
        region: plan.region,
        view: "timeSeries",
        period: PERIOD,
        metrics: lines.map(({ namespace, metricName, dimensions, label, stat }) => [
          namespace,
          metricName,
          ...Object.entries(dimensions).flat(),
          { label, stat },
        ]),
      },
    })),
  };
}

function widgetsOf<S>({ routes, published, consumers, parking }: DashboardPlan<S>): Widget<S>[] {
  const ofRule = (metricName: string, stat = "Sum"): Line<S>[] =>
    routes.map(({ name, ruleName, busName }) => ({
      namespace: "AWS/Events",
      metricName,
      // Metrics of a custom bus carry both (EventBridge User Guide, "Monitoring Amazon EventBridge").
      dimensions: { EventBusName: busName, RuleName: ruleName },
      label: name,
      stat,
    }));
  const depth = (label: string, queueName: S): Line<S> => ({
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queueName },
    label,
    stat: "Maximum",
  });
  const publishers = published.by.map(({ name, functionName }) => ({
    namespace: published.namespace,
    metricName: published.metricName,
    dimensions: { FunctionName: functionName },
    label: name,
    stat: "Sum",
  }));
  const durations = consumers.flatMap(({ name, functionName }) =>
    ["p50", "p95", "p99"].map((stat) => ({
      namespace: "AWS/Lambda",
      metricName: "Duration",
      dimensions: { FunctionName: functionName },
      label: `${name} ${stat}`,
      stat,
    })),
  );
  const deadLetters = routes.map(({ name, deadLetterQueueName }) => depth(name, deadLetterQueueName));
  return [
    { title: "Events Published", at: [0, 0, 12, 6], lines: publishers },
    { title: "Failed Invocations", at: [12, 0, 12, 6], lines: ofRule("FailedInvocations") },
    { title: "Event Processing Latency by Service", at: [0, 6, 24, 6], lines: durations },
    { title: "Matched Events", at: [0, 12, 12, 6], lines: ofRule("MatchedEvents") },
    {
      title: "Ingestion to Successful Invocation",
      at: [12, 12, 12, 6],
      lines: ofRule("IngestionToInvocationSuccessLatency", "p99"),
    },
    { title: "Sent to Dead Letters", at: [0, 18, 8, 6], lines: ofRule("InvocationsSentToDlq") },
    { title: "Dead Letters Waiting", at: [8, 18, 8, 6], lines: deadLetters },
    {
      title: "Parked, for a Person",
      at: [16, 18, 8, 6],
      lines: Object.entries(parking).map(([label, name]) => depth(label, name)),
    },
  ];
}
