export { Check, matching, oneOf, wholeNumber, type Test } from "./check";
export * from "../../lib/cidr";
export { Component, type ChildPlace, type ComponentArgs, type Transform, type Transforms } from "./component";
export type { Fault } from "../../lib/fault";
export { InputError } from "./errors";
export {
  NAME_KINDS,
  physicalName,
  type NameKind,
  type NameKindId,
  type NameParts,
  type Naming,
} from "./names";
export {
  DATA_CLASSES,
  DR_TIERS,
  MANDATORY_TAG_KEYS,
  OCI_TAG_NAMESPACE,
  TAG_KEYS,
  awsTags,
  kubernetesLabels,
  ociDefinedTags,
  type TagKey,
  type Tags,
} from "./tags";
