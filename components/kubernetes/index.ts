export {
  ALLOWS,
  DENY_ALL,
  DNS,
  LABEL,
  NAME_FORM,
  allowanceFaults,
  allowanceSpec,
  allowanceText,
  closingPolicies,
  tcpPorts,
  within,
  type Allowance,
  type PodsOf,
  type PolicySpec,
  type Port,
  type Range,
} from "./allowances";
export { POD_SECURITY_LEVELS, podSecurityLabels, type PodSecurityLevel } from "./pod-security";
export { customKind, type CustomArgs, type CustomKind } from "./custom-kind";
export { SystemNamespace, type SystemNamespaceArgs, type SystemNamespaceChildren } from "./system-namespace";
export {
  ChartRelease,
  type ChartRef,
  type ChartReleaseArgs,
  type ChartReleaseChildren,
} from "./chart-release";
