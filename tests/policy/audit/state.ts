import { urnOf, type Sample } from "../sample";

const MARK = "4dabf18193072939515e22adb298388d";

/** A secret as a state holds it. */
export const encrypted = (ciphertext: string) => ({
  [MARK]: "1b47061264138c4ac30d75fd1eb44270",
  ciphertext,
});

/** A file of the program, as a state holds it. */
export const kept = (hash: string) => ({
  [MARK]: "c44067f5952c0a294b673a41bacd8c17",
  hash,
  text: "AKIAIOSFODNN7EXAMPLE",
});

/** A resource of a state: inputs and outputs are the sample's properties. */
export function stateOf(
  sample: Sample,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const { type, props, protect = false } = sample;
  return { urn: urnOf(sample), type, custom: true, id: "1", inputs: props, outputs: props, protect, ...more };
}

/** What `pulumi stack export` writes. */
export function exportOf(resources: readonly object[]): string {
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
}
