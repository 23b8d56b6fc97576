import type { Kind } from "../kind";
import * as v from "../values";
import { arn, fromPrefix, limit, nameOf, target, within } from "./common";
import { assumable, roleTarget } from "./iam-rules";

const FUNCTION = "aws:lambda/function:Function";

/** Ranges are those of CreateFunction in the AWS Lambda API reference. */
const functionKind: Kind = {
  type: FUNCTION,
  simulates: "the name, a role that exists and that Lambda can assume, memory and time-out",
  naming: { property: "name", maximum: 64 },
  references: { role: roleTarget },
  holds: ["role"],
  check: (inputs, report) => {
    limit(inputs, report, "name", /^[\w-]{1,64}$/, "up to 64 letters, digits, hyphens and underscores");
    within(inputs, report, "memorySize", 128, 10_240);
    within(inputs, report, "timeout", 1, 900);
  },
  rules: (c) => {
    if (!assumable(c, c.text("role"), "lambda.amazonaws.com"))
      c.refuse(
        "InvalidParameterValueException",
        `The role defined for the function cannot be assumed by Lambda: ${c.text("role") ?? ""}`,
      );
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => {
    const own = arn(c, "lambda", `function:${id}`);
    const region = own.split(":")[3] ?? "";
    return {
      arn: own,
      name: id,
      qualifiedArn: `${own}:$LATEST`,
      version: "$LATEST",
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${own}/invocations`,
      memorySize: c.number("memorySize") ?? 128,
      timeout: c.number("timeout") ?? 3,
    };
  },
  taken: (_c, id) => ["ResourceConflictException", `Function already exist: ${id}`],
};

const permission: Kind = {
  type: "aws:lambda/permission:Permission",
  simulates: "a function that exists, one statement of an id on it",
  naming: false,
  references: {
    function: target("ResourceNotFoundException", (id) => `Function not found: ${id}`, FUNCTION.slice(4)),
  },
  holds: ["function"],
  id: (c) =>
    c.text("statementId") ??
    v.text(c.old?.outputs, "statementId") ??
    fromPrefix(c, c.text("statementIdPrefix") ?? "terraform-"),
  claims: (c, id) => [
    `lambda permission ${c.find(c.text("function"), FUNCTION)?.id ?? ""} ${c.scopeOf(FUNCTION)} ${id}`,
  ],
  taken: (_c, claim) => [
    "ResourceConflictException",
    `The statement id (${claim.slice(claim.lastIndexOf(" ") + 1)}) provided already exists.`,
  ],
  outputs: (_c, id) => ({ statementId: id }),
};

export const lambda: readonly Kind[] = [functionKind, permission];
