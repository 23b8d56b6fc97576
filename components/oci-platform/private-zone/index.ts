export type { PrivateZoneArgs, PrivateZoneChildren } from "./args";
export { PrivateZone } from "./private-zone";
export { PrivateName, type PrivateNameArgs, type PrivateNameChildren } from "./private-name";
