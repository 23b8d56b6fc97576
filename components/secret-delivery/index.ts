export {
  DeliveredSecrets,
  type DeliveredSecretsArgs,
  type DeliveredSecretsChildren,
} from "./delivered-secrets";
export { readGrants, type ReadGrant } from "./grants";
export {
  DELIVERIES,
  MOUNT_ROOT,
  deliveryFaults,
  mountOf,
  volumeOf,
  type Delivery,
  type VaultPlace,
} from "./plan";
