import {
  rangeText,
  trafficText,
  type Answer,
  type Exposure,
  type Gap,
  type Hop,
  type Model,
  type Traffic,
} from "../../../lib/reachability";
import { EXPOSURE_HEAD, exposureRow, rangesText } from "../../reports";
import { table } from "./table";

/** The schema of `causeway path --json`. */
export const PATH_SCHEMA = "causeway.path/1";

/** A question and what it is answered with. */
export interface Told {
  readonly from: string;
  readonly to: string;
  readonly traffic: Traffic;
  /** How names were taken. */
  readonly notes: readonly string[];
  readonly gaps: readonly Gap[];
  readonly answer: Answer;
}

interface Where {
  readonly env: string;
  readonly simulated: boolean;
}

const document = (content: object): string =>
  `${JSON.stringify({ schema: PATH_SCHEMA, ...content }, null, 2)}\n`;

export function pathDocument(where: Where, { from, to, traffic, notes, gaps, answer }: Told): string {
  const { only, ...rest } = answer;
  return document({
    ...where,
    from,
    to,
    ...traffic,
    ...rest,
    ...(only && { only: { from: only.from.map(rangeText), to: only.to.map(rangeText) } }),
    notes,
    notConsidered: gaps,
  });
}

export function pageDocument(where: Where, page: string): string {
  return document({ ...where, page });
}

export function exposuresDocument(where: Where, { gaps }: Model, exposures: readonly Exposure[]): string {
  const all = exposures.map((one) => ({ ...one, from: one.from.map(rangeText) }));
  return document({ ...where, from: "internet", reached: all, notConsidered: gaps });
}

const VERBS: Readonly<Record<Answer["verdict"], string>> = {
  reaches: "reaches",
  partly: "reaches in part",
  blocked: "does not reach",
  unknown: "may or may not reach",
};

export function pathText({ from, to, traffic, notes, gaps, answer }: Told): string {
  const { verdict, hops, blocks, only } = answer;
  const lines = [
    `${from} ${VERBS[verdict]} ${to} on ${trafficText(traffic)}.`,
    ...hops.map((hop, i) => `  ${i + 1}. ${hopText(hop)}`),
    ...(only === undefined ? [] : [`Only from ${rangesText(only.from)} to ${rangesText(only.to)}.`]),
    ...(blocks.length === 0 || verdict === "reaches"
      ? []
      : [`What blocks ${verdict === "partly" ? "the rest" : "it"}:`]),
    ...(verdict === "reaches" ? [] : blocks.map((block) => `  - ${LEGS[block.leg]}: ${block.text}`)),
    ...notes.map((note) => `Note: ${note}.`),
  ];
  return `${lines.join("\n")}\n${gapsText(gaps)}`;
}

const LEGS = { request: "on the way there", reply: "on the way back" } as const;

function hopText({ kind, name, text }: Hop): string {
  switch (kind) {
    case "place":
      return name;
    case "rule":
      return `rule of ${name}: ${text ?? ""}`;
    case "policy":
      return `network policy ${name}${text === undefined ? "" : `: ${text}`}`;
    case "route":
      return `${text ?? "route"} ${name}`;
    case "gateway":
      return `gateway ${name}${text === undefined ? "" : ` (${text})`}`;
    case "door":
      return `way in: ${name}`;
  }
}

export function exposuresText({ gaps }: Model, exposures: readonly Exposure[]): string {
  if (exposures.length === 0) return `The internet reaches nothing.\n${gapsText(gaps)}`;
  return `${table([...EXPOSURE_HEAD], exposures.map(exposureRow))}${gapsText(gaps)}`;
}

function gapsText(gaps: readonly Gap[]): string {
  if (gaps.length === 0) return "";
  return `Not considered:\n${gaps.map(({ what, why }) => `  - ${what}: ${why}`).join("\n")}\n`;
}
