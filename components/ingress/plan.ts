import type { Fault } from "../core";
import { hostFaults } from "../certificates/plan";
import { INGRESS_CLASSES } from "./classes";

/** A gateway of a cluster, as those know it who publish on it. */
export interface GatewayHandle {
  readonly name: string;
  readonly namespace: string;
  /** The hosts that it has a listener and a certificate for, by a role word. */
  readonly hosts: Readonly<Record<string, PublishedHost>>;
  /** Whether only private addresses reach it. */
  readonly internal: boolean;
}

/** A host, and the only namespace that may say what answers it. */
export interface PublishedHost {
  readonly host: string;
  readonly namespace: string;
}

/** Name of a host's listener. */
export const listenerOf = (role: string): string => `https-${role}`;

/** A port of a Service. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  /** @default port */
  readonly targetPort?: number;
}

/** The Service behind a host: what of it must fit to what is published. */
export interface BackendService {
  readonly name: string;
  /** Labels of the Service itself; a monitor selects Services by them, not pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  /**
   * Labels of its pods. With them the Service is made here; without, somebody else makes it, Argo CD for one.
   * @default the Service is somebody else's
   */
  readonly selector?: Readonly<Record<string, string>>;
}

/** How Prometheus finds the Service. */
export interface Monitor {
  /** Labels by which it selects the Service. */
  readonly selector: Readonly<Record<string, string>>;
  /**
   * Name of the port with the metrics; a port of their own rather than one that serves users.
   * @default "metrics"
   */
  readonly port?: string;
  /** @default "/metrics" */
  readonly path?: string;
  /**
   * Labels by which the Prometheus instance selects its monitors, from the outputs of its stack. Without the right ones a
   * monitor is accepted and never read.
   */
  readonly labels: Readonly<Record<string, string>>;
}

/** Why something is in plain text, who said so, and until when. */
export interface PlainTextException {
  readonly reason: string;
  readonly owner: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string;
}

/** Ways to lead the world to a host. F5, which the source names as well, is not one of them. */
export const ROUTINGS = ["none", "cloudflare", "oci-steering"] as const;
export type Routing = (typeof ROUTINGS)[number];

/** How a request gets in: by a gateway, or by an `Ingress` for a class whose controller runs in the cluster. */
export type Entrance =
  | { readonly gateway: GatewayHandle }
  | {
      readonly ingressClass: string;
      readonly installedClasses: readonly string[];
      readonly issuerName: string;
    };

export interface Publication {
  readonly host: string;
  readonly namespace: string;
  readonly path?: string;
  readonly service: BackendService;
  /** Number of the Service's port that answers. */
  readonly port: number;
  readonly via: Entrance;
  readonly routing?: Routing;
  readonly monitor?: Monitor;
  readonly plainText?: PlainTextException;
}

/** Time of a request at most, the server's answer included; longer work is no request (this platform's choice). */
export const REQUEST_TIMEOUT = "30s";

/** A year, for how long a browser asks by https only (RFC 6797, section 6.1.1; hstspreload.org asks for a year or more). */
export const HSTS = "max-age=31536000";

/** Headers by which a client could pretend to come from elsewhere or to have been checked: none is taken from outside. */
export const STRIPPED_HEADERS = [
  "forwarded",
  "x-forwarded-client-cert",
  "x-original-url",
  "x-real-ip",
  "x-rewrite-url",
] as const;

/** Role of a gateway's host. */
export function roleOf({ hosts }: GatewayHandle, host: string): string | undefined {
  return Object.keys(hosts).find((role) => hosts[role]?.host === host);
}

