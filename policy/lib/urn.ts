/** The parts of `urn:pulumi:<stack>::<project>::<type chain>::<name>` that rules read. */
export interface Urn {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
}

/** @throws {Error} when the text is not a URN. */
export function parseUrn(urn: string): Urn {
  const match = /^urn:pulumi:([^:]+)::[^:]+::(.+?)::(.*)$/s.exec(urn);
  const [, stack, chain, name] = match ?? [];
  if (stack === undefined || chain === undefined || name === undefined)
    throw new Error(`not a Pulumi URN: ${urn}`);
  return { stack, type: chain.split("$").at(-1) ?? chain, name };
}
