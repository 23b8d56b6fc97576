import type { EnvironmentFacts } from "../facts";
import { overlaps, rangeOf, rangesIn } from "../lib/cidr";
import { DEPLOYMENT, GATEWAY } from "../lib/api-gateway";
import { refersTo } from "../lib/relations";
import { eachText } from "../lib/walk";
import { ifKnown } from "../lib/unknown";
import { environmentOf } from "../place";
import { defineRule, type Place, type Report, type Resource, type StackResource } from "../rule";

const REFERENCE = "pulumi:pulumi:StackReference";

/** An AWS account id, as the account of an ARN or a principal of its own. */
const ACCOUNT = /(?<![\w.-])\d{12}(?![\w.-])/g;

/** Environments do not reach into each other. */
export const envNoCrossRoute = defineRule({
  id: "env-no-cross-route",
  description:
    "Nothing of one environment names a range, an account, a resource or a stack of another environment.",
  severity: "critical",
  needs: ["environments", "sites"],
  uses: ["org"],
  serves: ["CO-17", "GW-08"],
  absorbs: ["eventbus-cross-env-put", "eso-cross-environment", "apigw-env-isolation"],
  remediationSteps: "Use the environment's own range, account, bus, path or stack.",
  waivable: false,

  check(resource, { environment, facts }, report) {
    if (environment === undefined || resource.type === REFERENCE) return;
    const others = Object.entries(facts.environments).filter(([name]) => name !== environment.name);
    const org = facts.org ?? "[a-z][a-z0-9]*";
    eachText(resource.props, (text, path) => {
      for (const [name, other] of others) {
        const crossing = crossingOf(text, environment, other, `${org}-${name}-(${facts.sites.join("|")})-`);
        if (crossing !== undefined) reportCrossing(resource, path, crossing, environment.name, name, report);
      }
    });
  },

  /** A stack that is only read never passes by as a resource of its own. */
  checkStack(resources, { environment, facts }, report) {
    if (environment === undefined) return;
    for (const reference of resources.filter(({ type }) => type === REFERENCE)) {
      const stack = String(reference.props["name"]).split("/").at(-1) ?? "";
      const other = environmentOf(stack, facts.environments);
      if (other === undefined || other.name === environment.name) continue;
      reportCrossing(reference, "name", stack, environment.name, other.name, report);
    }
    for (const api of resources.filter(({ type }) => type === DEPLOYMENT)) {
      const own = claimed(api);
      const gateway = resources.find(
        (one) => one.type === GATEWAY && refersTo(api, "gatewayId", () => api.props["gatewayId"], one),
      );
      const its = gateway && claimed(gateway);
      if (gateway === undefined || own === undefined || its === undefined || own === its) continue;
      reportCrossing(api, "gatewayId", gateway.name, own, its, report);
    }
  },
});

/** The environment that a resource's tags say it is of, in whichever namespace; undefined where they are not known. */
function claimed({ props }: StackResource): string | undefined {
  const tags = [ifKnown(() => props["definedTags"]), ifKnown(() => props["freeformTags"])];
  const found = tags.flatMap((all) =>
    Object.entries((all as Record<string, unknown> | undefined) ?? {}).filter(([key]) =>
      /(^|\.)Environment$/.test(key),
    ),
  );
  const value = found[0]?.[1];
  return typeof value === "string" ? value : undefined;
}

/** The part of a text that belongs to another environment: a range of its block, its account, or a name of its own. */
function crossingOf(
  text: string,
  own: NonNullable<Place<never>["environment"]>,
  other: EnvironmentFacts,
  named: string,
): string | undefined {
  const block = rangeOf(other.block);
  const range = rangesIn(text).find(
    (found) => block !== undefined && overlaps(block, found.range) && found.range.prefix >= block.prefix,
  );
  if (range !== undefined) return range.text;
  const account = text
    .match(ACCOUNT)
    ?.find((id) => other.accounts.includes(id) && !own.accounts.includes(id));
  if (account !== undefined) return account;
  return new RegExp(`(?<![\\w-])${named}[a-z0-9-]+`).exec(text)?.[0];
}

function reportCrossing(
  resource: Resource,
  path: string,
  value: string,
  own: string,
  other: string,
  report: Report,
): void {
  report({
    resource,
    path,
    value,
    problem: `it belongs to the environment ${other}, and ${own} must not reach it`,
    remedy: `Use what belongs to ${own}; environments share nothing.`,
  });
}
