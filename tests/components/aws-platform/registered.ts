import { named, recorded, type Answers, type Recorded } from "../recorded";

export { NAMING, TAGS } from "../recorded";

export const ACCOUNT = { id: "111111111111", region: "us-east-1" } as const;

/** Outputs that the components hand on, by type. */
const OUTPUTS: Answers = {
  "aws:kms/key:Key": { keyId: "key-id" },
  "aws:s3/bucket:Bucket": { bucket: "bucket-name" },
};

/** What a program asks of the cloud. */
export function registered(program: () => unknown, answers: Answers = {}): Promise<Recorded[]> {
  return recorded(() => void program(), { ...OUTPUTS, ...answers });
}

/** The inputs of the one resource of a name. */
export const inputsOf = (resources: readonly Recorded[], name: string): Recorded["inputs"] =>
  named(resources, name).inputs;

/** A statement as it is in a policy. */
export type ParsedStatement = Readonly<
  Record<"Sid" | "Effect", string> & Record<string, unknown> & { Condition?: Record<string, unknown> }
>;

/** The statements of a policy document. */
export function statements(document: unknown): ParsedStatement[] {
  return (JSON.parse(document as string) as { Statement: ParsedStatement[] }).Statement;
}
