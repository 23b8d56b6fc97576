import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  definePlatform,
  defineContract,
  defineStack,
  pickStack,
  type Needs,
  type Phase,
  type Stack,
} from "../../../stacks/define";

const contractOf = (stack: string, version = 1) =>
  defineContract({ stack, version, fields: { id: v.string() } });

function stack(name: string, phase: Phase, needs: Needs = {}, version = 1): Stack {
  return defineStack({
    name,
    phase,
    needs,
    outputs: contractOf(name, version),
    program: () => ({ id: "x" }),
  });
}

const environments = { dev: { name: "dev" } };
const platformOf = (...stacks: Stack[]) => definePlatform({ name: "shop", stacks, environments });

describe("definePlatform", () => {
  test("takes stacks that need only earlier ones", () => {
    const platform = platformOf(
      stack("net", "network"),
      stack("app", "workloads", { net: contractOf("net") }),
    );
    expect(platform.stacks.map((s) => s.name)).toEqual(["net", "app"]);
    expect(platform.secretsProvider({ name: "dev" })).toEqual({ kind: "passphrase" });
  });

  test.each<[string, Stack[], string]>([
    [
      "a need that no stack keeps",
      [stack("app", "workloads", { net: contractOf("net") })],
      'stacks.app.needs.net is "net"; allowed: a stack of this platform',
    ],
    [
      "a cycle",
      [stack("a", "network", { b: contractOf("b") }), stack("b", "network", { a: contractOf("a") })],
      'stacks.a.needs.b is "b"; allowed: a stack earlier in the list: this one comes later, or the two need each other',
    ],
    [
      "CO-10 a contract version that the producer no longer keeps",
      [stack("net", "network", {}, 2), stack("app", "workloads", { net: contractOf("net", 1) })],
      "stacks.app.needs.net.version is 1; allowed: version 2, which net keeps",
    ],
    [
      "CO-01 a need of a later phase",
      [stack("late", "recovery"), stack("net", "network", { late: contractOf("late") })],
      'stacks.net.needs.late is "late"; allowed: a stack of the phase network or an earlier one; late is of recovery',
    ],
    [
      "two stacks of one name",
      [stack("net", "network"), stack("net", "network")],
      'stacks.net is "net"; allowed: a name that no other stack has',
    ],
    [
      "a phase that there is none of, as JavaScript may name it",
      [stack("net", "netwrok" as Phase)],
      'stacks.net.phase is "netwrok"; allowed: one of network, identity-and-secrets,',
    ],
    [
      "a malformed name",
      [stack("Net", "network")],
      'stacks.Net is "Net"; allowed: lower-case words joined by hyphens',
    ],
  ])("refuses %s", (_what, stacks, message) => {
    expect(() => platformOf(...stacks)).toThrow(message);
  });

  test("refuses environments whose names clash with the form of stack names", () => {
    const bad = () =>
      definePlatform({
        name: "shop",
        stacks: [],
        environments: { "dev-a": { name: "dev-a" }, qa: { name: "test" } },
      });
    expect(bad).toThrow(
      /environments.dev-a is "dev-a"[^]*environments.qa.name is "test"; allowed: "qa", its own key/,
    );
  });
});

describe("pickStack", () => {
  const platform = platformOf(stack("aws-network", "network"));

  test("reads environment and stack from the full name", () => {
    expect(pickStack(platform, "dev-aws-network").stack.name).toBe("aws-network");
  });

  test.each(["aws-network", "prod-aws-network", "dev-", "dev", "dev-aws"])(
    "refuses %j and says what there is",
    (name) => {
      expect(() => pickStack(platform, name)).toThrow(/an environment of dev and a stack of aws-network/);
    },
  );
});

describe("pickStack of a slip", () => {
  test("says which stack is meant", () => {
    const platform = platformOf(stack("aws-network", "network"));
    expect(() => pickStack(platform, "dev-aws-netwrok")).toThrow(/\(did you mean dev-aws-network\?\)/);
  });
});

describe("contracts", () => {
  const contract = defineContract({
    stack: "db",
    version: 3,
    fields: { url: v.string(), password: v.string(), ports: v.strictObject({ main: v.number() }) },
    secrets: ["password"],
  });

  test("a fault names the path and the value, never a secret's", () => {
    expect(contract.faultsOf("ports", { main: "x" })).toEqual([
      { path: "ports.main", given: "x", allowed: "number" },
    ]);
    expect(contract.faultsOf("url", undefined)).toMatchObject([{ path: "url" }]);
    const [fault] = contract.faultsOf("password", 7);
    expect(fault).toEqual({ path: "password", allowed: "string" });
    expect(contract.faultsOf("url", "x")).toEqual([]);
  });
});
