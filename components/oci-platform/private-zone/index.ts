export type { PrivateZoneArgs, PrivateZoneChildren } from "./args";
export { PrivateZone } from "./private-zone";
