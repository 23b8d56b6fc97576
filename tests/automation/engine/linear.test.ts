/** Counts work, not time: what the engine does for a stack grows with its resources and with nothing else. */
import fs from "node:fs";
import path from "node:path";
import type { Server } from "@grpc/grpc-js";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Journal } from "../../../automation/engine/journal";
import { grpc } from "../../../automation/engine/sdk";
import { testProject } from "./support/project";

const SMALL = 50;
const LARGE = 500;
const GROUP = 10;
const OPERATIONS = ["first up", "unchanged up", "preview", "destroy"] as const;

/** Components of nine things each, every thing with the label of the one before it. */
const program = (resources: number): string => `
  for (let group = 0; group < ${resources / GROUP}; group++) {
    const parent = new Group("group-" + group);
    let label = "first";
    for (let child = 1; child < ${GROUP}; child++) {
      const name = "thing-" + group + "-" + child;
      label = new Thing(name, { label, tags: { a: "b" }, secret: pulumi.secret("of " + name) }, { parent }).label;
    }
    parent.registerOutputs({ label });
  }
`;

interface Work {
  readonly journalEntries: number;
  readonly journalBytes: number;
  readonly checkpointWrites: number;
  readonly checkpointBytes: number;
  readonly providerCalls: number;
  readonly events: number;
  /** Calls that the program made to the engine, by method. */
  readonly calls: Readonly<Record<string, number>>;
}

/** Counts the calls that servers started from now on get. */
function countCalls(): Record<string, number> {
  const calls: Record<string, number> = {};
  const addService = Reflect.get(grpc.Server.prototype, "addService") as (...args: unknown[]) => void;
  vi.spyOn(grpc.Server.prototype, "addService").mockImplementation(function (
    this: Server,
    service,
    handlers,
  ) {
    const counting = new Proxy(handlers, {
      get: (target, name) => {
        const handler: unknown = Reflect.get(target, name);
        if (typeof handler !== "function") return handler;
        return (...args: unknown[]): unknown => {
          calls[String(name)] = (calls[String(name)] ?? 0) + 1;
          return Reflect.apply(handler, target, args);
        };
      },
    });
    addService.call(this, service, counting);
  });
  return calls;
}

async function workOf(resources: number): Promise<Record<(typeof OPERATIONS)[number], Work>> {
  const project = testProject(program(resources));
  const stack = await project.stack();
  const checkpoint = path.join(project.stackFolder(), "checkpoint.json");

  const measured = async (run: (options: { onEvent: () => void }) => Promise<unknown>): Promise<Work> => {
    let events = 0;
    const calls = countCalls();
    const journal = vi.spyOn(Journal.prototype, "write");
    const rename = vi.spyOn(fs, "renameSync");
    const callsBefore = project.cloud.calls.length;
    await run({ onEvent: () => void events++ });
    const entries = journal.mock.calls.map(([entry]) => JSON.stringify(entry).length);
    const checkpointWrites = rename.mock.calls.filter(([, to]) => to === checkpoint).length;
    vi.restoreAllMocks();
    return {
      journalEntries: entries.length,
      journalBytes: entries.reduce((sum, bytes) => sum + bytes, 0),
      checkpointWrites,
      checkpointBytes: fs.statSync(checkpoint).size,
      providerCalls: project.cloud.calls.length - callsBefore,
      events,
      calls,
    };
  };
  return {
    "first up": await measured((options) => stack.up(options)),
    "unchanged up": await measured((options) => stack.up({ ...options, expectNoChanges: true })),
    preview: await measured((options) => stack.preview(options)),
    destroy: await measured((options) => stack.destroy(options)),
  };
}

describe("the work of an operation", { timeout: 120_000 }, () => {
  afterEach(() => vi.restoreAllMocks());

  it("grows with the number of resources and no faster", async () => {
    const small = await workOf(SMALL);
    const large = await workOf(LARGE);
    const times = LARGE / SMALL;
    // Names in a larger stack are longer, by two digits at most.
    const longer = 1.05;
    for (const operation of OPERATIONS) {
      const { calls: fewCalls, ...few } = small[operation];
      const { calls: manyCalls, ...many } = large[operation];
      expect(many.journalEntries, operation).toBeLessThanOrEqual(times * few.journalEntries);
      expect(many.journalBytes, operation).toBeLessThanOrEqual(times * few.journalBytes * longer);
      expect(many.checkpointBytes, operation).toBeLessThanOrEqual(times * few.checkpointBytes * longer);
      expect(many.checkpointWrites, operation).toBe(operation === "preview" ? 0 : 1);
      expect(many.providerCalls, operation).toBeLessThanOrEqual(times * few.providerCalls);
      expect(many.events, operation).toBeLessThanOrEqual(times * few.events);
      for (const [name, count] of Object.entries(manyCalls)) {
        expect(count, `${name} in ${operation}`).toBeLessThanOrEqual(times * (fewCalls[name] ?? 0));
      }
    }
    const things = (LARGE * (GROUP - 1)) / GROUP;
    const changes = OPERATIONS.map((operation) => large[operation].providerCalls);
    expect(changes).toEqual([things, 0, 0, things]);
  });

  it("takes a program one registration a resource, and one call more for a component's outputs", async () => {
    const work = await workOf(SMALL);
    const components = SMALL / GROUP;
    const [things, root] = [SMALL - components, 1];
    for (const operation of ["first up", "unchanged up", "preview"] as const) {
      const { registerResource, registerResourceOutputs } = work[operation].calls;
      expect(registerResource, operation).toBe(things + components + root);
      expect(registerResourceOutputs, operation).toBe(components + root);
    }
    expect(work.destroy.calls["registerResource"]).toBeUndefined();
  });
});
