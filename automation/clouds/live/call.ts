/** Services that answer, by the name in the scope of a signature. */
export type Service =
  "dynamodb" | "streams" | "events" | "firehose" | "lambda" | "s3" | "sns" | "sqs" | "states";

export type Input = Readonly<Record<string, unknown>>;

/** Who calls: whoever operates the platform and may do everything, a role, or a service on behalf of something. */
export type Caller =
  | { readonly kind: "operator" }
  | {
      readonly kind: "role";
      readonly arn: string;
      /** The function or machine that took the role on, by name. */
      readonly by: string;
    }
  | { readonly kind: "service"; readonly id: string; readonly source: string };

export const operator: Caller = { kind: "operator" };

/** One call of a service's API. */
export interface ApiCall {
  readonly service: Service;
  /** `SendMessage` */
  readonly action: string;
  readonly input: Input;
  readonly caller: Caller;
  readonly region: string;
}

export const textOf = (input: unknown, key: string): string | undefined => {
  const value = isRecord(input) ? input[key] : undefined;
  return typeof value === "string" ? value : undefined;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const recordsOf = (input: unknown, key: string): Record<string, unknown>[] => {
  const value = isRecord(input) ? input[key] : undefined;
  return Array.isArray(value) ? value.filter(isRecord) : [];
};
