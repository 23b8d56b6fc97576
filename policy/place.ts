import type { EnvironmentClass, FactName, Facts } from "./facts";
import { systemToday } from "./clock";
import { parseUrn } from "./lib/urn";
import type { Place, Rule } from "./rule";

const CLASS_WORDS: Readonly<Record<string, EnvironmentClass>> = {
  dev: "dev",
  development: "dev",
  staging: "staging",
  stage: "staging",
  prod: "prod",
  production: "prod",
};

/** Where a resource is, or why the rule can not judge it, and whether it was told its facts at all. */
export function placeOf(
  rule: Rule,
  urn: string,
  config: Partial<Facts>,
): { place: Place<FactName> } | { missing: string; told: boolean } {
  const absent = rule.needs.filter((fact) => fact !== "waivers" && config[fact] === undefined);
  if (absent.length > 0) {
    return {
      missing:
        `it was not told ${absent.join(", ")}. Pass it with --policy-pack-config, ` +
        `under the key ${JSON.stringify(rule.id)}, to have it judge`,
      told: false,
    };
  }
  const place = new Here(urn, { waivers: [], ...config } as unknown as Facts);
  if (rule.needs.includes("environments") && place.environment === undefined) {
    const names = Object.keys(config.environments ?? {}).join(", ");
    return {
      missing: `the stack ${place.stack} is of none of the environments ${names}: name it <environment>-<stack>`,
      told: true,
    };
  }
  return { place };
}

/** A place that is looked at when a rule asks: most rules stop at a resource's type. */
class Here implements Place<FactName> {
  constructor(
    private readonly urn: string,
    readonly facts: Facts,
  ) {}

  get stack(): string {
    return parseUrn(this.urn).stack;
  }

  get environment(): Place<FactName>["environment"] {
    return environmentOf(this.stack, this.facts.environments);
  }

  get class(): EnvironmentClass | undefined {
    const { stack, environment } = this;
    return environment?.class ?? classFromName(stack);
  }

  get today(): string {
    return this.facts.today ?? systemToday();
  }
}

/** The environment whose name the stack's name begins with; the longest such name. */
export function environmentOf(
  stack: string,
  environments: Facts["environments"] = {},
): Place<FactName>["environment"] {
  const [name] = Object.keys(environments)
    .filter((candidate) => stack === candidate || stack.startsWith(`${candidate}-`))
    .sort((a, b) => b.length - a.length);
  const facts = name === undefined ? undefined : environments[name];
  return name === undefined || facts === undefined ? undefined : { ...facts, name };
}

function classFromName(stack: string): EnvironmentClass | undefined {
  const word = stack.split(/[-_.]/).find((part) => Object.hasOwn(CLASS_WORDS, part));
  return word === undefined ? undefined : CLASS_WORDS[word];
}
