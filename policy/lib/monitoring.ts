import type { Resource } from "../rule";
import { valuesOf } from "./charts";
import { dig, entriesOf, fieldsOf, textsOf } from "./dig";

/** A part of a chart's values, or an object of an operator, with its path. */
export interface Part {
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const STACK = "kube-prometheus-stack";

/** Grafana's values: of its own chart, or as a part of the Prometheus stack. */
export function grafanaOf(resource: Resource): (Part & { readonly inStack: boolean }) | undefined {
  const own = valuesOf(resource, "grafana");
  if (own !== undefined) return { path: "values", values: own, inStack: false };
  const stack = valuesOf(resource, STACK);
  const values = fieldsOf(dig(stack, "grafana"));
  if (stack === undefined || values["enabled"] === false) return undefined;
  return { path: "values.grafana", values, inStack: true };
}

const OPERATED = {
  prometheus: { kind: "Prometheus", keys: ["prometheus", "prometheusSpec"], storage: "storageSpec" },
  alertmanager: { kind: "Alertmanager", keys: ["alertmanager", "alertmanagerSpec"], storage: "storage" },
} as const;

/** What the operator runs: as an object of its own, or as a part of the Prometheus stack. */
export function operatedBy(
  resource: Resource,
  what: keyof typeof OPERATED,
): (Part & { readonly inStack: boolean; readonly storage: string }) | undefined {
  const { kind, keys, storage } = OPERATED[what];
  if (resource.type === `kubernetes:monitoring.coreos.com/v1:${kind}`)
    return { path: "spec", values: fieldsOf(resource.props["spec"]), inStack: false, storage: "storage" };
  const stack = valuesOf(resource, STACK);
  if (stack === undefined || dig(stack, what, "enabled") === false) return undefined;
  return { path: `values.${keys.join(".")}`, values: fieldsOf(dig(stack, ...keys)), inStack: true, storage };
}

export function isPrometheusRule({ type }: Resource): boolean {
  return /^kubernetes:monitoring\.coreos\.com\/[^:]+:PrometheusRule$/.test(type);
}

/** Alertmanager's own configuration, where the program gives one. */
export function alertingOf(resource: Resource): Part | undefined {
  const config = dig(valuesOf(resource, STACK), "alertmanager", "config");
  return config === undefined ? undefined : { path: "values.alertmanager.config", values: fieldsOf(config) };
}

/** Bytes of a quantity of Kubernetes or a size of Prometheus, which counts GB as 2^30 too; undefined where it is neither. */
export function bytesOf(text: unknown): number | undefined {
  const [, number, unit = ""] =
    (typeof text === "string" && /^(\d+(?:\.\d+)?)([KMGTPE]?)(?:iB|i|B)?$/.exec(text)) || [];
  return number === undefined
    ? undefined
    : Number(number) * 1024 ** (unit === "" ? 0 : "KMGTPE".indexOf(unit) + 1);
}

/** A route of Alertmanager, with its path. */
interface Route {
  readonly path: string;
  readonly route: unknown;
  readonly receiver: string | undefined;
}

/** The routes of a configuration, the root first; a route without receiver has that of the one above it. */
export function routesIn({ path, values }: Part): Route[] {
  const walk = (route: unknown, at: string, above?: string): Route[] => {
    const given = dig(route, "receiver");
    const receiver = typeof given === "string" ? given : above;
    return [
      { path: at, route, receiver },
      ...entriesOf(dig(route, "routes")).flatMap(({ key, read }) =>
        walk(read(), `${at}.routes[${key}]`, receiver),
      ),
    ];
  };
  return values["route"] === undefined ? [] : walk(values["route"], `${path}.route`);
}

/**
 * The route that alerts with this label take: the first below the root that is for them, or else the root.
 * @returns undefined where that can not be told.
 */
export function routeFor([root, ...children]: readonly Route[], label: string, value: string) {
  const taken = children.find(({ route }) => isFor(route, label, value) !== false);
  return taken !== undefined && isFor(taken.route, label, value) === undefined ? undefined : (taken ?? root);
}

/**
 * Whether a route is for alerts with this label, whatever else it asks for (Alertmanager, "Configuration", matchers).
 * @returns undefined where it has an expression that can not be read here.
 */
function isFor(route: unknown, label: string, value: string): boolean | undefined {
  const exact = dig(route, "match", label);
  const pattern = dig(route, "match_re", label);
  const answers = [
    exact === value,
    typeof pattern === "string" && isWhole(pattern, value),
    ...textsOf(dig(route, "matchers")).map((text) => {
      const [, name, operator, wanted = ""] = /^\s*([\w.]+)\s*(=~|=)\s*"?([^"]*?)"?\s*$/.exec(text) ?? [];
      return name === label && (operator === "=" ? wanted === value : isWhole(wanted, value));
    }),
  ];
  return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}

/** Whether an expression in RE2's syntax is of the whole text, with flags at its beginning; undefined where it can not be read here. */
function isWhole(pattern: string, text: string): boolean | undefined {
  const [, flags = "", rest = ""] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
  try {
    return new RegExp(`^(?:${rest})$`, flags).test(text);
  } catch {
    return undefined;
  }
}

/** The ways in which a receiver speaks: `slack`, `webhook`; none for one that keeps silent, undefined for one that is not there. */
export function waysOf({ values }: Part, receiver: string | undefined): string[] | undefined {
  const found = entriesOf(values["receivers"])
    .map(({ read }) => read())
    .find((one) => dig(one, "name") === receiver);
  if (found === undefined) return undefined;
  return Object.keys(fieldsOf(found)).flatMap((key) => /^(.*)_configs$/.exec(key)?.[1] ?? []);
}
