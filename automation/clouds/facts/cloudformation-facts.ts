/** What the CloudFormation specification and a type's mapping say of its inputs, by path without indexes. */
export interface CloudFormationFacts {
  /** A change makes a new resource. */
  readonly replaces: readonly string[];
  /** A change is made in place. */
  readonly inPlace: readonly string[];
  /** A change makes a new resource if it adds or removes the property, and is made in place if both have it. */
  readonly presence: readonly string[];
  /** Needed, though the SDK declares it optional. */
  readonly required: readonly string[];
  /** The only values that the service takes. */
  readonly allowed: Readonly<Record<string, readonly (string | number)[]>>;
}
