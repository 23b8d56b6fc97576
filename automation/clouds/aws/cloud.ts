import type { CheckFailure, Values } from "../../engine/provider";
import { awsReplacement, checkAws } from "../facts/aws";
import type { PackageFacts } from "../facts/facts";
import type { ByName } from "../facts/plausible";
import type { Context, Kind, Site } from "../kind";
import type { Cloud } from "../provider";
import type { Users } from "../settle";
import * as v from "../values";
import type { Entity } from "../world/world";
import { checkArns } from "./arn-inputs";
import { arn, ec2Missing, service, tagsAll } from "./common";
import { functions } from "./functions";
import { kinds } from "./kinds";
import { zonesOf } from "./regions";

/** Parts of ARNs whose resources are all simulated, so that an ARN that names none is a mistake. */
const simulatedArns =
  /^arn:aws:(sqs:[^:]+:\d+:[^:]+|sns:[^:]+:\d+:[^:]+|dynamodb:[^:]+:\d+:table\/[^/]+|kms:[^:]+:\d+:key\/.+|iam::\d+:(role|policy|oidc-provider)\/.+|events:[^:]+:\d+:event-bus\/[^/]+|s3:::[^/]+|eks:[^:]+:\d+:cluster\/.+)$/;

/** The refusal of an identifier of this account that names nothing; nothing for any other text. */
export function refuseDangling(c: Context, path: string, text: string): void {
  const id = /^([a-z]+)-[0-9a-f]{17}$/.exec(text);
  const known = id ? ec2Missing[id[1] ?? ""] : undefined;
  if (known && c.world.resolve(text).length === 0)
    c.refuse(known[0], `The ${known[1]} '${text}' does not exist`);
  if (!simulatedArns.test(text) || /[*?]/.test(text) || text.includes(":role/aws-service-role/")) return;
  const account = text.split(":")[4] ?? "";
  if (account !== "" && account !== c.site.account) return;
  if (text.startsWith("arn:aws:events:") && text.endsWith(":event-bus/default")) return;
  if (c.world.resolve(text).length === 0) c.refuse("ValidationException", `${path}: ${text} does not exist`);
}

function byName(c: Context, id: string): ByName {
  const region = v.text(c.inputs, "region") ?? c.site.region;
  return (property) => {
    switch (property) {
      case "region":
        return region;
      case "arn":
        return arn(c, service(c.type), `${(c.type.split(":")[2] ?? "").toLowerCase()}/${id}`);
      case "tagsAll":
        return tagsAll(c);
      case "ownerId":
      case "accountId":
      case "owner":
      case "registryId":
        return c.site.account;
      case "creationDate":
      case "createdDate":
      case "createdAt":
      case "createDate":
        return c.now;
      default:
        return undefined;
    }
  };
}

/** Any AWS type without a kind of its own. */
function fallback(type: string): Kind {
  const noun = (type.split(":")[2] ?? "").toLowerCase();
  return {
    type,
    id: (c) => c.text("name") ?? `${noun}-${c.derive.hex("id", 17)}`,
  };
}

/** The part of the cloud that uses are asked of. */
export const users: Users = {
  kinds,
  scope: (kind, inputs, site) =>
    kind.global === true
      ? `aws ${site.account}`
      : `aws ${site.account} ${v.text(inputs, "region") ?? site.region}`,
};

export const awsCloud = (facts: PackageFacts): Cloud => ({
  facts,
  kinds,
  functions,
  fallback,
  replacement: (type, kind) => awsReplacement(type, kind.replaces),
  check: ({ type }, inputs) => [...checkAws(type, inputs), ...checkArns(facts, facts.type(type), inputs)],
  byName,
  dangling: refuseDangling,
  scope: users.scope,
  inUse: (entity: Entity, holders) => [
    "DependencyViolation",
    `${entity.id} has dependencies and cannot be deleted: ${holders.map((h) => h.id).join(", ")}`,
  ],
  notFound: (kind, id) => ["ResourceNotFoundException", `${kind.type} ${id} does not exist`],
});

const accountOf = (roleArn: string | undefined): string | undefined =>
  /^arn:aws[\w-]*:iam::(\d{12}):role\//.exec(roleArn ?? "")?.[1];

/**
 * The account that a provider's credentials belong to. No credentials are read: it is the account of the role that is
 * assumed, else the scenario's, else the first that is allowed, else one derived from the seed.
 */
export function accountFor(config: Values, scenario: string | undefined, derived: string): string {
  const assumed = accountOf(
    v.text(config, "assumeRoles.0.roleArn") ??
      v.text(config, "assumeRole.roleArn") ??
      v.text(config, "assumeRoleWithWebIdentity.roleArn"),
  );
  return assumed ?? scenario ?? v.texts(config, "allowedAccountIds")[0] ?? derived;
}

export function siteOf(config: Values, account: string): Site {
  return { account, region: v.text(config, "region") ?? "", config };
}

/** What the AWS provider refuses of its own configuration. */
export function checkConfig(config: Values): CheckFailure[] {
  const region = config["region"];
  if (region === undefined || region === null || region === "")
    return [
      {
        property: "region",
        reason:
          'this provider has no region; give it one, such as new aws.Provider("use1", { region: "us-east-1" })',
      },
    ];
  if (typeof region === "string" && zonesOf(region).length === 0)
    return [{ property: "region", reason: `"${region}" is not an AWS region` }];
  return [];
}
