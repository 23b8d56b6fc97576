import type { CheckFailure, Value, Values } from "../../engine/provider";
import { interfaceOf, type ObjectFacts, type TypeFacts } from "../facts/facts";
import type { PropertyFact } from "../facts/parser";
import { isArray, isObject, type ObjectValue } from "../values";

/**
 * Inputs that take an ARN though their name does not say so (the provider's documentation of each type, and `ValidateFunc:
 * verify.ValidARN` in github.com/hashicorp/terraform-provider-aws, read 2026-11-26).
 */
const others: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventTarget:EventTarget": ["arn"],
  "aws:cloudwatch/logGroup:LogGroup": ["kmsKeyId"],
  "aws:ec2/flowLog:FlowLog": ["logDestination"],
  "aws:lambda/function:Function": ["role"],
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ["role"],
  "aws:sns/topicPolicy:TopicPolicy": ["arn"],
  "aws:sns/topicSubscription:TopicSubscription": ["topic"],
};

/** "The ARN or alias of the KMS key", says Provider in the Amazon EKS API reference. */
const aliasToo = "encryptionConfig.provider.keyArn";

/** Texts at declared properties with their names; keys of maps, such as tags, are nobody's names. */
function* texts(
  facts: ObjectFacts,
  members: Iterable<PropertyFact>,
  values: ObjectValue,
  at = "",
): Generator<[path: string, name: string, text: string]> {
  for (const { name, shape } of members) {
    const value = values[name];
    const path = at === "" ? name : `${at}.${name}`;
    const inner = interfaceOf(shape);
    const each: readonly (Value | undefined)[] = isArray(value) ? value : [value];
    for (const [i, one] of each.entries()) {
      const here = isArray(value) ? `${path}[${String(i)}]` : path;
      if (typeof one === "string") yield [here, name, one];
      else if (isObject(one) && inner !== undefined)
        yield* texts(facts, facts.object(inner) ?? [], one, here);
    }
  }
}

/** A name or an id where an ARN belongs, as the provider refuses it. Values may be secret and are not quoted. */
export function checkArns(facts: ObjectFacts, type: TypeFacts | undefined, inputs: Values): CheckFailure[] {
  if (type === undefined) return [];
  const named = others[type.token] ?? [];
  return [...texts(facts, type.inputs.values(), inputs)]
    .filter(([path, name]) => (/Arns?$/.test(name) || named.includes(path)) && path !== aliasToo)
    .filter(([, , text]) => text !== "" && !text.startsWith("arn:"))
    .map(([property]) => ({ property, reason: "is an invalid ARN: arn: invalid prefix" }));
}
