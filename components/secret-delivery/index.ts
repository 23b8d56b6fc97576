export {
  DeliveredSecrets,
  type DeliveredSecretsArgs,
  type DeliveredSecretsChildren,
} from "./delivered-secrets";
export {
  DELIVERIES,
  MOUNT_ROOT,
  deliveryFaults,
  mountOf,
  readGrants,
  volumeOf,
  type Delivery,
  type VaultPlace,
} from "./plan";
