/** Which rules judge the two revisions: those of the running causeway or the base, never the head's. */
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { PolicyPackUse } from "../../stacks/define/platform";
import { packageRoot } from "../../stacks/package-root";
import { matches } from "../../policy/waivers/waiver";
import type { Checkout } from "./checkout";

export type Level = "mandatory" | "advisory" | "disabled" | "remediate";

interface RuleSettings {
  readonly enforcementLevel?: Level;
  readonly waivers?: readonly Waiver[];
}

/** A waiver as a rule's configuration carries it, as far as it is told here. */
interface Waiver {
  readonly rule?: string;
  readonly stack?: string;
  readonly resource?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly expires?: string;
}

/** How a rule is held in an environment. */
export interface RuleChange {
  readonly rule: string;
  readonly before: Level;
  readonly after: Level;
}

export class PolicyUse {
  constructor(
    private readonly base: Checkout,
    private readonly head: Checkout,
    /** Whether the platform is the reference platform, whose pack is the running causeway's own. */
    private readonly reference: boolean,
  ) {}

  /** Packs of a revision's environment in which no rule stops a stack, so that all of it is seen. */
  advisory(label: "base" | "head", env: string): readonly PolicyPackUse[] {
    const checkout = label === "base" ? this.base : this.head;
    return (checkout.description.environments[env]?.policies ?? []).map((use) => ({
      path: this.#packOf(checkout, use.path),
      config: {
        all: "advisory",
        ...Object.fromEntries(
          Object.entries(use.config ?? {}).map(([rule, value]) => [rule, relaxed(value)]),
        ),
      },
    }));
  }

  /** The level that a rule has in an environment: the base's, else the head's; mandatory where neither says. */
  levelOf(env: string, rule: string): Level {
    return this.#level(this.base, env, rule) ?? this.#level(this.head, env, rule) ?? "mandatory";
  }

  /** Rules that the head holds less strictly than the base. */
  weakened(env: string): readonly RuleChange[] {
    if (this.head.description.environments[env] === undefined) return [];
    return [...this.#rules(this.base, env).keys()].flatMap((rule) => {
      const before = this.#level(this.base, env, rule) ?? "mandatory";
      const after = this.#level(this.head, env, rule) ?? "disabled";
      return STRICTNESS[after] < STRICTNESS[before] ? [{ rule, before, after }] : [];
    });
  }

  /** Waivers that the head adds. */
  waived(env: string): readonly (Waiver & { readonly rule: string })[] {
    const old = new Set(this.#waivers(this.base, env).map((one) => JSON.stringify(one)));
    const stacks = this.head.description.environments[env]?.stacks ?? [];
    return this.#waivers(this.head, env).filter(
      (one) =>
        !old.has(JSON.stringify(one)) && stacks.some((name) => matches(one.stack ?? "*", `${env}-${name}`)),
    );
  }

  #waivers(checkout: Checkout, env: string): readonly (Waiver & { readonly rule: string })[] {
    const all = [...this.#rules(checkout, env)].flatMap(([rule, { waivers = [] }]) =>
      waivers.map((waiver) => ({ ...waiver, rule: waiver.rule ?? rule })),
    );
    return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  }

  #level(checkout: Checkout, env: string, rule: string): Level | undefined {
    return this.#rules(checkout, env).get(rule)?.enforcementLevel;
  }

  #rules(checkout: Checkout, env: string): ReadonlyMap<string, RuleSettings> {
    const uses = checkout.description.environments[env]?.policies ?? [];
    return new Map(
      uses.flatMap(({ config = {} }) =>
        Object.entries(config).map(([rule, value]): [string, RuleSettings] => [
          rule,
          typeof value === "string" ? { enforcementLevel: value as Level } : (value as RuleSettings),
        ]),
      ),
    );
  }

  #packOf(checkout: Checkout, pack: string): string {
    const inside = path.relative(checkout.root, pack);
    if (inside.startsWith("..") || path.isAbsolute(inside)) return realpathSync(pack);
    const trusted = path.join(this.reference ? packageRoot : this.base.root, inside);
    return existsSync(trusted) ? trusted : path.join(this.base.root, inside);
  }
}

const STRICTNESS: Readonly<Record<Level, number>> = { disabled: 0, advisory: 1, remediate: 2, mandatory: 3 };

function relaxed(value: unknown): unknown {
  const level = typeof value === "string" ? value : (value as RuleSettings).enforcementLevel;
  const told = level === "disabled" ? "disabled" : "advisory";
  return typeof value === "object" && value !== null ? { ...value, enforcementLevel: told } : told;
}
