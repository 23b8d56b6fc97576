import type { Fault } from "../core";
import {
  LABEL,
  NAME_FORM,
  POD_SECURITY_LEVELS,
  allowanceFaults,
  type Allowance,
  type PodSecurityLevel,
} from "../kubernetes";

/** What all pods of a namespace may take together, as Kubernetes writes quantities. */
export interface Quota {
  /** Sum of the CPU requests: `4500m`, `9`. */
  readonly cpu: string;
  /** Sum of the memory requests, and of the memory limits: `18Gi`. */
  readonly memory: string;
}

/** What a container gets that names none itself. Figures: spec of the reference workload, 100m/128Mi and 500m/512Mi. */
export const CONTAINER_DEFAULTS = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "500m", memory: "512Mi" },
} as const;

/** Hard limits of a quota. Services open no node port and no balancer of their own: entries are the platform's. */
export function quotaLimits({ cpu, memory }: Quota): Record<string, string> {
  return {
    "requests.cpu": cpu,
    "requests.memory": memory,
    "limits.memory": memory,
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  };
}

/** Kubernetes, "Resource Management for Pods": whole numbers or with a suffix. */
const CPU = /^([1-9]\d*m|[1-9]\d*(\.\d{1,3})?)$/;
const MEMORY = /^[1-9]\d*(Mi|Gi|Ti)$/;

/** Namespaces of Kubernetes' own. */
const RESERVED = /^(kube-|default$)/;

interface NamespaceInput {
  readonly name: string;
  readonly quota: Quota;
  readonly podSecurity?: PodSecurityLevel;
  readonly allow?: readonly Allowance[];
}

/** What is wrong with a namespace at a path. */
export function namespaceFaults(
  path: string,
  { name, quota, podSecurity, allow = [] }: NamespaceInput,
): Fault[] {
  const faults: Fault[] = [];
  const expect = (at: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path: `${path}.${at}`, given, allowed });
  };
  expect("name", name, LABEL.test(name), NAME_FORM);
  expect("name", name, !RESERVED.test(name), "a namespace of your own: this one belongs to Kubernetes");
  expect("quota.cpu", quota.cpu, CPU.test(quota.cpu), "CPUs as Kubernetes writes them: 4500m, 9");
  expect(
    "quota.memory",
    quota.memory,
    MEMORY.test(quota.memory),
    "memory as Kubernetes writes it: 512Mi, 18Gi",
  );
  if (podSecurity !== undefined) {
    const levels = `one of ${POD_SECURITY_LEVELS.join(", ")}`;
    expect("podSecurity", podSecurity, POD_SECURITY_LEVELS.includes(podSecurity), levels);
  }
  faults.push(...allowanceFaults(`${path}.allow`, allow));
  return faults;
}
