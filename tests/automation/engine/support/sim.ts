import { ProviderError, UNKNOWN } from "../../../../automation/engine";
import type {
  CheckFailure,
  Clouds,
  DiffResponse,
  FindMadeRequest,
  PropertyDiffKind,
  Provider,
  ProviderPackage,
  ReadResponse,
  ResourceIdentity,
  Value,
  Values,
} from "../../../../automation/engine";

/** A call that the provider got, as `create thing#1`. */
export type Call = string;

interface Stored {
  readonly type: string;
  /** Of what a program made. */
  readonly urn?: string;
  inputs: Values;
  outputs: Values;
}

/** Inputs that force a replacement, and of them those that delete before it. */
const REPLACING = ["zone", "dbr"];
const DELETING_FIRST = ["dbr"];

/**
 * A cloud of one package, `sim`, whose resources do what their inputs say: `fail: "create"` refuses, `partial` half
 * fails, `quotes` refuses and says all it was given, `bad` does not pass the check, `zone` and `dbr` force a replacement, `delayMs` takes its time.
 * A `sim:index:Vague` does not say what a change comes to.
 */
export class SimCloud implements Clouds {
  readonly packages = ["sim", "other"];
  readonly calls: Call[] = [];
  readonly things = new Map<string, Stored>();
  readonly configured: Values[] = [];
  /** Ids that things go by since they were made, by the id they were given. */
  readonly moved = new Map<string, string>();
  flushed = 0;
  running = 0;
  mostAtOnce = 0;
  readonly #made = new Map<string, number>();
  /** Called before each call to a resource. */
  before: (call: Call) => Promise<void> | void = () => undefined;
  /** Called when a call has done what it does and is not answered yet. */
  after: (call: Call) => Promise<void> | void = () => undefined;
  /** Whether it tells what became of calls whose answer was never heard. */
  tells = false;

  /** A cloud in which the same exists, as another process would find it. */
  copy(): SimCloud {
    const copy = new SimCloud();
    for (const [id, stored] of this.things) copy.things.set(id, { ...stored });
    for (const [name, count] of this.#made) copy.#made.set(name, count);
    copy.tells = this.tells;
    return copy;
  }

  package(name: string): ProviderPackage | undefined {
    return this.packages.includes(name) ? this.#package(name) : undefined;
  }

  flush(): Promise<void> {
    this.flushed++;
    return Promise.resolve();
  }

  #package(name: string): ProviderPackage {
    return {
      name,
      checkConfig: ({ news }) =>
        Promise.resolve({
          inputs: news,
          failures: news["bad"] === undefined ? [] : [{ property: "bad", reason: "it is bad" }],
        }),
      diffConfig: ({ oldInputs, news }) => Promise.resolve(compare(oldInputs, news, ["region"], [])),
      configure: ({ config }) => {
        if (config["fail"] === "configure") return refusal("configure");
        this.configured.push(config);
        return Promise.resolve(this.#provider());
      },
      secretOutputs: (type) => (type === "sim:index:Vault" ? ["key"] : []),
    };
  }

  async #call(verb: string, { name }: ResourceIdentity, id: string, inputs: Values): Promise<void> {
    const call = `${verb} ${name}${id === "" ? "" : `#${id}`}`;
    this.calls.push(call);
    this.running++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    try {
      await this.before(call);
      if (typeof inputs["delayMs"] === "number") {
        const milliseconds = inputs["delayMs"];
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
      }
      if (inputs["quotes"] === verb) throw new ProviderError(quoting(inputs));
      if (inputs["fail"] === verb) throw new ProviderError(`${verb} of ${name} was refused`);
    } finally {
      this.running--;
    }
  }

  /** `name-1`, `name-2`: by the resource, not by the order of calls, in which unrelated resources may come as they like. */
  #nextId({ name }: ResourceIdentity): string {
    const count = (this.#made.get(name) ?? 0) + 1;
    this.#made.set(name, count);
    return `${name}-${count}`;
  }

