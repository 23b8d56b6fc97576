import type { Context } from "../../kind";
import * as v from "../../values";
import type { Entity } from "../../world/world";
import { parsePolicy, type PolicyForm, type Statement } from "./document";
import { managedPolicy } from "./managed";
import type { Policies } from "./authorize";

/** The statements of a document; none where it has faults, which the check of inputs reports. */
export function statements(text: string | undefined, form: PolicyForm): readonly Statement[] {
  const parsed = text === undefined ? [] : parsePolicy(text, form);
  return typeof parsed === "string" ? [] : parsed;
}

/** Everything of these types beside an entity, in its account and region. */
const beside = (c: Context, entity: Entity, ...types: string[]): readonly Entity[] =>
  types.flatMap((type) => c.world.all(type)).filter((e) => e.scope === entity.scope);

const named = (entity: Entity, ...names: (string | undefined)[]): boolean =>
  names.some((n) => n !== undefined && (n === entity.id || entity.aliases.includes(n)));

/** Resources with a policy of their own: where it stands, and the types that attach one and by which input. */
const carriers: Readonly<
  Record<
    string,
    { readonly own?: string; readonly attached?: readonly (readonly [type: string, by: string])[] }
  >
> = {
  "aws:sqs/queue:Queue": { own: "policy", attached: [["aws:sqs/queuePolicy:QueuePolicy", "queueUrl"]] },
  "aws:sns/topic:Topic": { own: "policy", attached: [["aws:sns/topicPolicy:TopicPolicy", "arn"]] },
  "aws:kms/key:Key": { own: "policy", attached: [["aws:kms/keyPolicy:KeyPolicy", "keyId"]] },
  "aws:cloudwatch/eventBus:EventBus": {
    attached: [["aws:cloudwatch/eventBusPolicy:EventBusPolicy", "eventBusName"]],
  },
  "aws:s3/bucket:Bucket": { own: "policy", attached: [["aws:s3/bucketPolicy:BucketPolicy", "bucket"]] },
  "aws:s3/bucketV2:BucketV2": { own: "policy", attached: [["aws:s3/bucketPolicy:BucketPolicy", "bucket"]] },
};

const PERMISSION = "aws:lambda/permission:Permission";

/** Lambda keeps a function's policy as one permission after the other (Lambda developer guide, "Resource-based policies"). */
function permissionsOf(c: Context, lambda: Entity): Statement[] {
  return beside(c, lambda, PERMISSION)
    .filter((e) => named(lambda, v.text(e.inputs, "function")))
    .map((e) => {
      const principal = v.text(e.inputs, "principal") ?? "*";
      const condition = (operator: string, key: string, value: string | undefined) =>
        value === undefined ? [] : [{ operator, key, values: [value] }];
      return {
        sid: v.text(e.inputs, "statementId"),
        effect: "Allow",
        principals: [{ kind: /\.amazonaws\.com/.test(principal) ? "Service" : "AWS", id: principal }],
        notPrincipal: false,
        actions: [v.text(e.inputs, "action") ?? ""],
        notActions: false,
        resources: ["*"],
        notResources: false,
        conditions: [
          ...condition("ArnLike", "aws:SourceArn", v.text(e.inputs, "sourceArn")),
          ...condition("StringEquals", "aws:SourceAccount", v.text(e.inputs, "sourceAccount")),
          ...condition("StringEquals", "aws:PrincipalOrgID", v.text(e.inputs, "principalOrgId")),
        ],
        variables: false,
      };
    });
}

/** The policy on the thing that an identifier leads to; undefined where nothing of that name carries one. */
export function policyOf(c: Context, identifier: string): readonly Statement[] | undefined {
  const [bucketArn = identifier] = /^arn:aws:s3:::[^/]+/.exec(identifier) ?? [];
  const owner = c.world
    .resolve(bucketArn)
    .find((e) => carriers[e.type] !== undefined || e.type === "aws:lambda/function:Function");
  if (!owner) return undefined;
  if (owner.type === "aws:lambda/function:Function") return permissionsOf(c, owner);
  const { own, attached = [] } = carriers[owner.type] ?? {};
  for (const [type, by] of attached)
    for (const e of beside(c, owner, type))
      if (named(owner, v.text(e.inputs, by))) return statements(v.text(e.inputs, "policy"), "resource");
  return statements(own === undefined ? undefined : v.text(owner.outputs, own), "resource");
}

const ROLE = "aws:iam/role:Role";

/** What a role's own policies say. */
export interface Identity {
  readonly policies: Pick<Policies, "identity" | "boundary">;
  /** Whether the content of all of them is known: of AWS's own, only that of a few is. */
  readonly complete: boolean;
}

function managed(c: Context, arn: string): readonly Statement[] | undefined {
  const own = c.world.resolve(arn).find((e) => e.type === "aws:iam/policy:Policy");
  return own ? statements(v.text(own.outputs, "policy"), "identity") : managedPolicy(arn);
}

/** The policies of a role of this world; of another role nothing is known, so nothing of it is refused. */
export function identityOf(c: Context, arn: string): Identity {
  const role = c.world.resolve(arn).find((e) => e.type === ROLE);
  // What a service-linked role may do is AWS's; no key is among it.
  if (!role) return { policies: { identity: [] }, complete: arn.includes(":role/aws-service-role/") };
  const inline = beside(c, role, "aws:iam/rolePolicy:RolePolicy")
    .filter((e) => named(role, v.text(e.inputs, "role")))
    .map((e) => v.text(e.inputs, "policy"));
  const nested = v.objects(role.inputs, "inlinePolicies").map((p) => v.text(p, "policy"));
  const attached = [
    ...beside(c, role, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter((e) => named(role, v.text(e.inputs, "role")))
      .map((e) => v.text(e.inputs, "policyArn") ?? ""),
    ...beside(c, role, "aws:iam/policyAttachment:PolicyAttachment")
      .filter((e) => v.texts(e.inputs, "roles").some((r) => named(role, r)))
      .map((e) => v.text(e.inputs, "policyArn") ?? ""),
    ...v.texts(role.inputs, "managedPolicyArns"),
  ].map((policy) => managed(c, policy));
  const boundary = v.text(role.inputs, "permissionsBoundary");
  const limit = boundary === undefined ? undefined : managed(c, boundary);
  return {
    policies: {
      identity: [
        ...[...inline, ...nested].flatMap((text) => statements(text, "identity")),
        ...attached.flatMap((s) => s ?? []),
      ],
      ...(limit === undefined ? {} : { boundary: limit }),
    },
    complete: attached.every((s) => s !== undefined),
  };
}
