import {
  linksOf,
  rangeText,
  reachableFromInternet,
  type Exposure,
  type Gap,
  type Interval,
  type Link,
  type Model,
  type PortRange,
} from "../../lib/reachability";
import { INTERNET, type Arrow } from "./arrow";
import type { Cell, Section, Sections } from "./sections";

const SUREST = ["reaches", "partly", "unknown"] as const;

/** Everything that reaches something, the internet first. */
export function arrowsOf(links: readonly Link[], exposures: readonly Exposure[]): Arrow[] {
  const outside = exposures.map(({ endpoint, protocol, ports, certain }): Link => {
    const verdict = certain ? "reaches" : "unknown";
    return { from: INTERNET, to: endpoint, protocol, ports, verdict };
  });
  const pairs = new Map<string, Link[]>();
  for (const link of [...outside, ...links]) {
    const key = JSON.stringify([link.from, link.to]);
    pairs.set(key, [...(pairs.get(key) ?? []), link]);
  }
  const arrows = [...pairs.values()].map((all) => {
    const [{ from, to }] = all as [Link, ...Link[]];
    const sure = SUREST.find((verdict) => all.some((link) => link.verdict === verdict)) ?? "unknown";
    return { from, to, on: portsOf(all), sure };
  });
  const rank = ({ from, to }: Arrow) => `${from === INTERNET ? 0 : 1}\n${from}\n${to}`;
  return arrows.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function portsOf(links: readonly Link[]): string {
  return (["tcp", "udp"] as const)
    .flatMap((protocol) => {
      const own = links.filter((link) => link.protocol === protocol).map(({ ports }) => portsText(ports));
      return own.length === 0 ? [] : [`${protocol.toUpperCase()} ${[...new Set(own)].join(", ")}`];
    })
    .join("; ");
}

/** `443`, `30000-32767`. */
export function portsText([first, last]: PortRange): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

/** The first few: of the internet there may be hundreds. */
const SHOWN = 4;

/** `203.0.113.0/24 and 3 more`. */
export function rangesText(all: readonly Interval[]): string {
  if (all.length === 0) return "anywhere";
  const more = all.length - SHOWN;
  return `${all.slice(0, SHOWN).map(rangeText).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

export const EXPOSURE_HEAD = ["reached", "on", "from", "how", "sure"] as const;

/** What the internet reaches, a row each. */
export function exposureRow({ endpoint, protocol, ports, from, through, certain }: Exposure): string[] {
  return [
    endpoint,
    `${protocol.toUpperCase()} ${portsText(ports)}`,
    rangesText(from),
    through.length === 0 ? "directly" : `through ${through.join(", ")}`,
    certain ? "yes" : "perhaps",
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const plain = (text: string): Cell => ({ text });

/** The parts of a report that say and draw who reaches whom. */
export function reachSections(model: Model): Section[] {
  return sectionsFor(arrowsOf(linksOf(model), reachableFromInternet(model)), model);
}

function sectionsFor(arrows: readonly Arrow[], model: Model): Section[] {
  const exposures = reachableFromInternet(model);
  const outside: Section =
    exposures.length === 0
      ? { kind: "text", heading: "From the internet", lines: ["The internet reaches nothing."] }
      : {
          kind: "table",
          heading: "From the internet",
          head: EXPOSURE_HEAD.map(capital),
          numbers: [],
          rows: exposures.map((one) => exposureRow(one).map(plain)),
        };
  return [outside, { kind: "reach", heading: "Who reaches whom", arrows }, ...gapsSection(model.gaps)];
}

function gapsSection(gaps: readonly Gap[]): Section[] {
  if (gaps.length === 0) return [];
  const lines = gaps.map(({ what, why }) => `${what}: ${why}`);
  return [{ kind: "text", heading: "Not considered in who reaches whom", lines }];
}

/** A page of its own about who reaches whom in an environment. */
export function reachReport(
  { platform, environment, banner }: { platform: string; environment: string; banner?: string },
  model: Model,
): Sections {
  const exposures = reachableFromInternet(model);
  const arrows = arrowsOf(linksOf(model), exposures);
  const callers = new Set(arrows.map(({ from }) => from));
  const called = new Set(arrows.map(({ to }) => to));
  callers.delete(INTERNET);
  const outside = new Set(exposures.map(({ endpoint }) => endpoint)).size;
  return {
    title: `${platform}: who reaches whom in ${environment}`,
    ...(banner === undefined ? {} : { banner }),
    summary:
      `${callers.size} of ${model.endpoints.length} endpoints reach ${called.size}; the internet reaches ` +
      `${outside === 0 ? "nothing" : String(outside)}. Read from the states of the environment's stacks.`,
    sections: sectionsFor(arrows, model),
  };
}
