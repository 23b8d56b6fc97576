export { checkPath } from "./check-path";
export {
  CLIENT_CLASSES,
  type Behind,
  type ClientClass,
  type GatewayPaths,
  type HostPlace,
  type PathClient,
  type PathGap,
  type PathNames,
} from "./spec";
