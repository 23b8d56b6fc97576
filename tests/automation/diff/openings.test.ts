/** What the internet newly reaches, told with what opens it: once for each cause, with nothing left out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Risk } from "../../../automation/diff/model";
import type { Opened } from "../../../automation/diff/rehearsal";
import { withReach } from "../../../automation/diff/risks";
import { cidr } from "../../../lib/cidr";
import { openersOf, type Exposure, type FilterRule, type Model } from "../../../lib/reachability";

const rule = (name: string, stack = "network"): Risk => ({
  ...{ kind: "internet-wider", severity: "high", stack, urn: `urn:${name}` },
  message: `${name} (rule) lets every address through at source.`,
  advice: "Name the addresses.",
});

const exposure = (endpoint: string, port: number, more: Partial<Opened> = {}): Opened => ({
  ...{ endpoint, protocol: "tcp", ports: [port, port], from: [cidr("0.0.0.0/0")], hops: [], through: [] },
  ...{ certain: true, by: [] },
  ...more,
});

const told = (own: readonly Risk[], opened: readonly Opened[]) => withReach(own, { opened, gaps: [] });

describe("a way in and what opens it", () => {
  test("are one risk, which names all of them and is of each", () => {
    const by = ["urn:http", "urn:https", "urn:old"];
    const opened = [exposure("site/entry", 80, { by }), exposure("site/entry", 443, { by })];
    expect(told([rule("http"), rule("https")], opened)).toEqual([
      {
        ...{ kind: "internet-wider", severity: "high", stack: "network", urns: ["urn:http", "urn:https"] },
        message:
          "The internet now reaches site/entry on TCP 80, TCP 443: http (rule) lets every address through at source; https (rule) lets every address through at source.",
        advice: "Name the addresses.",
      },
    ]);
  });

  test("stay apart where they have nothing to do with each other", () => {
    const opened = [exposure("site/a", 80, { by: ["urn:a"] }), exposure("site/b", 80, { by: ["urn:b"] })];
    const risks = told([rule("a"), rule("b"), rule("nothing-behind")], [...opened, exposure("site/c", 22)]);
    expect(risks.map(({ message, urn }) => [urn, message.slice(0, 33)])).toEqual([
      ["urn:nothing-behind", "nothing-behind (rule) lets every "],
      ["urn:a", "The internet now reaches site/a o"],
      ["urn:b", "The internet now reaches site/b o"],
      [undefined, "The internet now reaches site/c o"],
    ]);
  });

  test("leave out no resource and no endpoint, tell none twice, and are of no less weight than any of them", () => {
    const names = fc.uniqueArray(fc.nat(9), { maxLength: 8 });
    const ways = fc.uniqueArray(
      fc.record({ at: fc.nat(30), by: fc.uniqueArray(fc.nat(12), { maxLength: 4 }), certain: fc.boolean() }),
      { maxLength: 10, selector: ({ at }) => at },
    );
    fc.assert(
      fc.property(names, ways, (own, all) => {
        const opened = all.map(({ at, by, certain }) =>
          exposure(`e${at}e`, 443, { certain, by: by.map((n) => `urn:r${n}r`) }),
        );
        const risks = told(
          own.map((n) => rule(`r${n}r`, `stack${n % 2}`)),
          opened,
        );
        const found = (pattern: RegExp) =>
          risks.flatMap(({ message }) => message.match(pattern) ?? []).sort();
        expect(found(/r\d+r/g)).toEqual(own.map((n) => `r${n}r`).sort());
        expect(found(/e\d+e/g)).toEqual(all.map(({ at }) => `e${at}e`).sort());
        expect(
          risks.flatMap(({ urn, urns = [] }) => [...(urn === undefined ? [] : [urn]), ...urns]).sort(),
        ).toEqual(own.map((n) => `urn:r${n}r`).sort());
        const high = [
          ...own.map((n) => `r${n}r`),
          ...all.flatMap(({ at, certain }) => (certain ? [`e${at}e`] : [])),
        ];
        for (const name of high)
          expect(risks.find(({ message }) => message.includes(name))?.severity).toBe("high");
      }),
    );
  });
});

describe("what lets the internet in", () => {
  const admits = (resource: string, more: Partial<FilterRule> = {}): FilterRule => ({
    ...{
      direction: "in",
      end: { range: cidr("0.0.0.0/0") },
      on: { protocol: "tcp", ports: [80, 90] },
      resource,
    },
    ...more,
  });
  const rules = [
    admits("ports"),
    admits("all", { on: { protocol: "all" } }),
    admits("part", { end: { range: cidr("52.0.0.0/8") } }),
    admits("other-ports", { on: { protocol: "tcp", ports: [91, 99] } }),
    admits("udp", { on: { protocol: "udp", ports: [80, 90] } }),
    admits("out", { direction: "out" }),
    admits("private", { end: { range: cidr("10.0.0.0/8") } }),
    admits("members", { end: { group: "group" } }),
  ];
  const part = (name: string, groups: readonly string[], subnets: readonly string[] = []) => ({
    ...{ name, subnets, groups, isPublic: true },
    doors: [{ name: "door", port: 85, clients: [cidr("0.0.0.0/0")], resource: `door of ${name}` }],
  });
  const model: Model = {
    ...{
      networks: [],
      tables: [],
      gateways: [],
      acls: [],
      policies: [],
      namespaces: {},
      services: [],
      gaps: [],
    },
    subnets: [
      { id: "subnet", name: "s", network: "n", range: cidr("10.0.0.0/24"), table: "t", lists: ["list"] },
    ],
    filters: [
      { id: "group", name: "g", rules },
      { id: "list", name: "l", rules: [admits("list")] },
      { id: "elsewhere", name: "e", rules: [admits("elsewhere")] },
    ],
    endpoints: [part("entry", ["group"], ["subnet"]), part("behind", ["elsewhere"])],
  };
  const one: Exposure = {
    ...{ endpoint: "entry", protocol: "tcp", ports: [84, 85], hops: [], through: [], certain: true },
    from: [cidr("8.0.0.0/8"), cidr("52.0.0.0/16")],
  };

  test("is what has a rule or a door for it at what is called first, in groups and lists", () => {
    const openers = ["ports", "all", "part", "list", "door of entry"];
    expect(openersOf(model, one)).toEqual(openers);
    expect(openersOf(model, { ...one, endpoint: "behind", through: ["entry"] })).toEqual(openers);
    expect(openersOf(model, { ...one, ports: [86, 86], from: [cidr("8.0.0.0/8")] })).toEqual([
      "ports",
      "all",
      "list",
    ]);
  });
});
