import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deletionWaves, dependents } from "../../../automation/engine/graph";
import type { ResourceState } from "../../../automation/engine/state";

function state(index: number, changes: Partial<ResourceState> = {}): ResourceState {
  const urn = `urn:pulumi:dev::trial::sim:index:Thing::r${index}`;
  return {
    urn,
    type: "sim:index:Thing",
    custom: true,
    id: String(index),
    inputs: {},
    outputs: {},
    parent: "",
    provider: "",
    dependencies: [],
    propertyDependencies: {},
    delete: false,
    pendingReplacement: false,
    protect: false,
    taint: false,
    external: false,
    retainOnDelete: false,
    deletedWith: "",
    replaceWith: [],
    importId: "",
    initErrors: [],
    aliases: [],
    additionalSecretOutputs: [],
    ignoreChanges: [],
    hideDiff: [],
    replaceOnChanges: [],
    customTimeouts: {},
    extra: {},
    ...changes,
  };
}

/** States in which each depends on some of those before it. */
const graphs = fc
  .array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.option(fc.nat())), { minLength: 1, maxLength: 12 })
  .map((nodes) => {
    const states: ResourceState[] = [];
    nodes.forEach(([dependencies, parent], index) => {
      const pick = (number: number): string => states[number % index]?.urn ?? "";
      states.push(
        state(index, {
          dependencies: index === 0 ? [] : [...new Set(dependencies.map(pick))],
          parent: index === 0 || parent === null ? "" : pick(parent),
        }),
      );
    });
    return states;
  });

describe("the order of deletions", () => {
  it("deletes everything once, and nothing before what depends on it", () => {
    fc.assert(
      fc.property(graphs, (states) => {
        const waves = deletionWaves(states, states);
        const wave = new Map(
          waves.flatMap((members, index) => members.map((member) => [member.urn, index] as const)),
        );
        expect(waves.flat()).toHaveLength(states.length);
        expect(wave.size).toBe(states.length);
        for (const { urn, dependencies, parent } of states) {
          for (const needed of [...dependencies, ...(parent === "" ? [] : [parent])]) {
            expect(wave.get(urn)).toBeLessThan(wave.get(needed) ?? -1);
          }
        }
      }),
    );
  });

  it("takes a component's children for the component where something depends on it", () => {
    const component = state(0, { custom: false });
    const child = state(1, { parent: component.urn });
    const user = state(2, { dependencies: [component.urn] });
    const waves = deletionWaves([component, child, user], [component, child, user]);
    expect(waves.map((wave) => wave.map(({ id }) => id))).toEqual([["2"], ["1"], ["0"]]);
  });
});

describe("who depends on a resource", () => {
  it("counts those that depend on a dependent, in the order of the state, and children when asked", () => {
    const root = state(0);
    const a = state(1, { propertyDependencies: { of: [root.urn] } });
    const b = state(2, { deletedWith: a.urn });
    const child = state(3, { parent: root.urn });
    const apart = state(4);
    const all = [root, a, b, child, apart];
    expect(dependents(all, root, { children: false })).toEqual([a, b]);
    expect(dependents(all, root, { children: true })).toEqual([a, b, child]);
    expect(dependents(all, root, { children: false, ignore: new Set([a.urn]) })).toEqual([]);
  });
});
