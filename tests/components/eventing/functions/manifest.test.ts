import { describe, expect, it } from "vitest";
import { functions, type FunctionPlan } from "../../../../components/eventing/functions/manifest";

const plans: [string, FunctionPlan][] = Object.entries(functions);

const variablesOf = ({ environment, optional, grants }: FunctionPlan) => ({
  environment: { ...environment, ...optional },
  grants,
});

describe("plans of functions", () => {
  it.each(plans)("%s grants on nothing but what its environment names", (_, plan) => {
    const { environment, grants } = variablesOf(plan);
    for (const { on, actions } of grants) {
      expect(environment[on], on).toBeDefined();
      expect(environment[on], on).not.toBe("text");
      expect(actions.length).toBeGreaterThan(0);
      for (const action of actions) expect(action).toMatch(/^[a-z]+:[A-Z][A-Za-z]+$/);
    }
  });

  it.each(plans)("%s is told no resource that it may do nothing to", (_, plan) => {
    const { environment, grants } = variablesOf(plan);
    const resources = Object.keys(environment).filter((variable) => environment[variable] !== "text");
    expect(resources.filter((variable) => !grants.some(({ on }) => on === variable))).toEqual([]);
  });

  it.each(plans)("%s publishes as named services only", (_, { grants }) => {
    for (const { actions, services } of grants) {
      expect((services ?? []).length > 0).toBe(actions.includes("events:PutEvents"));
    }
  });

  it.each(plans)("%s stays within what Lambda takes", (_, { timeoutSeconds, memoryMb, description }) => {
    // Lambda API, CreateFunction.
    expect(timeoutSeconds).toBeLessThanOrEqual(900);
    expect(memoryMb).toBeGreaterThanOrEqual(128);
    expect(description.length).toBeLessThanOrEqual(256);
  });
});
