export {
  VaultSecret,
  type Rotation,
  type RotationTarget,
  type SecretReplica,
  type VaultSecretArgs,
  type VaultSecretChildren,
} from "./vault-secret";
