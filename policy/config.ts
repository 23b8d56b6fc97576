import type { EnforcementLevel } from "@pulumi/policy";
import type { EnvironmentClass, FactName, Facts } from "./facts";
import { PACKS } from "./packs";
import { RULES } from "./rules";
import { WAIVERS } from "./waivers";

/** Configuration of the pack, what `--policy-pack-config` takes: by rule id its level and its facts. */
export type PolicyConfig = Readonly<
  Record<string, { readonly enforcementLevel: EnforcementLevel } & Partial<Facts>>
>;

type Optional = "org" | "declared" | "waivers" | "today";

/** All that a platform can tell, but for what has a default or may be left out: `waivers`, `today`, `org` and `declared`. */
export type KnownFacts = Omit<Facts, Optional> & Partial<Pick<Facts, Optional>>;

/**
 * The pack's configuration for an environment of the given class: the level of every rule from the class's pack, and the
 * facts it needs. A rule that the pack does not list is disabled; one that is not told its facts says nothing.
 *
 * @param cls class of the environment that is deployed.
 * @param facts what is known, as much of it as there is; `waivers` are those of `policy/waivers` and `today` is the system's date by default.
 */
export function policyConfig(cls: EnvironmentClass, facts: Partial<Facts>): PolicyConfig {
  const { waivers = WAIVERS, today } = facts;
  const told: Partial<Facts> = { ...facts, waivers };
  return Object.fromEntries(
    RULES.map((rule) => {
      const wanted: FactName[] = [
        ...new Set<FactName>([...rule.needs, ...(rule.uses ?? []), "environments"]),
      ].filter((fact) => told[fact] !== undefined);
      const own = waivers.filter((waiver) => rule.needs.includes("waivers") || waiver.rule === rule.id);
      return [
        rule.id,
        {
          enforcementLevel: PACKS[cls][rule.id] ?? "disabled",
          ...Object.fromEntries(wanted.map((fact) => [fact, told[fact]])),
          ...(own.length === 0 && !rule.needs.includes("waivers") ? {} : { waivers: own }),
          ...(today === undefined ? {} : { today }),
        },
      ];
    }),
  );
}