/** Everything wrong with a publication: what is published, what answers it and what watches it fit together. */
export function publicationFaults(publication: Publication): Fault[] {
  const { host, path = "/", service, port, routing = "none", plainText } = publication;
  const faults: Fault[] = [...hostFaults("host", [host]).map((fault) => ({ ...fault, path: "host" }))];
  const fault = (at: string, given: unknown, allowed: string) => faults.push({ path: at, given, allowed });
  if (!/^\/[^\s?#]*$/.test(path)) fault("path", path, "a path that starts with /, without a query");
  if (!service.ports.some((one) => one.port === port))
    fault("port", port, `a port of Service ${service.name}: ${portsOf(service)}`);
  for (const [i, one] of service.ports.entries())
    if (!Number.isInteger(one.port) || one.port < 1 || one.port > 65_535)
      fault(`service.ports[${i}].port`, one.port, "a port from 1 to 65535");
  if (!ROUTINGS.includes(routing))
    fault("routing", routing, `one of ${ROUTINGS.join(", ")}; F5 is out of scope`);
  if (plainText !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(plainText.until))
    fault("plainText.until", plainText.until, "the last day of the exception, YYYY-MM-DD");
  if (plainText?.reason.trim() === "") fault("plainText.reason", plainText.reason, "why, in words");
  return [...faults, ...entranceFaults(publication), ...monitorFaults(publication)];
}

function entranceFaults({ via, host, namespace, routing = "none", plainText }: Publication): Fault[] {
  if ("ingressClass" in via)
    return classFaults(via.ingressClass, via.installedClasses, plainText !== undefined);
  const { gateway } = via as { gateway?: GatewayHandle };
  if (gateway === undefined)
    return [
      {
        path: "via.gateway",
        given: undefined,
        allowed: "a gateway of the cluster: nobody would serve the route",
      },
    ];
  const role = roleOf(gateway, host);
  const listed = Object.values(gateway.hosts);
  if (role === undefined)
    return [
      {
        path: "host",
        given: host,
        allowed: `a host that gateway ${gateway.name} has a listener for: ${listed.map((one) => one.host).join(", ") || "it has none"}`,
      },
    ];
  const owner = gateway.hosts[role]?.namespace ?? "";
  return [
    ...(owner === namespace
      ? []
      : [
          {
            path: "namespace",
            given: namespace,
            allowed: `${owner}, to which gateway ${gateway.name} gives this host`,
          },
        ]),
    ...(gateway.internal && routing !== "none"
      ? [
          {
            path: "routing",
            given: routing,
            allowed: '"none": the gateway has private addresses, which the world can not be led to',
          },
        ]
      : []),
  ];
}

function classFaults(name: string, installed: readonly string[], isExcepted: boolean): Fault[] {
  if (!Object.hasOwn(INGRESS_CLASSES, name))
    return [
      {
        path: "via.ingressClass",
        given: name,
        allowed: `a class whose controller is maintained: ${Object.keys(INGRESS_CLASSES).join(", ")}; or a gateway`,
      },
    ];
  const faults: Fault[] = [];
  if (!installed.includes(name))
    faults.push({
      path: "via.installedClasses",
      given: installed.join(", ") || "none",
      allowed: `${name} among them: without its controller nobody serves the host`,
    });
  // The object has no field for the backend's certificate: only a gateway checks it.
  if (!isExcepted)
    faults.push({
      path: "plainText",
      given: undefined,
      allowed:
        "an exception with reason, owner and end, for an Ingress reaches its Service in plain text; or a gateway",
    });
  return faults;
}

/** A monitor that selects no Service, or a port that is not there, is accepted by the cluster and never read. */
function monitorFaults({ monitor, service }: Publication): Fault[] {
  if (monitor === undefined) return [];
  const { selector, port = "metrics", labels } = monitor;
  const faults: Fault[] = Object.entries(selector).flatMap(([label, value]) =>
    service.labels[label] === value
      ? []
      : [
          {
            path: `monitor.selector.${label}`,
            given: value,
            allowed: `a label of Service ${service.name}: ${labelsOf(service.labels)}`,
          },
        ],
  );
  if (Object.keys(selector).length === 0)
    faults.push({
      path: "monitor.selector",
      given: "nothing",
      allowed: "a label at least: an empty one takes every Service",
    });
  if (!service.ports.some(({ name }) => name === port))
    faults.push({
      path: "monitor.port",
      given: port,
      allowed: `the name of a port of Service ${service.name}: ${portsOf(service)}`,
    });
  if (Object.keys(labels).length === 0)
    faults.push({
      path: "monitor.labels",
      given: "none",
      allowed: "the labels by which Prometheus selects its monitors",
    });
  return faults;
}

const portsOf = ({ ports }: BackendService): string =>
  ports.map(({ name, port }) => `${name} (${port})`).join(", ") || "it has none";
const labelsOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(", ") || "it has none";
