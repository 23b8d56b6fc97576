import { Environment } from "@marcbachmann/cel-js";

interface Admission {
  readonly matchConditions?: readonly { readonly expression: string }[];
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
}

/** A request to the API server. */
export interface Asked {
  readonly object: object;
  readonly oldObject?: object;
  readonly request?: object;
}

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });

/** What an admission policy refuses of a request, evaluated as the API server does: one message each. */
export function refusals(policy: Admission, { object, oldObject, request = {} }: Asked): string[] {
  const known = { object, oldObject: oldObject ?? null, request };
  const variables: Record<string, unknown> = {};
  const evaluate = (expression: string): unknown =>
    environment.evaluate(expression, { ...known, variables }) as unknown;
  if (!(policy.matchConditions ?? []).every(({ expression }) => evaluate(expression) === true)) return [];
  for (const { name, expression } of policy.variables ?? []) variables[name] = evaluate(expression);
  return policy.validations.flatMap(({ expression, message }) =>
    evaluate(expression) === true ? [] : [message],
  );
}
