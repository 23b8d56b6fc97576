import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linksOf, noWork, type Model } from "../../../lib/reachability";
import { ask } from "../../../lib/reachability/reach";
import { worldOf } from "../../../lib/reachability/world";
import { models } from "./models";
import { publicPlatform } from "./platform";

/** Ports on, next to and far from everything that these models name. */
const PORTS = [1, 22, 80, 399, 400, 443, 444, 500, 501, 8080, 32767, 32768, 45000, 45001, 65535];
const PROTOCOLS = ["tcp", "udp"] as const;

/** The same, asked port by port. */
function* asked(model: Model): Generator<string> {
  const world = worldOf(model);
  for (const from of model.endpoints) {
    for (const to of model.endpoints) {
      if (from === to) continue;
      for (const protocol of PROTOCOLS) {
        for (const port of PORTS) {
          const [a, b] = [from, to].map((endpoint) => ({ kind: "endpoint", endpoint }) as const);
          if (a === undefined || b === undefined) continue;
          const { verdict } = ask(world, a, b, { protocol, port }, noWork());
          if (verdict !== "blocked") yield `${from.name} ${to.name} ${protocol} ${port} ${verdict}`;
        }
      }
    }
  }
}

function* linked(model: Model): Generator<string> {
  for (const { from, to, protocol, ports, verdict } of linksOf(model)) {
    for (const port of PORTS.filter((one) => ports[0] <= one && one <= ports[1]))
      yield `${from} ${to} ${protocol} ${port} ${verdict}`;
  }
}

describe("links of a whole environment", () => {
  test.each([true, false])(
    "are what is answered pair by pair and port by port (plain models: %s)",
    (plain) => {
      fc.assert(
        fc.property(models({ plain }), (model) => {
          expect([...linked(model)].sort()).toEqual([...asked(model)].sort());
        }),
        { numRuns: 40 },
      );
    },
  );

  test("of 5,000 rules take no more looks than a second has room for", () => {
    const work = noWork();
    linksOf(publicPlatform(5000), work);
    expect(work.evaluations).toBeLessThan(2_500_000);
  });
});
