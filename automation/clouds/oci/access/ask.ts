import { gathered } from "../../gathered";
import type { Context, Use } from "../../kind";
import * as v from "../../values";
import type { Entity } from "../../world/world";
import { COMPARTMENT } from "../common";
import { holds, type Variables } from "./conditions";
import { authorize, type Permission, type Principal } from "./evaluate";
import { parseRule, parseStatement, type Place, type Statement } from "./statements";

const all = (c: Context, type: string): readonly Entity[] =>
  c.world.all(type).filter((e) => e.scope === `oci ${c.site.account}`);

const nameOf = (e: Entity): string => v.text(e.outputs, "name")?.toLowerCase() ?? "";

const parentOf = (e: Entity | undefined): string | undefined => v.text(e?.outputs, "compartmentId");

/** A compartment and those above it, up to the tenancy. */
export function lineOf(compartments: readonly Entity[], id: string): string[] {
  const line: string[] = [];
  for (let at: string | undefined = id; at !== undefined && !line.includes(at);) {
    line.push(at);
    const here: string = at;
    at = parentOf(compartments.find((e) => e.id === here));
  }
  return line;
}

/** The compartment at the end of a path of names from where the policy is, or the policy's own by its name. */
export function atPath(
  compartments: readonly Entity[],
  top: string,
  path: readonly string[],
): string | undefined {
  const own = compartments.find((e) => e.id === top);
  if (own && path.length === 1 && nameOf(own) === path[0]?.toLowerCase()) return top;
  let at: string | undefined = top;
  for (const part of path)
    at = compartments.find((e) => parentOf(e) === at && nameOf(e) === part.toLowerCase())?.id;
  return at;
}

/** Every statement of the tenancy with the compartment that its policy is attached to. */
function statementsOf(c: Context): { readonly statement: Statement; readonly top: string }[] {
  return all(c, "oci:Identity/policy:Policy").flatMap((policy) =>
    v.texts(policy.inputs, "statements").flatMap((text) => {
      const statement = parseStatement(text);
      if (statement === undefined || typeof statement === "string") return [];
      return [{ statement, top: v.text(policy.inputs, "compartmentId") ?? c.site.account }];
    }),
  );
}

/** Names and OCIDs of the dynamic groups that a resource is in. */
function groupsOf(c: Context, principal: Principal): string[] {
  if (principal.kind === "service") return [];
  const variables: Variables = {
    "resource.type": principal.type,
    "resource.id": principal.id,
    "resource.compartment.id": principal.compartment,
  };
  return all(c, "oci:Identity/dynamicGroup:DynamicGroup").flatMap((group) => {
    const rule = parseRule(v.text(group.inputs, "matchingRule") ?? "");
    return typeof rule !== "string" && holds(rule, variables) ? [nameOf(group), group.id.toLowerCase()] : [];
  });
}

/** What is acted on. */
export interface Aim {
  /** Its OCID or name, for messages. */
  readonly name: string;
  readonly compartment: string;
  readonly variables?: Variables;
}

const caller = (p: Principal): string => (p.kind === "service" ? `service ${p.name}` : `${p.type} ${p.id}`);

/** Asks whether a principal has some permissions on something; the outcome says what happens without them. */
export function uses(
  c: Context,
  principal: Principal,
  permissions: readonly Permission[],
  aim: Aim,
  outcome: string,
): Use[] {
  const compartments = all(c, COMPARTMENT);
  const line = lineOf(compartments, aim.compartment);
  const groups = groupsOf(c, principal);
  const covers = (top: string, place: Place): boolean => {
    const id =
      place === "tenancy" ? c.site.account : "id" in place ? place.id : atPath(compartments, top, place.path);
    return id !== undefined && (id === c.site.account || line.includes(id));
  };
  const inReach = statementsOf(c)
    .filter(({ statement, top }) => covers(top, statement.place))
    .map(({ statement }) => statement);
  const variables = { "target.compartment.id": aim.compartment, ...aim.variables };
  const verdicts = permissions.map((permission) => {
    const verdict = authorize({ principal, groups, permission, variables }, inReach);
    return [permission, verdict.allowed ? undefined : verdict.why] as const;
  });
  return gathered(
    `${caller(principal)} {} ${aim.name}`,
    verdicts,
    (refused, why) =>
      `${caller(principal)} is not authorized to ${refused} on ${aim.name}, because ${why}: ${outcome}`,
  );
}

/** A key as something to act on; undefined where it is not of this tenancy's world. */
export function keyAim(c: Context, id: string | undefined): Aim | undefined {
  const key = c.world.resolve(id ?? "").find((e) => e.type === "oci:Kms/key:Key");
  if (!key) return undefined;
  const compartment = v.text(key.outputs, "compartmentId") ?? c.site.account;
  return { name: key.id, compartment, variables: { "target.key.id": key.id } };
}
