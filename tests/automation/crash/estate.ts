/** What a state folder holds, read with the engine's and the clouds' own means: every stack's state, and the world. */
import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { readRequest } from "../../../automation/clouds/tls/certificate";
import { World, type Entity } from "../../../automation/clouds/world/world";
import { Crypter, writePlaintext } from "../../../automation/engine/secrets";
import { readStates, viewStack, type StackView } from "../../../automation/engine/stack";
import { writeState } from "../../../automation/engine/state";
import { StackStore } from "../../../automation/engine/store";
import { textOf } from "../../../automation/engine/wire";

export interface Content {
  readonly states: Readonly<Record<string, unknown>>;
  readonly world: readonly unknown[];
}

const PROJECT = "causeway";
/** Packages whose resources exist in the world; those of the others live in the state alone. */
const WORLDLY = /^(aws|oci|kubernetes):/;

export class Estate {
  readonly #world: World;
  readonly #own: boolean;
  #byStack: Map<string, Entity[]> | undefined;
  readonly #views = new Map<string, StackView>();

  constructor(
    readonly folder: string,
    /** Keys of what a deletion leaves in the world by design, such as a compartment that may not be deleted. */
    private readonly stays: ReadonlySet<string> = new Set(),
    /** The one stack that is looked at, with what of the world is its own; all of them when left out. */
    private readonly only?: string,
    /** The world, where it is open already. */
    world?: World,
  ) {
    this.#world = world ?? new World(path.join(folder, "embedded/clouds"));
    this.#own = world === undefined;
    for (const stack of this.#stacks()) this.look(stack);
  }

  #home(): string {
    return path.join(this.folder, "embedded/engine");
  }

  #stacks(): string[] {
    if (this.only !== undefined) return [this.only];
    const directory = path.join(this.#home(), "stacks", PROJECT);
    return fs.existsSync(directory) ? fs.readdirSync(directory).sort() : [];
  }

  /** Reads a stack anew, as the engine does at the start of an operation. */
  look(stack: string): void {
    const store = new StackStore(this.#home(), PROJECT, stack);
    if (store.exists()) this.#views.set(stack, viewStack(store));
  }

  /** Whether the state has a resource of this name. */
  holds(urn: string): boolean {
    return [...this.#views.values()].some(({ resources }) => resources.some((raw) => raw["urn"] === urn));
  }

  #viewsOf(stack: string | undefined): StackView[] {
    return [...this.#views].filter(([name]) => stack === undefined || name === stack).map(([, view]) => view);
  }

  /** What is under way, or was when its process was killed. @param stack the one that counts; all when left out */
  pending(stack?: string): { readonly type: string; readonly urn: string }[] {
    return this.#viewsOf(stack).flatMap(({ pending }) =>
      pending.map(({ type, resource }) => ({
        type,
        urn: textOf(resource["urn"]),
      })),
    );
  }

  /** All that exists. */
  entities(): readonly Entity[] {
    const all = this.#world.refresh().everything();
    const own = `urn:pulumi:${this.only ?? ""}::`;
    return this.only === undefined ? all : all.filter(({ urn }) => urn.startsWith(own));
  }

  /** What a stack has in the world, as it was when all stacks were last looked at for faults. */
  #entitiesOf(stack: string): readonly Entity[] {
    if (this.#byStack === undefined) {
      this.#byStack = new Map();
      for (const entity of this.entities()) {
        const of = entity.urn.split(":")[2] ?? "";
        const group = this.#byStack.get(of);
        if (group === undefined) this.#byStack.set(of, [entity]);
        else group.push(entity);
      }
    }
    return this.#byStack.get(stack) ?? [];
  }

