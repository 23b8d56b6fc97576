import type { IncomingHttpHeaders } from "node:http";
import type { AuthorizerPlan } from "../../../components/api-gateway/authorizer-auth";

/** Calls a function; it throws when the function fails or is not there in time. */
export type Invoke = (functionId: string, body: unknown) => Promise<unknown>;

/** What is known of a caller, or the status that the request ends with. */
export type Verdict = { readonly scopes: readonly string[] } | { readonly status: 401 | 502 };

/** API Gateway guide, "Creating an Authorizer Function": answers are kept from 60 seconds to an hour. */
const [LEAST_MS, MOST_MS] = [60_000, 3_600_000];

/** Asks a function about callers as a rendered policy says, and keeps its answers by the policy's keys. */
export class AuthorizerChecks {
  readonly #kept = new Map<string, { readonly verdict: Verdict; readonly until: number }>();

  constructor(
    private readonly plan: AuthorizerPlan,
    private readonly invoke: Invoke,
    private readonly now: () => number,
    private readonly failed: (error: unknown) => void,
  ) {}

  async verdictOn(headers: IncomingHttpHeaders): Promise<Verdict> {
    const data = Object.fromEntries(
      Object.entries(this.plan.parameters).flatMap(([argument, expression]) => {
        const header = /^request\.headers\[(.+)\]$/.exec(expression)?.[1] ?? "";
        const value = headers[header.toLowerCase()];
        return value === undefined ? [] : [[argument, [value].flat()] as const];
      }),
    );
    const key = JSON.stringify(this.plan.cacheKeys.map((name) => data[name]));
    const before = this.#kept.get(key);
    if (before !== undefined && this.now() < before.until) return before.verdict;
    try {
      const answer = await this.invoke(this.plan.functionId as string, { type: "USER_DEFINED", data });
      const { active, scope, expiresAt } = answer as Record<string, unknown>;
      const verdict: Verdict = active === true ? { scopes: scopesOf(scope) } : { status: 401 };
      this.#kept.set(key, { verdict, until: this.now() + keptFor(expiresAt, this.now()) });
      return verdict;
    } catch (error) {
      this.failed(error);
      return { status: 502 };
    }
  }
}

const scopesOf = (scope: unknown): string[] =>
  typeof scope === "string"
    ? scope.split(" ")
    : Array.isArray(scope)
      ? scope.filter((one) => typeof one === "string")
      : [];

function keptFor(expiresAt: unknown, now: number): number {
  const left = typeof expiresAt === "string" ? Date.parse(expiresAt) - now : NaN;
  return Number.isNaN(left) ? LEAST_MS : Math.min(MOST_MS, Math.max(LEAST_MS, left));
}
