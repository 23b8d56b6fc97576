/** `aws:sqs/queue:Queue orders`: a URN as people read it. */
export function shortUrn(urn: string): string {
  const [, , types, ...name] = urn.split("::");
  return types === undefined ? urn : `${types.split("$").at(-1) ?? types} ${name.join("::")}`;
}