  /**
   * What is in the world and not in the state, or the other way round, and is under way in no operation; and doubles.
   *
   * @param stack the one to look at, where the world has not changed; all of them and the world anew when left out.
   */
  faults(stack?: string): string[] {
    if (stack === undefined) this.#byStack = undefined;
    const entities = stack === undefined ? this.entities() : this.#entitiesOf(stack);
    const states = this.#viewsOf(stack).flatMap(({ resources }) => resources);
    const pending = this.pending(stack);
    const underWay = new Set(pending.map(({ urn }) => urn));
    const leaving = new Set(pending.filter(({ type }) => type === "deleting").map(({ urn }) => urn));
    const faults: string[] = [];
    const recorded = new Map<string, number>();
    for (const raw of states) {
      if (raw["custom"] !== true || raw["external"] === true) continue;
      const key = `${textOf(raw["urn"])} ${textOf(raw["id"])}`;
      recorded.set(key, (recorded.get(key) ?? 0) + 1);
    }
    for (const [key, times] of recorded) if (times > 1) faults.push(`${key} is in the state ${times} times`);
    const existing = new Map<string, number>();
    for (const { urn, id, scope, type } of entities) {
      const key = `${urn} ${id}`;
      existing.set(key, (existing.get(key) ?? 0) + 1);
      if (!recorded.has(key) && !underWay.has(urn) && !this.stays.has(keyOf({ scope, type, id })))
        faults.push(`${key} exists and is in no state`);
    }
    for (const [key, times] of existing) if (times > 1) faults.push(`${key} exists ${times} times`);
    for (const raw of states) {
      const [urn, type] = [textOf(raw["urn"]), textOf(raw["type"])];
      if (raw["custom"] !== true || !WORLDLY.test(type) || raw["external"] === true) continue;
      // What was deleted ahead of its replacement is in the state until that is made.
      const gone = raw["pendingReplacement"] === true || leaving.has(urn);
      if (!gone && !existing.has(`${urn} ${textOf(raw["id"])}`)) faults.push(`${urn} is in the state alone`);
    }
    return faults;
  }

  /** Everything that two deployments of the same programs must agree on, secrets in clear. */
  async content(): Promise<Content> {
    const passphrase = fs.readFileSync(path.join(this.folder, "embedded/passphrase"), "utf8").trim();
    const states: Record<string, unknown> = {};
    for (const [stack, view] of this.#views) {
      const salt = view.deployment?.secrets_providers?.state?.salt ?? "";
      const read = readStates(view, await Crypter.open(salt, passphrase));
      states[stack] = {
        pending: view.pending,
        resources: read
          .map(({ created: _created, modified: _modified, ...state }) => writeState(state, writePlaintext))
          .sort(byText),
      };
    }
    return withoutSignatures({ states, world: this.entities() });
  }

  keys(): Set<string> {
    return new Set(this.entities().map(keyOf));
  }

  close(): void {
    if (this.#own) this.#world.close();
  }
}

const SIGNED = /-----BEGIN (CERTIFICATE|CERTIFICATE REQUEST)-----[^-]+-----END \1-----/g;

/** No two ECDSA signatures are the same, not even of one text with one key: certificates are told by what they certify. */
function withoutSignatures<T>(content: T): T {
  const plain = (text: string): string =>
    text.replaceAll(SIGNED, (found, kind: string) => {
      // A secret object is kept as JSON, whose line ends are written out.
      const pem = found.replaceAll("\\n", "\n");
      if (kind === "CERTIFICATE REQUEST") return readRequest(pem).publicKey.toString("base64");
      const { subject, issuer, serialNumber, validFrom, validTo, publicKey } = new X509Certificate(pem);
      const key = publicKey.export({ type: "spki", format: "der" }).toString("base64");
      return [subject, issuer, serialNumber, validFrom, validTo, key].join(" ").replaceAll("\n", " ");
    });
  return JSON.parse(JSON.stringify(content), (_key, value: unknown) =>
    typeof value === "string" ? plain(value) : value,
  ) as T;
}

function keyOf({ scope, type, id }: Pick<Entity, "scope" | "type" | "id">): string {
  return `${scope} ${type} ${id}`;
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
