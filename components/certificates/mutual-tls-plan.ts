/** Volumes of a pod that hold certificates, by the form of their Secrets' names. */
const OWN = "object.spec.serviceAccountName + '-tls'";

/** All containers of a pod. */
const CONTAINERS = `(${["containers", "initContainers", "ephemeralContainers"]
  .map((list) => `(has(object.spec.${list}) ? object.spec.${list} : [])`)
  .join(" + ")})`;

interface Validation {
  /** In CEL, as the API server evaluates it. */
  readonly expression: string;
  readonly message: string;
}

type Operation = "CREATE" | "UPDATE";

/** What admission refuses: one policy. */
export interface AdmissionPlan {
  readonly apiGroup: string;
  readonly apiVersion: string;
  /** Resources, each with what is judged of it. */
  readonly judged: Readonly<Record<string, readonly [Operation, ...Operation[]]>>;
  readonly validations: readonly Validation[];
}

const WRITTEN = ["CREATE", "UPDATE"] as const;

/** Application protocols of a Service's port that are TLS (IANA service names; Kubernetes, "Application protocol"). */
const TLS_PROTOCOLS = "['https', 'kubernetes.io/wss']";

/**
 * All names that a certificate is for as a server. The namespace is a label of DNS, so nothing of it means anything in a
 * pattern.
 */
const SERVER_NAMES =
  "((has(object.spec.dnsNames) ? object.spec.dnsNames : []) + (has(object.spec.commonName) ? [object.spec.commonName] : []))";
const OF_NAMESPACE =
  "'^[a-z0-9]([-a-z0-9]*[a-z0-9])?[.]' + object.metadata.namespace + '([.]svc([.]cluster[.]local)?)?$'";

/** Names in other forms, of which no Service has any (cert-manager.io, API reference, CertificateSpec). */
const OTHER_NAMES = ["ipAddresses", "emailAddresses", "otherNames", "literalSubject"];

/**
 * What an API server must refuse in namespaces whose services speak mutual TLS, by policy. Workloads come from elsewhere than
 * Pulumi, so that no policy pack sees them; the API server sees all.
 *
 * @param trustDomain of the SPIFFE ids.
 * @param certificateManager the account that cert-manager's controller runs as, `system:serviceaccount:NAMESPACE:NAME`.
 */
export function admissionPlans(
  trustDomain: string,
  certificateManager: string,
): Readonly<Record<"workloads" | "services" | "certificates" | "requests", AdmissionPlan>> {
  return {
    workloads: {
      apiGroup: "",
      apiVersion: "v1",
      // Nothing else of what is judged can change in a pod that runs; and one that was there before must be able to lose its
      // finalizers, as a Job's pods do when they are done, or it would stay for ever.
      judged: { pods: ["CREATE"], "pods/ephemeralcontainers": ["UPDATE"] },
      validations: [
        {
          expression: `has(object.spec.volumes) && object.spec.volumes.exists(v, has(v.secret) && v.secret.secretName == ${OWN})`,
          message:
            "a pod mounts the certificate of its service account, the Secret ACCOUNT-tls: it has nothing to prove who it is by",
        },
        {
          expression: `!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.secret) || !v.secret.secretName.endsWith('-tls') || v.secret.secretName == ${OWN})`,
          message: "a pod mounts the certificate of another service account: it would pass for it",
        },
        {
          expression: `!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.projected) || !has(v.projected.sources) || v.projected.sources.all(s, !has(s.secret) || !s.secret.name.endsWith('-tls') || s.secret.name == ${OWN}))`,
          message: "a pod projects the certificate of another service account: it would pass for it",
        },
        {
          expression: `${CONTAINERS}.all(c, (!has(c.env) || c.env.all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef) || !e.valueFrom.secretKeyRef.name.endsWith('-tls'))) && (!has(c.envFrom) || c.envFrom.all(e, !has(e.secretRef) || !e.secretRef.name.endsWith('-tls'))))`,
          message: "no container has a certificate's key in its environment, where every process reads it",
        },
      ],
    },
    services: {
      apiGroup: "",
      apiVersion: "v1",
      judged: { services: WRITTEN },
      validations: [
        {
          expression: `!has(object.spec.ports) || object.spec.ports.all(p, has(p.appProtocol) && p.appProtocol in ${TLS_PROTOCOLS})`,
          message: "every port of a Service names appProtocol https: plain text is not served here",
        },
      ],
    },
    certificates: {
      apiGroup: "cert-manager.io",
      apiVersion: "v1",
      judged: { certificates: WRITTEN },
      validations: [
        {
          expression: `!has(object.spec.uris) || object.spec.uris.all(u, u.startsWith('spiffe://${trustDomain}/ns/' + object.metadata.namespace + '/sa/') && object.spec.secretName == u.split('/sa/')[1] + '-tls')`,
          message:
            "a certificate's SPIFFE id is of an account of its own namespace, and its Secret is that account's",
        },
        {
          expression: `${SERVER_NAMES}.all(n, n.matches(${OF_NAMESPACE}))`,
          message:
            "a certificate's names are those of Services of its own namespace: NAME.NAMESPACE, with .svc or .svc.cluster.local",
        },
        {
          expression: OTHER_NAMES.map((field) => `!has(object.spec.${field})`).join(" && "),
          message:
            "a certificate has no addresses and no subject of its own: a Service is known by its DNS names",
        },
        {
          expression: "!has(object.spec.isCA) || !object.spec.isCA",
          message: "no namespace has a CA of its own",
        },
      ],
    },
    requests: {
      apiGroup: "cert-manager.io",
      apiVersion: "v1",
      judged: { certificaterequests: WRITTEN },
      validations: [
        {
          expression: `request.userInfo.username == '${certificateManager}'`,
          message:
            "only cert-manager requests certificates: what a request asks for is in no field that could be judged",
        },
      ],
    },
  };
}
