export { customKind, type CustomArgs, type CustomKind } from "./custom-kind";
export {
  SystemNamespace,
  type Passing,
  type SystemNamespaceArgs,
  type SystemNamespaceChildren,
} from "./system-namespace";
export {
  ChartRelease,
  type ChartRef,
  type ChartReleaseArgs,
  type ChartReleaseChildren,
} from "./chart-release";
