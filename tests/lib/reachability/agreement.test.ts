import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canReach,
  partyNamed,
  reachableFromInternet,
  type Answer,
  type Model,
  type Party,
} from "../../../lib/reachability";
import { walk, type Spot, type Wire } from "./brute";
import { ABROAD, BEYOND, SERVICE, models } from "./models";

const ENDPOINTS = ["e0", "e1", "e2", "e3"];
const name = fc.constantFrom(...ENDPOINTS, ...ENDPOINTS, "internet", "storage", "192.168.7.0/30");
const port = fc.constantFrom(443, 443, 80, 22);
const protocol = fc.constantFrom("tcp" as const, "tcp" as const, "udp" as const);
const questions = fc.array(fc.tuple(name, name, protocol, port), { minLength: 3, maxLength: 3 });

type Call = Omit<Wire, "sport">;

function party(model: Model, text: string): Party {
  const named = partyNamed(model, text);
  if ("fault" in named) throw new Error(named.fault);
  return named.party;
}

/** Every place that a name stands for, address by address. */
function spots(model: Model, text: string): Spot[] {
  if (text === "internet") return ABROAD.map((ip) => ({ at: "internet", ip }));
  if (text === "storage") return [{ at: "service", labels: SERVICE.labels }];
  const addresses = (first: number) => [0, 1, 2, 3].map((i) => first + i);
  if (text.includes("/")) return addresses(BEYOND.first).map((ip) => ({ at: "beyond", ip }));
  const endpoint = model.endpoints.find((one) => one.name === text);
  if (endpoint === undefined) throw new Error(text);
  return model.subnets
    .filter(({ id }) => endpoint.subnets.includes(id))
    .flatMap((subnet) =>
      addresses(subnet.range.first).map((ip): Spot => ({ at: "interface", endpoint, subnet, ip })),
    );
}

/** Ports that callers' connections may come from: next to everything that a rule of these models names. */
const CALLERS = [32768, 40000, 45000, 45001, 50000, 50001, 60999];

function walkAll(model: Model, from: string, to: string, call: Call) {
  const why = new Set<string>();
  let [arrived, lost, doubtful] = [0, 0, 0];
  for (const source of spots(model, from)) {
    for (const target of spots(model, to)) {
      for (const sport of CALLERS) {
        const reasons = walk(model, source, target, { ...call, sport });
        reasons.forEach((one) => why.add(one));
        if (reasons.size === 0) arrived++;
        else if ([...reasons].every((one) => one.endsWith("?"))) doubtful++;
        else lost++;
      }
    }
  }
  const none = doubtful > 0 ? "unknown" : "blocked";
  const verdict = arrived === 0 ? none : lost + doubtful === 0 ? "reaches" : "partly";
  return { verdict, why: [...why].sort() };
}

const passes = (verdict: string): boolean => verdict === "reaches" || verdict === "partly";

/** Whether what listens on the port and passes calls on leads to the endpoint in the end. */
function walkOver(model: Model, from: string, to: string, call: Call): boolean {
  const over = (caller: string, relay: string, { protocol: proto, dport }: Call, seen: string[]): boolean => {
    const behind = (model.endpoints.find((one) => one.name === relay)?.listeners ?? [])
      .filter((one) => one.port === dport && one.protocol === proto)
      .flatMap((one) => one.to);
    if (behind.length === 0 || seen.includes(relay)) return false;
    if (!passes(walkAll(model, caller, relay, { protocol: proto, dport }).verdict)) return false;
    return behind.some(({ endpoint, port: next }) =>
      endpoint === to
        ? passes(walkAll(model, relay, to, { protocol: proto, dport: next }).verdict)
        : over(relay, endpoint, { protocol: proto, dport: next }, [...seen, relay]),
    );
  };
  return ENDPOINTS.some((relay) => relay !== to && relay !== from && over(from, relay, call, []));
}

const reasons = ({ blocks }: Answer): string[] =>
  [...new Set(blocks.map(({ leg, kind, unknown }) => `${leg} ${kind}${unknown === true ? "?" : ""}`))].sort();

/** Everything that the random models are to stop a packet by. */
const EVERY_REASON = [
  ...["acl", "acl?", "address", "gateway", "gateway?", "route", "route?", "rule", "rule?"].flatMap((kind) => [
    `reply ${kind}`,
    `request ${kind}`,
  ]),
  "request listener",
  "request policy",
].sort();

