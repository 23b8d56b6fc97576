/** Levels of the pod security standards (Kubernetes, "Pod Security Standards"). */
export const POD_SECURITY_LEVELS = ["restricted", "baseline", "privileged"] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** Labels that make Kubernetes enforce a level, at the standards of a Kubernetes minor version or `latest`. */
export function podSecurityLabels(level: PodSecurityLevel, version: string): Record<string, string> {
  const at = version === "latest" ? version : `v${version}`;
  return Object.fromEntries(
    ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, at],
    ]),
  );
}
