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
import { Scenario, type Fault, type ScenarioDefinition } from "./scenario";
import { tlsPackage } from "./tls";
import { usesIn, type UseOf } from "./settle";
import { World } from "./world/world";

export { fixedClock, type Clock } from "./clock";
export type { UseOf } from "./settle";
export type { Action, Fault, ScenarioDefinition } from "./scenario";

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
  /** The simulated time. @default stands still at 2026-01-01T00:00:00Z */
  readonly clock?: Clock;
}

/** The clouds, and a hand on what goes wrong in them. */
export interface SimulatedClouds extends Clouds {
  /** Adds a fault from now on; the answer ends it. */
  inject(fault: Fault): () => void;
  /**
   * What services and roles do with what exists, and which of it they may not: events that a rule sends, keys that a
   * service encrypts with, nodes that join. Asked at the end of a deployment; a resource that is refused something is an
   * error of its deployment.
   *
   * @param wanted picks resources by URN. @default all
   */
  uses(wanted?: (urn: string) => boolean): readonly UseOf[];
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
 */
export function simulatedClouds(options: SimulatedCloudsOptions): SimulatedClouds {
  mkdirSync(options.home, { recursive: true });
  const world = new World(options.home);
  const scenario = new Scenario(options.scenario);
  const clock = options.clock ?? fixedClock();
  const around: Surroundings = {
    world,
    scenario,
    seed: options.seed ?? "causeway",
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
    uses,
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
