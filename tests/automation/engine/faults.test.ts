import fs from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { ProviderError, embeddedPulumi, engineFailure } from "../../../automation/engine";
import type { Clouds, Provider, ProviderPackage } from "../../../automation/engine";
import { failureOf, resourcesOf, temporaryFolder, testProject } from "./support/project";
import type { TestProject } from "./support/project";
import type { SimCloud } from "./support/sim";

const CAUSE = "ThrottlingException: rate exceeded, also after 25 retries";
const CHANGING = ["create", "update", "delete"];

/** Calls of a provider as `verb subject`, in the order in which they came; one of them fails before it does anything. */
class Faulty implements Clouds {
  readonly calls: string[] = [];
  readonly packages: readonly string[];

  constructor(
    readonly cloud: SimCloud,
    private readonly failing = -1,
  ) {
    this.packages = cloud.packages;
  }

  flush(): Promise<void> {
    return this.cloud.flush();
  }

  package(name: string): ProviderPackage | undefined {
    const found = this.cloud.package(name);
    return (
      found && {
        ...this.#failing(found, ["checkConfig", "diffConfig"]),
        configure: async (request) => {
          this.#call("configure", request);
          const provider = await found.configure(request);
          return this.#failing<Provider>(provider, [
            "check",
            "diff",
            "read",
            "invoke",
            "create",
            "update",
            "delete",
          ]);
        },
      }
    );
  }

  #failing<T extends object>(of: T, verbs: readonly (keyof T & string)[]): T {
    const wrapped = verbs.map((verb) => [
      verb,
      async (request: { name?: string; token?: string; preview?: boolean }): Promise<unknown> => {
        this.#call(verb, request);
        return (of[verb] as (request: object) => Promise<unknown>)(request);
      },
    ]);
    return { ...of, ...(Object.fromEntries(wrapped) as Partial<T>) };
  }

  #call(verb: string, { name, token }: { name?: string; token?: string }): void {
    this.calls.push(`${verb} ${name ?? token ?? ""}`);
    if (this.calls.length - 1 === this.failing)
      throw new ProviderError(CAUSE, { code: "ThrottlingException" });
  }
}

// An update, a replacement in either order with a dependent, a deletion, creates, a read and an invoke.
const BEFORE = `
const sim = new Sim("sim", { region: "one" }); const by = { provider: sim };
const a = new Thing("a", { size: 1 }, by); const r = new Thing("r", { zone: 1, of: a.arn }, by);
const d = new Thing("d", { dbr: 1 }, by); new Thing("e", { dbr: d.arn }, by); new Thing("old", {}, by);`;
const AFTER = `
const sim = new Sim("sim", { region: "one", size: 2 }); const by = { provider: sim };
const a = new Thing("a", { size: 2 }, by); const r = new Thing("r", { zone: 2, of: a.arn }, by);
const d = new Thing("d", { dbr: 2 }, by); new Thing("e", { dbr: d.arn }, by);
const got = new Thing("got", {}, { id: a.id, ...by });
const said = pulumi.runtime.invoke("sim:index:say", { word: "hello" }, by);
new Thing("n", { of: r.arn, seen: got.arn, said: said.then(({ word }) => word) }, by);`;

interface Moment {
  readonly home: string;
  readonly cloud: SimCloud;
}

let project: TestProject;
let before: Moment;
let undisturbed: { calls: readonly string[]; state: unknown; things: readonly string[] };

function moment(): Moment {
  const home = temporaryFolder("faults");
  fs.cpSync(before.home, home, { recursive: true });
  return { home, cloud: before.cloud.copy() };
}

async function stackOf({ home }: Moment, clouds: Clouds): ReturnType<TestProject["stack"]> {
  return project.stack("dev", { engine: embeddedPulumi({ clouds, home }) });
}

async function contentOf(stack: Awaited<ReturnType<TestProject["stack"]>>): Promise<unknown[]> {
  const states = (await resourcesOf(stack)).map((state) => ({ ...state, created: "", modified: "" }));
  return states.sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

beforeAll(async () => {
  project = testProject(BEFORE);
  await (await project.stack()).up();
  before = { home: project.home, cloud: project.cloud };
  project.program(AFTER);
  const at = moment();
  const clouds = new Faulty(at.cloud);
  const stack = await stackOf(at, clouds);
  await stack.up({ parallel: 1 });
  undisturbed = {
    calls: clouds.calls,
    state: await contentOf(stack),
    things: [...at.cloud.things.keys()].sort(),
  };
});

describe("an error of the provider at a call", { timeout: 300_000 }, () => {
  it("is told with resource and cause, stops what depends on it, leaves a true state, and the next run converges", async () => {
    const { calls } = undisturbed;
    const verbs = [...new Set(calls.map((call) => call.split(" ")[0] ?? ""))];
    expect(verbs.sort()).toEqual(
      [
        "check",
        "checkConfig",
        "configure",
        "create",
        "delete",
        "diff",
        "diffConfig",
        "invoke",
        "read",
        "update",
      ].sort(),
    );
    // Every call that changes something; of the others the first and the last of each verb.
    const chosen = calls.flatMap((call, index) => {
      const same = calls
        .map((other, at) => ({ other, at }))
        .filter(({ other }) => other.split(" ")[0] === call.split(" ")[0]);
      const edge = index === same[0]?.at || index === same.at(-1)?.at;
      return edge || CHANGING.includes(call.split(" ")[0] ?? "") ? [index] : [];
    });
    for (const index of chosen) {
      const call = calls[index] ?? "";
      const [, subject = ""] = call.split(" ");
      const at = moment();
      const clouds = new Faulty(at.cloud, index);
      const stack = await stackOf(at, clouds);
      const failure = engineFailure(await failureOf(stack.up({ parallel: 1 })));
      expect(failure, call).toMatchObject({ kind: "failed", exitCode: 1 });
      expect(failure?.message, call).toContain(CAUSE);
      expect(failure?.message, call).toContain(subject);
      const changing = clouds.calls
        .slice(index + 1)
        .filter((later) => CHANGING.includes(later.split(" ")[0] ?? ""));
      // A function's error is its program's to take: what does not depend on it may go on until the program ends.
      const stopped = call.startsWith("invoke ") ? ["create n", "delete old", "delete r"] : changing;
      expect(
        changing.filter((later) => stopped.includes(later)),
        call,
      ).toEqual([]);

      const { deployment } = (await stack.exportStack()) as { deployment: { pending_operations?: unknown } };
      expect(deployment.pending_operations, call).toBeUndefined();
      const held = (await resourcesOf(stack)).flatMap(({ id = "", urn, type }) =>
        type === "sim:index:Thing" && !urn.endsWith("::got") ? [id] : [],
      );
      const waiting = (await resourcesOf(stack))
        .filter((state) => "pendingReplacement" in state)
        .map(({ id }) => id);
      expect(held.filter((id) => !waiting.includes(id)).sort(), call).toEqual(
        [...at.cloud.things.keys()].sort(),
      );

      const again = await stackOf(at, at.cloud);
      await again.up({ parallel: 1 });
      expect(await contentOf(again), call).toEqual(undisturbed.state);
      expect([...at.cloud.things.keys()].sort(), call).toEqual(undisturbed.things);
    }
  });
});