  #outputs({ name, type }: ResourceIdentity, id: string, inputs: Values): Values {
    return {
      ...inputs,
      arn: `sim:${name}:${id}`,
      ...(type === "sim:index:Vault" ? { key: `key of ${name}` } : {}),
    };
  }

  #findMade({ urn, known }: FindMadeRequest): ReadResponse {
    const found = [...this.things].find(([id, stored]) => stored.urn === urn && !known.includes(id));
    return found && { id: found[0], inputs: found[1].inputs, outputs: found[1].outputs };
  }

  #provider(): Provider {
    return {
      check: ({ olds, news, randomSeed }) => {
        if (news["fail"] === "check") return refusal("check");
        const failures: CheckFailure[] = [];
        if (news["bad"] !== undefined) failures.push({ property: "bad", reason: "it is bad" });
        if (news["worse"] !== undefined) failures.push({ property: "worse", reason: "it is worse" });
        const label = olds?.["label"] ?? `auto-${randomSeed.toString("hex").slice(0, 6)}`;
        return Promise.resolve({ inputs: { label, ...news }, failures });
      },
      diff: ({ type, oldInputs, news }) => {
        if (news["fail"] === "diff") return refusal("diff");
        const unsaid: DiffResponse = { changes: "unknown", replaces: [], deleteBeforeReplace: false };
        if (type === "sim:index:Vague") return Promise.resolve(unsaid);
        return Promise.resolve(compare(oldInputs, news, REPLACING, DELETING_FIRST));
      },
      create: async (request) => {
        const { inputs, preview } = request;
        if (preview) return { id: "", outputs: { ...inputs, arn: UNKNOWN } };
        await this.#call("create", request, "", inputs);
        const id = this.#nextId(request);
        const outputs = this.#outputs(request, id, inputs);
        this.things.set(id, { type: request.type, urn: request.urn, inputs, outputs });
        await this.after(`create ${request.name}`);
        if (inputs["partial"] === "quoting") {
          throw new ProviderError("half made", {
            partial: { id, inputs, outputs, reasons: [quoting(outputs)] },
          });
        }
        if (inputs["partial"] === "create") {
          throw new ProviderError("it did not become ready", {
            partial: { id, inputs, outputs, reasons: ["it did not become ready"] },
          });
        }
        return { id, outputs };
      },
      read: async (request) => {
        const stored = this.things.get(request.id);
        await this.#call("read", request, request.id, stored?.inputs["fail"] === "read" ? stored.inputs : {});
        return stored === undefined
          ? undefined
          : { id: this.moved.get(request.id) ?? request.id, inputs: stored.inputs, outputs: stored.outputs };
      },
      update: async (request) => {
        const { id, news, preview } = request;
        if (preview) return { outputs: { ...news, arn: `sim:${request.name}:${id}` } };
        await this.#call("update", request, id, news);
        const outputs = this.#outputs(request, id, news);
        this.things.set(id, { type: request.type, urn: request.urn, inputs: news, outputs });
        await this.after(`update ${request.name}#${id}`);
        if (news["partial"] === "update") {
          throw new ProviderError("it is only half updated", {
            partial: { id, inputs: news, outputs, reasons: ["it is only half updated"] },
          });
        }
        return { outputs };
      },
      delete: async (request) => {
        await this.#call("delete", request, request.id, request.inputs);
        this.things.delete(request.id);
        await this.after(`delete ${request.name}#${request.id}`);
      },
      ...(this.tells ? { findMade: (request) => Promise.resolve(this.#findMade(request)) } : {}),
      invoke: ({ token, args }) => {
        if (args["fail"] === "invoke") return refusal("invoke");
        return Promise.resolve(
          args["bad"] === undefined
            ? { result: { ...args, token } }
            : { failures: [{ property: "bad", reason: "it is bad" }] },
        );
      },
    };
  }
}

function refusal(verb: string): Promise<never> {
  return Promise.reject(new ProviderError(`${verb} was refused`));
}

/** A refusal that says what it was given, in every form in which clouds do that. */
function quoting(values: Values): string {
  const texts = Object.values(values).filter((value) => typeof value === "string");
  const forms = texts.flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text).toString("base64"),
    Buffer.from(text).toString("base64url"),
  ]);
  return `refused: ${JSON.stringify(values)} ${forms.join(" ")}`;
}

function compare(
  old: Values,
  news: Values,
  replacing: readonly string[],
  deletingFirst: readonly string[],
): DiffResponse {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(news)])].filter((key) =>
    differs(old[key], news[key]),
  );
  const replaces = keys.filter((key) => replacing.includes(key));
  const kind = (key: string): PropertyDiffKind => {
    const plain = old[key] === undefined ? "add" : news[key] === undefined ? "delete" : "update";
    return replaces.includes(key) ? `${plain}-replace` : plain;
  };
  return {
    changes: keys.length > 0 ? "some" : "none",
    replaces,
    deleteBeforeReplace: replaces.some((key) => deletingFirst.includes(key)),
    detailed: Object.fromEntries(keys.map((key) => [key, { kind: kind(key), inputDiff: true }])),
  };
}

function differs(a: Value | undefined, b: Value | undefined): boolean {
  const text = (value: Value | undefined): string =>
    JSON.stringify(value, (_key, inner: unknown) => (inner === UNKNOWN ? "<unknown>" : inner)) ?? "";
  return text(a) !== text(b);
}
