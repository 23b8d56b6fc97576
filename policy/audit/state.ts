import { knownType } from "../lib/aliases";
import { present } from "../lib/present";
import { parseUrn } from "../lib/urn";
import type { Props, Resource, StackResource } from "../rule";

/** A resource as a state holds it: with the inputs it was last given and what came of it. */
export interface Kept {
  readonly before: Resource;
  readonly after: StackResource;
  /** `file:line:column` of the program, where the engine has noted it. */
  readonly line?: string;
}

/** What a file says is deployed. */
export interface KeptStack {
  readonly stack: string;
  readonly resources: readonly Kept[];
}

interface RawState {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly inputs?: Props;
  readonly outputs?: Props;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly external?: boolean;
  readonly delete?: boolean;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly sourcePosition?: string;
}

interface RawFile {
  readonly version?: unknown;
  readonly checkpoint?: { readonly latest?: { readonly resources?: readonly RawState[] | null } | null };
  readonly deployment?: { readonly resources?: readonly RawState[] | null } | null;
}

const VERSION = 3;

/** What is wrong with a file: a clause that follows its name. */
export interface Unreadable {
  readonly fault: string;
}

/**
 * Reads what is deployed from a version-3 state: a checkpoint of a self-managed backend or of the embedded engine, or what
 * `pulumi stack export` writes. Secrets stay as they are, encrypted: a rule that reads one is put off, as by a value that
 * is not known.
 */
export function readState(text: string): KeptStack | Unreadable {
  try {
    return stateOf(JSON.parse(text));
  } catch (error) {
    return { fault: `is no JSON (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** The same of a state that is parsed already. */
export function stateOf(state: unknown): KeptStack | Unreadable {
  const parsed = state as RawFile | null;
  const deployment = parsed?.deployment ?? parsed?.checkpoint?.latest;
  if (parsed === null || deployment === undefined || deployment === null) {
    return { fault: "is neither a checkpoint nor what pulumi stack export writes" };
  }
  if (parsed.version !== VERSION) {
    return { fault: `is of version ${String(parsed.version)}; this release reads version ${VERSION}` };
  }
  const states = (deployment.resources ?? []).filter((state) => state.delete !== true);
  const broken = states.findIndex(({ urn, type }) => typeof urn !== "string" || typeof type !== "string");
  if (broken >= 0) return { fault: `has a resource without urn or type, number ${broken}` };
  const [first] = states;
  if (first === undefined) return { fault: "holds no resource: nothing is deployed" };
  try {
    return { stack: parseUrn(first.urn).stack, resources: keptOf(states) };
  } catch (error) {
    return { fault: `can not be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function keptOf(states: readonly RawState[]): Kept[] {
  const providers = new Map(states.map((state) => [`${state.urn}::${state.id ?? ""}`, state]));
  const byUrn = new Map<string, StackResource>();
  // What a program only reads belongs to somebody else: the CLI shows it to no policy either.
  return states
    .filter(({ external }) => external !== true)
    .map((state) => {
      const provider = providers.get(state.provider ?? "");
      const common = {
        type: knownType(state.type),
        name: parseUrn(state.urn).name,
        urn: state.urn,
        protect: state.protect === true,
        ...(provider === undefined
          ? {}
          : {
              provider: {
                type: provider.type,
                name: parseUrn(provider.urn).name,
                props: present(plain(provider.inputs)),
              },
            }),
      };
      const { propertyDependencies: from } = state;
      const after: StackResource = {
        ...common,
        props: present(plain(state.outputs)),
        sources: (property) => (from?.[property] ?? []).flatMap((urn) => byUrn.get(urn) ?? []),
      };
      byUrn.set(state.urn, after);
      const line = lineOf(state.sourcePosition);
      return { before: { ...common, props: present(plain(state.inputs)) }, after, ...(line && { line }) };
    });
}

/** `project:///stacks/oke.ts#40,3` as `stacks/oke.ts:40:3`. */
function lineOf(position = ""): string | undefined {
  const [, file, line, column] = /^(?:project|file):\/\/\/(.+)#(\d+)(?:,(\d+))?$/.exec(position) ?? [];
  if (file === undefined || line === undefined) return undefined;
  return [decodeURIComponent(file), line, ...(column === undefined ? [] : [column])].join(":");
}

/** Marks of special values in a state: `sdk/go/common/resource/sig.go` of Pulumi. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const FILES = new Set(["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"]);

/** An asset or archive: a file, not a setting. */
class KeptFile {
  constructor(readonly hash: unknown) {}
}

/** Says of a value what `@pulumi/policy` says of one that is not known, so that rules treat both alike. */
class EncryptedValueError extends Error {
  readonly unknownTypeSentinel = true;
  constructor(path: string) {
    super(`${path} is a secret, which an audit does not open`);
  }
}

function plain(props: Props | undefined): Props {
  return decoded(
    Object.fromEntries(Object.entries(props ?? {}).filter(([key]) => !key.startsWith("__"))),
    "",
  ) as Props;
}

/** The value with getters that throw in the place of secrets. */
function decoded(value: unknown, path: string): unknown {
  if (value === null || typeof value !== "object") return value;
  const mark = (value as Record<string, unknown>)[MARK];
  if (typeof mark === "string" && FILES.has(mark)) return new KeptFile((value as { hash?: unknown }).hash);
  const copy: object = Array.isArray(value) ? [] : {};
  for (const [key, inner] of Object.entries(value)) {
    const at = path === "" ? key : `${path}.${key}`;
    if (isSecret(inner)) {
      const get = () => {
        throw new EncryptedValueError(at);
      };
      Object.defineProperty(copy, key, { enumerable: true, configurable: true, get });
    } else {
      Object.defineProperty(copy, key, {
        enumerable: true,
        configurable: true,
        writable: true,
        value: decoded(inner, at),
      });
    }
  }
  return copy;
}

function isSecret(value: unknown): boolean {
  return value !== null && typeof value === "object" && (value as Record<string, unknown>)[MARK] === SECRET;
}
