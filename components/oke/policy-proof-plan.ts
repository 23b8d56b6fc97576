import type { input } from "@pulumi/kubernetes/types";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The image of Kubernetes' own tests, which listens and connects and has a shell, by digest (as clusters that run
 * it report it; read 2026-11-25).
 */
export const PROOF_IMAGE =
  "registry.k8s.io/e2e-test-images/agnhost:2.53@sha256:99c6b4bb4a1e1df3f0b3752168c89358794d02258ebebc26bf21c29399011a85";

/** Name of the listening pods and of their Service. */
export const LISTENER = "listener";
/** Label that tells the two sides apart. */
export const SIDE = "pulumi-causeway/proof";

/** Ports of the listener: what both sides allow, what it does not let in, what the other side does not let out. */
export const PROOF_PORTS = { allowed: 8080, shutInward: 8081, shutOutward: 8082 } as const;

/** Times that a connection is tried, 5 seconds apart: an agent takes a moment with a new pod. */
const TRIES = 24;

/**
 * What the connecting pod does. One connection must come about, or a network that is broken would look like one that is
 * safe; the other two must not, and each is refused by the policy of one side alone.
 */
export const PROOF_SCRIPT = `
reaches() { /agnhost connect --timeout=5s "${LISTENER}:$1" >/dev/null 2>&1; }
tries() { n=0; while [ $n -lt ${TRIES} ]; do "$@" && return 0; n=$((n + 1)); sleep 5; done; return 1; }
refused() { ! reaches "$1"; }
if ! tries reaches ${PROOF_PORTS.allowed}; then
  echo "port ${PROOF_PORTS.allowed}: no connection, though policies allow it: nothing is proven"; exit 1
fi
for port in ${PROOF_PORTS.shutInward} ${PROOF_PORTS.shutOutward}; do
  if ! tries refused $port; then
    echo "port $port: connected, though a policy denies it: network policies are not enforced"; exit 1
  fi
done
tries reaches ${PROOF_PORTS.allowed} || exit 1
echo "network policies are enforced, in and out"
`.trim();

const HARDENED: input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 65_534,
};
const SMALL: input.core.v1.ResourceRequirements = {
  requests: { cpu: "10m", memory: "32Mi" },
  limits: { memory: "64Mi" },
};

const pod = (side: string, spec: input.core.v1.PodSpec): input.core.v1.PodTemplateSpec => ({
  metadata: { labels: { [SIDE]: side } },
  spec: {
    automountServiceAccountToken: false,
    securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    ...spec,
  },
});

/** The pod that connects, for a job; `engine` is among its settings so that another engine is proven anew. */
export function connectingPod(image: string, engine: pulumi.Input<string>): input.core.v1.PodTemplateSpec {
  return pod("connecting", {
    restartPolicy: "Never",
    containers: [
      {
        name: "connect",
        image,
        command: ["/bin/sh", "-c", PROOF_SCRIPT],
        env: [{ name: "ENGINE", value: engine }],
        securityContext: HARDENED,
        resources: SMALL,
      },
    ],
  });
}

/** The pods that listen. */
export function listeningPod(image: string): input.core.v1.PodTemplateSpec {
  const probe = { tcpSocket: { port: PROOF_PORTS.allowed } };
  return pod("listening", {
    containers: Object.entries(PROOF_PORTS).map(([name, port]) => ({
      name: name.toLowerCase(),
      image,
      args: ["netexec", `--http-port=${String(port)}`, "--udp-port=-1"],
      ports: [{ containerPort: port }],
      livenessProbe: probe,
      readinessProbe: probe,
      securityContext: HARDENED,
      resources: SMALL,
    })),
  });
}

const port = (number: number) => ({ protocol: "TCP", port: number });
const side = (name: string) => ({ podSelector: { matchLabels: { [SIDE]: name } } });

/** Who may do what in the namespace of the proof, beside nothing at all: each side allows one port that the other does not. */
export function proofPolicies(): Readonly<Record<string, input.networking.v1.NetworkPolicySpec>> {
  const { allowed, shutInward, shutOutward } = PROOF_PORTS;
  return {
    listen: {
      ...side("listening"),
      policyTypes: ["Ingress"],
      ingress: [{ from: [side("connecting")], ports: [port(allowed), port(shutOutward)] }],
    },
    connect: {
      ...side("connecting"),
      policyTypes: ["Egress"],
      egress: [{ to: [side("listening")], ports: [port(allowed), port(shutInward)] }],
    },
  };
}
