/** Former names of a resource: which URNs in the state may be the resource that is registered now. */
import { ROOT_STACK_TYPE, isUrn, makeUrn, nameOf, qualifiedType, typeOf } from "./urn";

export type Alias =
  | { readonly urn: string }
  | {
      readonly name: string;
      readonly type: string;
      readonly stack: string;
      readonly project: string;
      /** Empty: the resource's own parent. */
      readonly parent: string;
      readonly noParent: boolean;
    };

export interface AliasContext {
  readonly stack: string;
  readonly project: string;
  /** The former URN that a resource of this operation was found under. */
  readonly usedAlias: (urn: string) => string | undefined;
}

export interface Named {
  readonly name: string;
  readonly type: string;
  readonly parent: string;
}

function resolve(alias: Alias, resource: Named, context: AliasContext): string {
  if ("urn" in alias) return alias.urn;
  const given = alias.parent === "" ? resource.parent : (context.usedAlias(alias.parent) ?? alias.parent);
  const root = given !== "" && qualifiedType(given) === ROOT_STACK_TYPE;
  return makeUrn(
    alias.stack === "" ? context.stack : alias.stack,
    alias.project === "" ? context.project : alias.project,
    alias.noParent || root ? "" : given,
    alias.type === "" ? resource.type : alias.type,
    alias.name === "" ? resource.name : alias.name,
  );
}

/** A child named after its parent follows the parent's former name. */
function inherited(
  type: string,
  name: string,
  parent: string,
  parentAlias: string,
  context: AliasContext,
): string {
  const parentName = nameOf(parent);
  const formerName = name.startsWith(parentName) ? nameOf(parentAlias) + name.slice(parentName.length) : name;
  return makeUrn(context.stack, context.project, parentAlias, type, formerName);
}

export function formerUrns(resource: Named, aliases: readonly Alias[], context: AliasContext): string[] {
  const urns = new Set(aliases.map((alias) => resolve(alias, resource, context)));
  const parentAlias = resource.parent === "" ? undefined : context.usedAlias(resource.parent);
  if (parentAlias !== undefined && isUrn(parentAlias)) {
    const own = [...urns];
    urns.add(inherited(resource.type, resource.name, resource.parent, parentAlias, context));
    for (const urn of own)
      urns.add(inherited(typeOf(urn), nameOf(urn), resource.parent, parentAlias, context));
  }
  return [...urns];
}
