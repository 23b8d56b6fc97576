import type { Resource } from "../rule";

/** The parts of an Ingress that rules read. */
export interface IngressSpec {
  readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
  readonly rules?: readonly { readonly host?: string }[];
  readonly defaultBackend?: unknown;
}

/** A listener of a Gateway. */
export interface Listener {
  readonly name?: string;
  readonly protocol?: string;
  readonly hostname?: string;
  readonly tls?: { readonly mode?: string; readonly certificateRefs?: readonly unknown[] };
  readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string } };
}

/** The parts of an HTTPRoute or a GRPCRoute that rules read. */
export interface RouteSpec {
  readonly hostnames?: readonly string[];
  readonly parentRefs?: readonly { readonly name?: string; readonly sectionName?: string }[];
  readonly rules?: readonly { readonly backendRefs?: readonly unknown[] }[];
}

const INGRESS = /^kubernetes:(networking\.k8s\.io|extensions)\/[^:]+:Ingress$/;
const GATEWAY = /^kubernetes:gateway\.networking\.k8s\.io\/[^:]+:Gateway$/;
const ROUTE = /^kubernetes:gateway\.networking\.k8s\.io\/[^:]+:(HTTP|GRPC)Route$/;

const specOf = <T>(pattern: RegExp, { type, props }: Resource): T | undefined =>
  pattern.test(type) ? (props["spec"] as T | undefined) : undefined;

export const ingressOf = (resource: Resource) => specOf<IngressSpec>(INGRESS, resource);
export const listenersOf = (resource: Resource) =>
  specOf<{ readonly listeners?: readonly Listener[] }>(GATEWAY, resource)?.listeners;
export const routeOf = (resource: Resource) => specOf<RouteSpec>(ROUTE, resource);
