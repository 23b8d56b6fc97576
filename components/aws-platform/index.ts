export { AccountBaseline } from "./account-baseline";
export type * from "./args";
export { KeySet } from "./key-set";
export { PlatformRoles } from "./platform-roles";
export type { AwsAccount } from "./plan/iam";
export { KEY_USES, type KeyUse } from "./plan/keys";
export { PLATFORM_ROLES, type PlatformRole } from "./plan/roles";
