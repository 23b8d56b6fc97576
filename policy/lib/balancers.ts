import type { Resource } from "../rule";

const SERVICE = /^kubernetes:core\/v1:Service$/;
const PROXY = /^kubernetes:gateway\.envoyproxy\.io\/[^:]+:EnvoyProxy$/;
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A load balancer that OKE is asked for. */
export interface AskedBalancer {
  /** Path of its annotations in the resource. */
  readonly path: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  /** Which service of OCI: a load balancer, or a network load balancer. */
  readonly kind: "lb" | "nlb";
}

const LB = {
  internal: "service.beta.kubernetes.io/oci-load-balancer-internal",
  subnet: "service.beta.kubernetes.io/oci-load-balancer-subnet1",
  groups: "oci.oraclecloud.com/oci-network-security-groups",
  lists: "service.beta.kubernetes.io/oci-load-balancer-security-list-management-mode",
} as const;
const NLB = {
  internal: "oci-network-load-balancer.oraclecloud.com/internal",
  subnet: "oci-network-load-balancer.oraclecloud.com/subnet",
  groups: "oci-network-load-balancer.oraclecloud.com/oci-network-security-groups",
  lists: "oci-network-load-balancer.oraclecloud.com/security-list-management-mode",
} as const;

/** The annotations' names, which differ between the two. */
export const keysOf = ({ kind }: AskedBalancer): Record<keyof typeof LB, string> =>
  kind === "nlb" ? NLB : LB;

/** Whether it says that private addresses alone reach it: the text that OKE documents, nothing else. */
export const isInternal = (balancer: AskedBalancer): boolean =>
  balancer.annotations[keysOf(balancer).internal] === "true";

/** The path of one annotation. */
export const annotationPath = ({ path }: AskedBalancer, key: string): string => `${path}["${key}"]`;

/**
 * The balancers that a resource asks OKE for: a Service, the Service of a gateway's proxies, and whatever in a chart's values
 * has the type LoadBalancer. Those of another cloud, by its cluster, class or annotations, are left out. Reading what is not
 * known throws.
 */
export function okeBalancers(resource: Resource): AskedBalancer[] {
  return askedFor(resource)
    .filter(({ given }) => isOke(resource, given))
    .map(({ path, given: { annotations = {} } }) => ({
      path,
      annotations,
      kind: annotations["oci.oraclecloud.com/load-balancer-type"] === "nlb" ? "nlb" : "lb",
    }));
}

interface Asked {
  readonly path: string;
  readonly given: { readonly annotations?: Readonly<Record<string, unknown>>; readonly class?: unknown };
}

function askedFor({ type, props }: Resource): Asked[] {
  if (SERVICE.test(type)) {
    const spec = props["spec"] as { type?: string; loadBalancerClass?: string } | undefined;
    if (spec?.type !== "LoadBalancer") return [];
    const { annotations = {} } = (props["metadata"] ?? {}) as { annotations?: Record<string, unknown> };
    return [{ path: "metadata.annotations", given: { annotations, class: spec.loadBalancerClass } }];
  }
  if (PROXY.test(type)) {
    const spec = props["spec"] as { provider?: { kubernetes?: { envoyService?: ProxyService } } } | undefined;
    const service = spec?.provider?.kubernetes?.envoyService ?? {};
    // Envoy Gateway, EnvoyProxy API, KubernetesServiceSpec: a balancer where no type is given.
    if ((service.type ?? "LoadBalancer") !== "LoadBalancer") return [];
    return [
      {
        path: "spec.provider.kubernetes.envoyService.annotations",
        given: { annotations: service.annotations ?? {}, class: service.loadBalancerClass },
      },
    ];
  }
  return type === RELEASE ? inValues(props["values"], "values") : [];
}

interface ProxyService {
  readonly type?: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly loadBalancerClass?: string;
}

