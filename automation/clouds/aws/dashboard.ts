import type { InputRule, Kind, Report } from "../kind";
import * as v from "../values";
import { limit } from "./common";
import { zonesOf } from "./regions";

/** Widgets and their members (Amazon CloudWatch API reference, "Dashboard body structure and syntax"). */
const widgetTypes = ["metric", "text", "log", "alarm", "explorer", "custom"];

function placeRules(widget: v.ObjectValue, fault: Report): void {
  const within = (key: string, from: number, to: number): void => {
    const value = v.numeric(widget, key);
    if (value !== undefined && (value < from || value > to))
      fault(`/${key}`, `Should be from ${String(from)} to ${String(to)}`);
  };
  within("x", 0, 23);
  within("y", 0, Number.MAX_SAFE_INTEGER);
  within("width", 1, 24);
  within("height", 1, 1000);
  if ((widget["x"] === undefined) !== (widget["y"] === undefined)) fault("", "x and y go together");
}

/** One line of a metric widget: `[namespace, name, dimension, value, …, options]`, or an expression alone. */
function metricFault(line: unknown): string | undefined {
  if (!Array.isArray(line)) return "Should be an array";
  const parts = line.filter((p) => typeof p !== "object" || p === null);
  if (!parts.every((p) => typeof p === "string")) return "Should be texts, and options at the end";
  const options = line.filter((p): p is { expression?: unknown } => typeof p === "object" && p !== null);
  if (options.length > 1 || (options.length === 1 && line.at(-1) !== options[0]))
    return "Options come once, at the end";
  if (parts.length === 0)
    return typeof options[0]?.expression === "string" ? undefined : "Should have a metric or an expression";
  return parts.length % 2 === 0
    ? undefined
    : "Should be a namespace, a name and pairs of dimension and value";
}

function metricRules(properties: v.ObjectValue, fault: Report): void {
  const region = v.text(properties, "region");
  if (region === undefined) fault("/properties", "Should have required property 'region'");
  else if (zonesOf(region).length === 0) fault("/properties/region", `"${region}" is no region`);
  const metrics = v.list(properties, "metrics");
  if (metrics.length === 0 && v.list(properties, "annotations.alarms").length === 0)
    fault("/properties", "Should have metrics, or the annotation of an alarm");
  for (const [i, line] of metrics.entries()) {
    const wrong = metricFault(line);
    if (wrong !== undefined) fault(`/properties/metrics/${String(i)}`, wrong);
  }
  const period = v.numeric(properties, "period");
  if (period !== undefined && ![1, 5, 10, 20, 30].includes(period) && period % 60 !== 0)
    fault("/properties/period", "Should be 1, 5, 10, 20, 30 or a multiple of 60");
}

const bodyRules: InputRule = (inputs, report) => {
  // PutDashboard, in the same reference.
  limit(
    inputs,
    report,
    "dashboardName",
    /^[A-Za-z0-9\-_]{1,255}$/,
    "up to 255 letters, digits, hyphens and underscores",
  );
  const text = v.text(inputs, "dashboardBody");
  if (text === undefined) return;
  const invalid = (where: string, why: string): void => {
    report("dashboardBody", `InvalidParameterInput: The dashboard body is invalid: ${where}: ${why}`);
  };
  const body = parsed(text);
  if (body === undefined) return invalid("", "it is not valid JSON");
  if (!v.isArray(body["widgets"])) return invalid("/widgets", "Should be an array");
  if (body["widgets"].length > 500) invalid("/widgets", "Should have 500 at most");
  for (const [i, widget] of body["widgets"].entries()) {
    const at = `/widgets/${String(i)}`;
    if (!v.isObject(widget)) invalid(at, "Should be an object");
    else
      widgetRules(widget, (where, why) => {
        invalid(at + where, why);
      });
  }
};

function widgetRules(widget: v.ObjectValue, fault: Report): void {
  const type = v.text(widget, "type");
  placeRules(widget, fault);
  const properties = widget["properties"];
  if (type === undefined || !widgetTypes.includes(type))
    fault("/type", `Should be one of ${widgetTypes.join(", ")}`);
  else if (!v.isObject(properties)) fault("", "Should have required property 'properties'");
  else if (type === "metric") metricRules(properties, fault);
  else if (type === "text" && v.text(properties, "markdown") === undefined)
    fault("/properties", "Should have required property 'markdown'");
  else if (
    type === "log" &&
    (v.text(properties, "query") === undefined || v.text(properties, "region") === undefined)
  )
    fault("/properties", "Should have required properties 'query' and 'region'");
  else if (type === "alarm" && v.list(properties, "alarms").length === 0)
    fault("/properties", "Should have required property 'alarms'");
}

function parsed(text: string): v.ObjectValue | undefined {
  try {
    const body = v.fromJson(JSON.parse(text));
    return v.isObject(body) ? body : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const dashboard: Kind = {
  type: "aws:cloudwatch/dashboard:Dashboard",
  simulates: "the name, a body of widgets in their places, of metrics with a region and whole names",
  naming: false,
  check: bodyRules,
  id: (c) => c.text("dashboardName") ?? "",
  outputs: (c, id) => ({ dashboardArn: `arn:aws:cloudwatch::${c.site.account}:dashboard/${id}` }),
  claims: (c, id) => [`dashboard ${c.site.account} ${id}`],
  taken: (_c, claim) => [
    "ResourceConflict",
    `The dashboard ${claim.slice(claim.lastIndexOf(" ") + 1)} already exists`,
  ],
};

export const dashboards: readonly Kind[] = [dashboard];
