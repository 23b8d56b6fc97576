/** `aws:sqs/queue:Queue orders`: a URN as people read it. */
export function shortUrn(urn: string): string {
  const [, , types, ...name] = urn.split("::");
  return types === undefined ? urn : `${types.split("$").at(-1) ?? types} ${name.join("::")}`;
}

/** Whether a type is a cloud's, and not Pulumi's own or a value that a program makes. */
export const isOfCloud = (type: string): boolean => !/^(pulumi|random|tls):/.test(type);
