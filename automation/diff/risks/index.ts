import type { Risk } from "../model";
import { identityWider, internetWider } from "./access";
import { deadLettersLost, deleted, keptShorter, protectionLost, renamed, replaced } from "./kept";
import type { Judged, RiskRule } from "./judged";
import { alarmLost, imageUnpinned, networkReplaced, outage, renumbered } from "./watched";

export type { Judged } from "./judged";
export { withReach } from "./internet";
export { leftRisks } from "./left";
export { optionRisks } from "./options";
export { tierRisks } from "./tier";

const RULES: readonly RiskRule[] = [
  replaced,
  deleted,
  renamed,
  protectionLost,
  keptShorter,
  deadLettersLost,
  alarmLost,
  imageUnpinned,
  outage,
  networkReplaced,
  renumbered,
  internetWider,
  identityWider,
];

/** What is to be said of one resource that differs. */
export function riskOf(judged: Judged): readonly Risk[] {
  const { stack, resource } = judged;
  return RULES.flatMap((rule) => rule(judged) ?? []).map((risk) => ({ ...risk, stack, urn: resource.urn }));
}
