/** A controller that serves routes, and why it may be chosen. */
export interface Maintained {
  /** What it is called where a class is defined. */
  readonly controller: string;
  /** Where it was read that it is maintained. */
  readonly source: string;
  /** Day on which it was read, `YYYY-MM-DD`. */
  readonly date: string;
}

/** Controllers of the Gateway API. */
export const GATEWAY_CONTROLLERS = {
  "envoy-gateway": {
    controller: "gateway.envoyproxy.io/gatewayclass-controller",
    source: "https://endoflife.date/envoy-gateway: 1.9 is supported until 2027-02-14",
    date: "2026-11-25",
  },
} as const satisfies Record<string, Maintained>;
export type GatewayController = keyof typeof GATEWAY_CONTROLLERS;

/**
 * Classes of `Ingress` objects whose controller is maintained. `nginx` is none of them: it is the class of ingress-nginx,
 * retired in March 2026 (kubernetes.io, "Ingress NGINX Retirement"), and nothing tells another controller of that class
 * from it.
 */
export const INGRESS_CLASSES: Readonly<Record<string, Maintained>> = {
  traefik: {
    controller: "traefik.io/ingress-controller",
    source: "https://endoflife.date/traefik: 3.7 is supported, its latest release 3.7.10",
    date: "2026-11-25",
  },
};
