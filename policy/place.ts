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

/** Where a resource is, or why the rule can not judge it. */
export function placeOf(
  rule: Rule,
  urn: string,
  config: Partial<Facts>,
): { place: Place<FactName> } | { missing: string } {
  const absent = rule.needs.filter((fact) => fact !== "waivers" && config[fact] === undefined);
  if (absent.length > 0) {
    return {
      missing:
        `it was not told ${absent.join(", ")}. Pass it with --policy-pack-config, ` +
        `under the key ${JSON.stringify(rule.id)}, or set the rule to "disabled" there`,
    };
  }
  const { stack } = parseUrn(urn);
  const environment = environmentOf(stack, config.environments);
  if (rule.needs.includes("environments") && environment === undefined) {
    const names = Object.keys(config.environments ?? {}).join(", ");
    return {
      missing: `the stack ${stack} is of none of the environments ${names}: name it <environment>-<stack>`,
    };
  }
  const cls = environment?.class ?? classFromName(stack);
  return {
    place: {
      stack,
      facts: { waivers: [], ...config } as unknown as Facts,
      today: config.today ?? systemToday(),
      ...(environment === undefined ? {} : { environment }),
      ...(cls === undefined ? {} : { class: cls }),
    },
  };
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
