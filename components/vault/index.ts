export type * from "./args";
export { BootstrapCa } from "./bootstrap-ca";
export { CA_ALGORITHMS, type CaAlgorithm } from "./plan";
