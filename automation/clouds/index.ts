import { mkdirSync } from "node:fs";
import type { Clouds, ProviderPackage } from "../engine/provider";
import { awsPackage } from "./aws";
import { users as awsUsers } from "./aws/cloud";
import { fixedClock, type Clock } from "./clock";
import { kubernetesPackage } from "./kubernetes";
import { ociPackage } from "./oci";
import { users as ociUsers } from "./oci/cloud";
import type { Surroundings } from "./provider";
import { randomPackage } from "./random";
import { drift } from "./drift";
import {
  isResource,
  Scenario,
  ScenarioFault,
  type Drift,
  type Fault,
  type ScenarioDefinition,
} from "./scenario";
import { tlsPackage } from "./tls";
import { usesIn, type UseOf } from "./settle";
import { World } from "./world/world";

export { fixedClock, type Clock } from "./clock";
export type { UseOf } from "./settle";
export { ScenarioFault } from "./scenario";
export type { Action, Drift, Fault, ScenarioDefinition, ScenarioProblem } from "./scenario";

export interface SimulatedCloudsOptions {
  /**
   * The directory of the world: what exists in the simulated accounts. Processes that name the same directory share
   * it; keep it apart from other simulations. It is made when missing.
   */
  readonly home: string;
  /** What ids, account numbers, random values and key material derive from. @default "causeway" */
  readonly seed?: string;
  /** Accounts, faults and latency. @default none: everything works at once */
  readonly scenario?: ScenarioDefinition;
  /** The simulated time. @default stands still at the scenario's, or at 2026-01-01T00:00:00Z */
  readonly clock?: Clock;
}

/** The clouds, and a hand on what goes wrong in them. */
export interface SimulatedClouds extends Clouds {
  /** Adds a fault from now on; the answer ends it. */
  inject(fault: Fault): () => void;
  /** Changes what exists, as somebody would by hand; says how many resources it changed. */
  drift(change: Drift): number;
  /**
   * What services and roles do with what exists, and which of it they may not: events that a rule sends, keys that a
   * service encrypts with, nodes that join. Asked at the end of a deployment; a resource that is refused something is an
   * error of its deployment.
   *
   * @param wanted picks resources by URN. @default all
   */
  uses(wanted?: (urn: string) => boolean): readonly UseOf[];
  /** Why nothing answers at an address; undefined where something does, which is everywhere but for a scenario's faults. */
  reach(host: string, port: number): string | undefined;
  /** Simulated milliseconds that all calls together took so far. */
  readonly simulatedMs: number;
  /** Lets go of the world's files. */
  close(): void;
}

const makers: Readonly<Record<string, (around: Surroundings) => ProviderPackage>> = {
  aws: awsPackage,
  oci: ociPackage,
  kubernetes: kubernetesPackage,
  random: randomPackage,
  tls: tlsPackage,
};

/**
 * Simulated clouds for the embedded engine: AWS, Oracle Cloud, Kubernetes clusters in both, and the `random` and `tls`
 * packages. They say no where the real ones would. Inputs are checked against the installed SDK's declarations, what a
 * resource refers to must exist, names and address ranges may not clash, and what is in use can not be deleted.
 *
 * Nothing here talks to a real cloud and no credential is read.
 *
 * @throws if the world in `home` is damaged or its key is missing.
 * @throws {ScenarioFault} if the scenario's drift names what does not exist.
 */
export function simulatedClouds(options: SimulatedCloudsOptions): SimulatedClouds {
  mkdirSync(options.home, { recursive: true });
  const world = new World(options.home);
  const seed = options.seed ?? "causeway";
  const scenario = new Scenario(options.scenario, seed);
  const clock = options.clock ?? fixedClock(options.scenario?.now);
  happened(world, options.scenario?.drift ?? []);
  const around: Surroundings = {
    world,
    scenario,
    seed,
    now: () => clock.now().toISOString(),
  };
  const uses = (wanted: (urn: string) => boolean = () => true): readonly UseOf[] =>
    usesIn(world.refresh(), [awsUsers, ociUsers], around.now(), wanted);
  const opened = new Map<string, ProviderPackage>();
  return {
    packages: Object.keys(makers),
    package(name) {
      const make = makers[name];
      if (!make) return undefined;
      const known = opened.get(name) ?? make(around);
      opened.set(name, known);
      return known;
    },
    flush: () => Promise.resolve(world.flush()),
    inject: (fault) => scenario.inject(fault),
    drift: (change) => drift(world, change),
    uses,
    reach: (host, port) =>
      scenario.hasWay(`${host}:${String(port)}`) ? undefined : "the scenario says that there is no way",
    settle: (urns) =>
      Promise.resolve(
        uses((urn) => urns.has(urn)).flatMap(({ urn, refusal }) =>
          refusal === undefined ? [] : [{ urn, message: refusal }],
        ),
      ),
    get simulatedMs() {
      return scenario.simulatedMs;
    },
    close: () => {
      world.close();
    },
  };
}

/** Makes the drift of a scenario, all of it or none. */
function happened(world: World, changes: readonly Drift[]): void {
  const urns =
    changes.length === 0
      ? []
      : world
          .refresh()
          .everything()
          .map((e) => e.urn);
  const faults = changes.flatMap(({ resource }, i) =>
    urns.some((urn) => isResource(resource, urn))
      ? []
      : [
          {
            path: `drift[${String(i)}].resource`,
            given: resource,
            allowed: "the name or URN of a resource that exists in the simulated clouds: deploy it first",
          },
        ],
  );
  if (faults.length > 0) {
    world.close();
    throw new ScenarioFault(faults);
  }
  for (const change of changes) drift(world, change);
}
