import type { Values } from "../../engine/provider";
import type { Context } from "../kind";
import * as v from "../values";

/** The service part of a type token: `aws:sqs/queue:Queue` is of `sqs`. */
export const service = (type: string): string => (type.split(":")[1] ?? "").split("/")[0] ?? "";

/** The ARN of something in this account and region. */
export function arn(
  c: Pick<Context, "site" | "inputs">,
  what: string,
  resource: string,
  global = false,
): string {
  const region = global ? "" : (v.text(c.inputs, "region") ?? c.site.region);
  return `arn:aws:${what}:${region}:${c.site.account}:${resource}`;
}

export function tagsAll(c: Context): Values {
  return { ...v.textMap(c.site.config, "defaultTags.tags"), ...v.textMap(c.inputs, "tags") };
}