describe("canReach", () => {
  test("agrees with a walk of single packets, in its verdict and in its reasons", () => {
    const verdicts: Record<string, number> = {};
    const seen = new Set<string>();
    fc.assert(
      fc.property(models({ plain: false }), questions, (model, asked) => {
        for (const [from, to, proto, dport] of asked) {
          const answer = canReach(model, party(model, from), party(model, to), {
            protocol: proto,
            port: dport,
          });
          const direct = walkAll(model, from, to, { protocol: proto, dport });
          const over = !passes(direct.verdict) && walkOver(model, from, to, { protocol: proto, dport });
          const verdict = over ? "over" : answer.verdict;
          verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
          expect(answer.hops.length > 0).toBe(passes(answer.verdict));
          expect(passes(answer.verdict)).toBe(over || passes(direct.verdict));
          if (over) continue;
          expect(answer.verdict).toBe(direct.verdict);
          expect(reasons(answer)).toEqual(direct.why);
          for (const one of direct.why) seen.add(one);
        }
      }),
      { numRuns: 2000, seed: 6 },
    );
    for (const [verdict, least] of Object.entries({
      reaches: 40,
      partly: 40,
      blocked: 40,
      unknown: 40,
      over: 4,
    })) {
      expect(verdicts[verdict] ?? 0, verdict).toBeGreaterThan(least);
    }
    expect([...seen].sort()).toEqual(EVERY_REASON);
  });

  test("never passes for a rule less, where rules track connections and none forbids", () => {
    const rank = ({ verdict }: Answer) => ["blocked", "unknown", "partly", "reaches"].indexOf(verdict);
    let closed = 0;
    fc.assert(
      fc.property(
        models({ plain: true }),
        name,
        name,
        protocol,
        port,
        fc.nat(),
        (model, from, to, proto, dport, pick) => {
          const ask = (of: Model) =>
            canReach(of, party(of, from), party(of, to), { protocol: proto, port: dport });
          const less = withoutRule(model, pick);
          const [before, after] = [rank(ask(model)), rank(ask(less))];
          expect(after).toBeLessThanOrEqual(before);
          if (after < before) closed++;
        },
      ),
      { numRuns: 4000, seed: 6 },
    );
    expect(closed).toBeGreaterThan(40);
  });
});

/** The model without one rule of a group, a list or a network policy. */
function withoutRule(model: Model, pick: number): Model {
  const places = [
    ...model.filters.flatMap(({ rules }, of) =>
      rules.map((_, rule) => ({ in: "filters", of, rule }) as const),
    ),
    ...model.policies.flatMap(({ rules }, of) =>
      rules.map((_, rule) => ({ in: "policies", of, rule }) as const),
    ),
  ];
  const place = places[pick % Math.max(places.length, 1)];
  if (place === undefined) return model;
  const less = <T extends { rules: readonly unknown[] }>(all: readonly T[]): T[] =>
    all.map((one, i) =>
      i === place.of ? { ...one, rules: one.rules.filter((_, k) => k !== place.rule) } : one,
    );
  return place.in === "filters"
    ? { ...model, filters: less(model.filters) }
    : { ...model, policies: less(model.policies) };
}

describe("reachableFromInternet", () => {
  test("says what asking for each endpoint, port and address says", () => {
    const counts = { open: 0, unknown: 0, over: 0 };
    fc.assert(
      fc.property(models({ plain: false }), protocol, (model, proto) => {
        const exposures = reachableFromInternet(model);
        for (const endpoint of ENDPOINTS) {
          for (const dport of [1, 22, 80, 443, 450, 40000, 65535]) {
            for (const ip of ABROAD) {
              const range = { first: ip, last: ip };
              const answer = canReach(model, { kind: "internet", range }, party(model, endpoint), {
                protocol: proto,
                port: dport,
              });
              const told = exposures.filter(
                (one) =>
                  one.endpoint === endpoint &&
                  one.protocol === proto &&
                  one.ports[0] <= dport &&
                  dport <= one.ports[1] &&
                  one.from.some(({ first, last }) => first <= ip && ip <= last),
              );
              expect(told.some(({ certain }) => certain)).toBe(passes(answer.verdict));
              if (answer.verdict === "unknown") expect(told.length).toBeGreaterThan(0);
              if (passes(answer.verdict)) counts.open++;
              if (answer.verdict === "unknown") counts.unknown++;
              if (told.some(({ through }) => through.length > 0)) counts.over++;
            }
          }
        }
      }),
      { numRuns: 400, seed: 6 },
    );
    for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(40);
  });
});
