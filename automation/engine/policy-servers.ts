/** The policy servers of an engine: one for each pack and operation, or one for all stacks where the pack allows it. */
import fs from "node:fs";
import path from "node:path";
import type { EventStream } from "./events";
import { PolicyServer } from "./policy-server";
import type { PackOptions, PackStack } from "./policy-server";

/** A server that nobody asked for this long is stopped: longer than from one stack of a run to the next. */
const IDLE_SECONDS = 15;

/** A server for the time of one operation. */
export interface PolicyServerLease {
  readonly server: PolicyServer;
  release(): Promise<void>;
}

interface Shared {
  readonly server: Promise<PolicyServer>;
  /** Operations that use it, each of which is told what the pack prints. */
  readonly users: Set<EventStream>;
  idle?: NodeJS.Timeout;
}

export class PolicyServers {
  readonly #shared = new Map<string, Shared>();

  /** Starts the pack's server, or lends the one that other stacks use already. */
  async lease(options: PackOptions & { stack: PackStack }, events: EventStream): Promise<PolicyServerLease> {
    const independent = independenceOf(options.directory);
    if (independent.stackIndependent === true) {
      const preview = options.preview && independent.previewIndependent !== true;
      return this.#share({ ...options, stack: undefined, preview }, events);
    }
    const server = await PolicyServer.start(options, (severity, line) => events.diagnose(severity, line));
    return { server, release: () => server.stop() };
  }

  /** Stops every shared server. */
  async close(): Promise<void> {
    await Promise.all([...this.#shared].map(([key, shared]) => this.#stop(key, shared)));
  }

  async #share(options: PackOptions, events: EventStream): Promise<PolicyServerLease> {
    const key = identity(options);
    const shared = this.#shared.get(key) ?? this.#start(key, options);
    clearTimeout(shared.idle);
    shared.users.add(events);
    const release = (): Promise<void> => {
      shared.users.delete(events);
      if (shared.users.size === 0 && this.#shared.get(key) === shared) {
        shared.idle = setTimeout(() => void this.#stop(key, shared), IDLE_SECONDS * 1000).unref();
      }
      return Promise.resolve();
    };
    try {
      return { server: await shared.server, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** Kept before it has started, so that stacks that begin together wait for the same one. */
  #start(key: string, options: PackOptions): Shared {
    const users = new Set<EventStream>();
    const server = PolicyServer.start(options, (severity, line) => {
      for (const events of users) events.diagnose(severity, line);
    });
    const shared: Shared = { server, users };
    this.#shared.set(key, shared);
    const forget = (): void => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    };
    // One that did not start or has died is not lent again.
    server.then((started) => {
      started.unref();
      void started.ended.then(forget, forget);
    }, forget);
    return shared;
  }

  async #stop(key: string, shared: Shared): Promise<void> {
    clearTimeout(shared.idle);
    this.#shared.delete(key);
    // Who asked for one that did not start was told why.
    const server = await shared.server.catch(() => undefined);
    await server?.stop();
  }
}

/** All that a shared server is told when it starts. */
function identity({ directory, configFile, project, preview }: PackOptions): string {
  const config =
    configFile !== undefined && fs.existsSync(configFile) ? fs.readFileSync(configFile, "utf8") : "";
  return JSON.stringify([directory, config, project, preview]);
}

interface Independence {
  /** Whether the pack needs to know no stack but from the URNs of what it judges. */
  readonly stackIndependent?: unknown;
  /** Whether it need not know that it judges a preview but from the values that are unknown. */
  readonly previewIndependent?: unknown;
}

/** What the pack says of itself in its package.json. */
function independenceOf(directory: string): Independence {
  const file = path.join(directory, "package.json");
  if (!fs.existsSync(file)) return {};
  const { causeway } = JSON.parse(fs.readFileSync(file, "utf8")) as { causeway?: Independence };
  return causeway ?? {};
}
