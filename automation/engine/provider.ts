/**
 * What the engine asks of a provider, shaped like Pulumi's provider protocol
 * (https://github.com/pulumi/pulumi/blob/v3.248.0/proto/pulumi/provider.proto), and what it asks of a set of
 * clouds. The engine knows no cloud and no resource type: everything specific sits behind these interfaces.
 */

/** Stands for a value that is not known yet, as it does in a preview. Compare by identity. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A file, text or remote asset, with the content hash the engine computed for it. */
export interface AssetValue {
  readonly kind: "asset" | "archive";
  /** SHA-256 of the content, in hexadecimal. */
  readonly hash: string;
  /** Where the content is, as the program declared it; a relative path is relative to the project's main folder. */
  readonly path?: string;
  readonly text?: string;
  readonly uri?: string;
  /** Members of an archive made of other assets. */
  readonly assets?: Readonly<Record<string, AssetValue>>;
}

/**
 * A property value as a provider sees it: secrets are unwrapped (the engine keeps track of which were secret) and
 * unknowns are {@link UNKNOWN}.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | AssetInstance
  | readonly Value[]
  | { readonly [key: string]: Value };

/** Wraps an asset so that it can not be mistaken for a plain object. */
export class AssetInstance {
  constructor(readonly asset: AssetValue) {}
}

export type Values = Readonly<Record<string, Value>>;

export interface ResourceIdentity {
  /** The full URN. */
  readonly urn: string;
  /** The type token, `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** The last part of the URN. */
  readonly name: string;
}

export interface CheckRequest extends ResourceIdentity {
  /** Inputs as of the last successful update, absent for a new resource. */
  readonly olds?: Values;
  readonly news: Values;
  /** Bytes derived from the seed and the URN: what auto-naming and random values may draw on. */
  readonly randomSeed: Buffer;
}

export interface CheckFailure {
  /** The input's path, `tags.Environment` or `ingress[0].cidr`; empty when the fault is the resource's as a whole. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckResponse {
  /** The inputs with defaults and automatic names filled in. */
  readonly inputs: Values;
  readonly failures: readonly CheckFailure[];
}

export interface DiffRequest extends ResourceIdentity {
  readonly id: string;
  readonly oldInputs: Values;
  readonly oldOutputs: Values;
  /** Checked inputs, `ignoreChanges` already applied by the engine. */
  readonly news: Values;
  readonly ignoreChanges: readonly string[];
}

export type PropertyDiffKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffResponse {
  /** `unknown` leaves the decision to the engine's own comparison of the inputs. */
  readonly changes: "none" | "some" | "unknown";
  /** Paths that force a replacement; empty means the change is made in place. */
  readonly replaces: readonly string[];
  /** Paths that never change once set: their outputs are known in a preview of an update. */
  readonly stables?: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /**
   * Paths of which the provider does not know whether their change forces a replacement. The engine changes the resource
   * in place and says so in its events; Pulumi's own protocol has no word for it.
   */
  readonly undecided?: readonly string[];
  readonly detailed?: Readonly<
    Record<string, { readonly kind: PropertyDiffKind; readonly inputDiff: boolean }>
  >;
}

export interface CreateRequest extends ResourceIdentity {
  readonly inputs: Values;
  readonly preview: boolean;
  readonly timeoutSeconds?: number;
}

/** `id` is empty in a preview when it is not known before the real create. */
export interface CreateResponse {
  readonly id: string;
  readonly outputs: Values;
}

export interface ReadRequest extends ResourceIdentity {
  readonly id: string;
  /** Empty for a resource that is not in the state: an import or a `Resource.get`. */
  readonly inputs: Values;
  readonly outputs: Values;
}

/** Absent means that the resource no longer exists. */
export type ReadResponse =
  { readonly id: string; readonly inputs: Values; readonly outputs: Values } | undefined;

export interface FindMadeRequest extends ResourceIdentity {
  readonly inputs: Values;
  /** Ids of this URN that the state has already, such as that of the resource that is being replaced. */
  readonly known: readonly string[];
}

export interface UpdateRequest extends ResourceIdentity {
  readonly id: string;
  readonly oldInputs: Values;
  readonly oldOutputs: Values;
  readonly news: Values;
  readonly ignoreChanges: readonly string[];
  readonly preview: boolean;
  readonly timeoutSeconds?: number;
}

export interface DeleteRequest extends ResourceIdentity {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly timeoutSeconds?: number;
}

export interface InvokeRequest {
  /** The function token, `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly token: string;
  readonly args: Values;
  readonly preview: boolean;
}

export type InvokeResponse = { readonly result: Values } | { readonly failures: readonly CheckFailure[] };

/** One configured provider: what a `pulumi:providers:<package>` resource stands for. */
export interface Provider {
  check(request: CheckRequest): Promise<CheckResponse>;
  diff(request: DiffRequest): Promise<DiffResponse>;
  create(request: CreateRequest): Promise<CreateResponse>;
  read(request: ReadRequest): Promise<ReadResponse>;
  update(request: UpdateRequest): Promise<{ readonly outputs: Values }>;
  delete(request: DeleteRequest): Promise<void>;
  invoke(request: InvokeRequest): Promise<InvokeResponse>;
  /**
   * Finds what a create made whose answer was never heard, because the process was killed; undefined when it made nothing.
   * A provider that can tell is also asked what became of an interrupted deletion. Left out where nobody can tell, as with
   * a real cloud: what was interrupted is then reported and left to the user, as the CLI does.
   */
  findMade?(request: FindMadeRequest): Promise<ReadResponse>;
  close?(): Promise<void>;
}

/** One cloud's package: checks a provider's own configuration and opens a provider with it. */
export interface ProviderPackage {
  /** The Pulumi package, `aws`. */
  readonly name: string;
  checkConfig(request: CheckRequest): Promise<CheckResponse>;
  diffConfig(request: DiffRequest): Promise<DiffResponse>;
  /**
   * Opens a provider. `config` may hold {@link UNKNOWN} in a preview: such a provider previews everything behind it as
   * a create with unknown outputs.
   */
  configure(request: ResourceIdentity & { readonly config: Values }): Promise<Provider>;
  /** Output paths that the package always marks secret, `["randomPassword.result"]`-like, by type token. */
  secretOutputs?(type: string): readonly string[];
}

/** The clouds that an engine deploys to. */
export interface Clouds {
  /** The package by name, or undefined where there is none: the engine refuses the resource by type and name. */
  package(name: string): ProviderPackage | undefined;
  /** Names of the packages there are, for messages. */
  readonly packages: readonly string[];
  /** Called after the last step of an operation: everything must be on disk when it returns. */
  flush(): Promise<void>;
  /**
   * Called at the end of an update in which nothing failed, with the URNs of all resources that the program declared: what
   * does not work although every one of them was accepted. Each is an error at its resource, and the update fails.
   */
  settle?(urns: ReadonlySet<string>): Promise<readonly { readonly urn: string; readonly message: string }[]>;
}

/**
 * A refusal by the cloud. `message` is what the user reads: it names the action and the cause, never a secret.
 * With `partial`, the resource exists although the call failed (a half-finished create or update): the engine records
 * it with these outputs and its `initErrors`.
 */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  constructor(
    message: string,
    readonly options: {
      readonly code?: string;
      readonly partial?: {
        readonly id: string;
        readonly inputs: Values;
        readonly outputs: Values;
        readonly reasons: readonly string[];
      };
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
  }
}
