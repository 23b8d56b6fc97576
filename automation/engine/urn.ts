/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
export const ROOT_STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_PREFIX = "pulumi:providers:";
/** The package that the SDK gives to dynamic providers. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";

/** What the URNs of a stack begin with. */
export function urnPrefix(stack: string, project: string): string {
  return `urn:pulumi:${stack}::${project}::`;
}

/** The name that the SDK gives to the resource of the stack itself. */
export function rootName(stack: string, project: string): string {
  return `${project}-${stack}`;
}

export function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parent === "" ? "" : qualifiedType(parent);
  const path = parentType === "" || parentType === ROOT_STACK_TYPE ? type : `${parentType}$${type}`;
  return `${urnPrefix(stack, project)}${path}::${name}`;
}

/** The URN that a resource goes by once its parent is another, or the same by another URN. */
export function urnBelow(parent: string, urn: string): string {
  const [stack, project, , name] = parts(urn);
  return makeUrn(stack, project, parent, typeOf(urn), name);
}

function parts(urn: string): [stack: string, project: string, qualified: string, name: string] {
  const match = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn);
  if (match === null) throw new Error(`${urn} is not a URN`);
  return [match[1] ?? "", match[2] ?? "", match[3] ?? "", match[4] ?? ""];
}

export function isUrn(text: string): boolean {
  return /^urn:pulumi:.*?::.*?::.*?::/s.test(text);
}

export function stackOf(urn: string): string {
  return parts(urn)[0];
}

export function projectOf(urn: string): string {
  return parts(urn)[1];
}

export function qualifiedType(urn: string): string {
  return parts(urn)[2];
}

export function typeOf(urn: string): string {
  const qualified = qualifiedType(urn);
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

export function nameOf(urn: string): string {
  return parts(urn)[3];
}

export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_PREFIX);
}

export function providerType(packageName: string): string {
  return PROVIDER_PREFIX + packageName;
}

export function providerPackage(type: string): string {
  return type.slice(PROVIDER_PREFIX.length);
}

/** The package of a type or function token, `aws` of `aws:sqs/queue:Queue`. */
export function packageOf(token: string): string {
  return token.slice(0, token.indexOf(":"));
}

/** `<urn>::<id>` of a provider, as resources and invokes name theirs. */
export function parseReference(reference: string): { urn: string; id: string } {
  const at = reference.lastIndexOf("::");
  const urn = reference.slice(0, at);
  if (at < 0 || !isUrn(urn)) throw new Error(`${reference} is not a reference to a provider`);
  return { urn, id: reference.slice(at + 2) };
}

export function isDefaultProvider(urn: string): boolean {
  return isProviderType(typeOf(urn)) && nameOf(urn).startsWith("default");
}
