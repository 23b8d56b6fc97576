import { nameOf } from "../lib/namespaces";
import { ingressOf, listenersOf, routeOf, type Listener, type RouteSpec } from "../lib/routes";
import { forEach, ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const REMEDY =
  "Serve it on an HTTPS listener with a certificate, and let port 80 answer with a redirect only.";

/** What a host is asked, and what it answers, is for nobody on the way. */
export const publishedHostTls = defineRule({
  id: "published-host-tls",
  description: "Every published host is served by TLS, and by nothing else.",
  severity: "high",
  needs: [],
  serves: ["OP-27", "OK-34"],
  absorbs: ["obs-tls-ingress"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const ingress = ingressOf(resource);
    const certificates = ingress?.tls ?? [];
    forEach(ingress?.rules, ({ host }, i) => {
      if (certificates.some((one) => isFor(one.hosts, host))) return;
      report({
        resource,
        path: `spec.rules[${i}].host`,
        value: host,
        problem:
          host === undefined ? "every host is served, in plain text" : "no certificate is for this host",
        remedy: "List the host under spec.tls, with the Secret of its certificate.",
      });
    });
    if (ingress?.defaultBackend !== undefined) {
      const problem = "what no rule names is served, in plain text";
      report({
        resource,
        path: "spec.defaultBackend",
        problem,
        remedy: "Name the hosts, and their certificates.",
      });
    }
    forEach(listenersOf(resource), (listener, i) => {
      const problem = problemOf(listener);
      if (problem !== undefined)
        report({
          resource,
          path: `spec.listeners[${i}].protocol`,
          value: listener.protocol,
          problem,
          remedy: REMEDY,
        });
    });
    const route = routeOf(resource);
    if (!answers(route)) return;
    forEach(route?.parentRefs, ({ sectionName }, i) => {
      if (sectionName !== undefined) return;
      report({
        resource,
        path: `spec.parentRefs[${i}].sectionName`,
        problem: "it attaches to every listener, that in plain text among them",
        remedy: "Name the HTTPS listener.",
      });
    });
  },

  checkStack(resources, _place, report) {
    const plain = new Set(resources.flatMap(plainListeners));
    for (const route of resources) {
      const spec = ifKnown(() => routeOf(route));
      if (ifKnown(() => answers(spec)) !== true) continue;
      forEach(
        ifKnown(() => spec?.parentRefs),
        (parent, i) => {
          const listener = ifKnown(() => `${parent.name ?? ""}/${parent.sectionName ?? ""}`);
          if (listener === undefined || !plain.has(listener)) return;
          report({
            resource: route,
            path: `spec.parentRefs[${i}].sectionName`,
            value: parent.sectionName,
            problem: "this listener is in plain text, and the route answers on it",
            remedy: REMEDY,
          });
        },
      );
    }
  },
});

/** Whether a certificate of an Ingress is for a host: without hosts for all, `*.` for one label (Kubernetes, "Ingress", TLS). */
function isFor(hosts: readonly string[] = [], host: string | undefined): boolean {
  if (hosts.length === 0) return true;
  return host !== undefined && (hosts.includes(host) || hosts.includes(host.replace(/^[^.]+/, "*")));
}

/** A route without a backend answers nothing of its own: a redirect. */
function answers(route: RouteSpec | undefined): boolean {
  return (route?.rules ?? []).some(({ backendRefs = [] }) => backendRefs.length > 0);
}

function problemOf({ protocol, tls, allowedRoutes }: Listener): string | undefined {
  if (protocol === "HTTP" && allowedRoutes?.namespaces?.from !== undefined) {
    return allowedRoutes.namespaces.from === "Same"
      ? undefined
      : "routes of other namespaces may answer on it in plain text";
  }
  const isTls = protocol === "HTTPS" || protocol === "TLS";
  if (!isTls || tls?.mode === "Passthrough") return undefined;
  return (tls?.certificateRefs ?? []).length > 0 ? undefined : "it has no certificate";
}

/** `GATEWAY/LISTENER` of the listeners in plain text. */
function plainListeners(resource: StackResource): string[] {
  const listeners = ifKnown(() => listenersOf(resource)) ?? [];
  const name = nameOf(resource);
  return listeners.flatMap((listener) => {
    const [protocol, section] = [ifKnown(() => listener.protocol), ifKnown(() => listener.name)];
    return protocol === "HTTP" && name !== undefined && section !== undefined ? [`${name}/${section}`] : [];
  });
}