/** Charts write a Service as an object with `type` and `annotations`. */
function inValues(value: unknown, path: string): Asked[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const given = value as Readonly<Record<string, unknown>>;
  const own: Asked[] =
    given["type"] === "LoadBalancer"
      ? [
          {
            path: `${path}.annotations`,
            given: {
              annotations: (given["annotations"] ?? {}) as Record<string, unknown>,
              class: given["loadBalancerClass"],
            },
          },
        ]
      : [];
  return [...own, ...Object.entries(given).flatMap(([key, inner]) => inValues(inner, `${path}.${key}`))];
}

/** Annotations by which OKE's controller is told something. */
export const ORACLE_ANNOTATION =
  /^(service\.beta\.kubernetes\.io\/oci-|oci\.oraclecloud\.com\/|oci-(network-)?load-balancer\.oraclecloud\.com\/)/;

function isOke({ provider }: Resource, { annotations = {}, class: controller }: Asked["given"]): boolean {
  const keys = Object.keys(annotations);
  if (keys.some((key) => ORACLE_ANNOTATION.test(key))) return true;
  if (typeof controller === "string") return false;
  if (keys.some((key) => key.startsWith("service.beta.kubernetes.io/aws-"))) return false;
  // A cluster whose kubeconfig is not known yet may be OKE's: then the rule is put off.
  const kubeconfig = provider?.props["kubeconfig"];
  return !(typeof kubeconfig === "string" && /eks\.amazonaws\.com|"?command"?:\s*"?aws"?/.test(kubeconfig));
}

const PLAIN = "service.beta.kubernetes.io/oci-load-balancer-";
const ORACLE = "oci.oraclecloud.com/";
const NETWORK = "oci-network-load-balancer.oraclecloud.com/";
const named = (prefix: string, ...names: readonly string[]) => names.map((name) => `${prefix}${name}`);

/** Of both kinds. */
const COMMON = named(
  ORACLE,
  ...["load-balancer-type", "security-rule-management-mode", "oci-backend-network-security-group"],
  ...["compartment-id", "ingress-ip-mode", "ip-family-preferred", "reserved-private-ips"],
);

/**
 * What OKE's controller reads: oracle/oci-cloud-controller-manager, load_balancer_spec.go, read 2026-11-25, and the OKE guide,
 * "Summary of Annotations for Load Balancers and Network Load Balancers", which has more: the certificate map, reserved private
 * addresses, and the most connections of a backend (the last unverified).
 */
export const KNOWN_ANNOTATIONS: Readonly<Record<AskedBalancer["kind"], readonly string[]>> = {
  lb: [
    ...COMMON,
    ...named(
      PLAIN,
      ...["backend-protocol", "connection-idle-timeout", "connection-proxy-protocol-version"],
      ...["health-check-interval", "health-check-retries", "health-check-timeout", "internal"],
      ...["security-list-management-mode", "shape", "shape-flex-max", "shape-flex-min", "ssl-ports"],
      ...["subnet1", "subnet2", "tls-backendset-secret", "tls-secret"],
    ),
    ...named(
      ORACLE,
      ...["initial-defined-tags-override", "initial-freeform-tags-override", "loadbalancer-policy"],
      ...["node-label-selector", "oci-load-balancer-backendset-ssl-config"],
      ...["oci-load-balancer-listener-ssl-config", "oci-load-balancer-rule-sets"],
      "oci-network-security-groups",
    ),
    ...named(
      "oci-load-balancer.oraclecloud.com/",
      "tls-certificate-map",
      "backendset-backend-max-connections",
    ),
  ],
  nlb: [
    ...COMMON,
    ...named(
      NETWORK,
      ...["assigned-ipv6", "assigned-private-ipv4", "backend-policy", "external-ip-only"],
      ...["health-check-interval", "health-check-retries", "health-check-timeout"],
      ...["initial-defined-tags-override", "initial-freeform-tags-override", "internal"],
      ...["is-ppv2-enabled", "is-preserve-source", "node-label-selector", "oci-network-security-groups"],
      ...["security-list-management-mode", "subnet"],
    ),
  ],
};
