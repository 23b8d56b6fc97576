import type { Leaf } from "../leaves";
import type { ResourceDiff, Risk } from "../model";
import type { Rename } from "../renames";
import { KEEPS } from "../stateful";

/** A resource that differs, with all that its risks are judged on. */
export interface Judged {
  readonly stack: string;
  readonly resource: ResourceDiff;
  /** What of its inputs differs, whole. None of what is deleted. */
  readonly leaves: readonly Leaf[];
  /** All its inputs in the head, JSON opened. */
  readonly after: unknown;
  /** Of what is deleted: what was likely meant. */
  readonly rename: Rename | undefined;
  /** Of what is deleted: the stack in which its like is created. */
  readonly movedTo: string | undefined;
  /** What is replaced or deleted and takes it down. */
  readonly goesWith: readonly ResourceDiff[];
}

export type Told = Omit<Risk, "stack" | "urn">;
export type RiskRule = (judged: Judged) => Told | undefined;

/** `orders (aws:sqs/queue:Queue)` */
export const called = ({ name, type }: ResourceDiff): string => `${name} (${type})`;

export const paths = (leaves: readonly Leaf[]): string => leaves.map(({ path }) => path).join(", ");

/** Whether a resource was there before and is after; one that moves to another stack is made there anew. */
export const stays = ({ action }: ResourceDiff): boolean =>
  action !== "create" && action !== "import" && action !== "move" && action !== "delete";

/** Whether it keeps something that is lost with it. */
export const keeps = ({ resource }: Judged): boolean => KEEPS[resource.type] !== undefined;

/** The resources that differ, those that keep something first. */
export const keptFirst = (all: readonly Judged[]): readonly ResourceDiff[] =>
  [...all.filter(keeps), ...all.filter((one) => !keeps(one))].map(({ resource }) => resource);

/** What a risk is of, one resource or several. */
export const urnsOf = (resources: readonly ResourceDiff[]): Pick<Risk, "urn" | "urns"> => {
  const [one, ...more] = resources.map(({ urn }) => urn);
  if (one === undefined) return {};
  return more.length === 0 ? { urn: one } : { urns: [one, ...more] };
};

/** What goes, keeps something, and takes a resource down that is itself left in the cloud: a vault of keys, a namespace. */
export const goesAround = ({ goesWith }: Judged): ResourceDiff | undefined =>
  goesWith.find(({ type, retained }) => KEEPS[type] !== undefined && retained !== true);

/** Whether what is deleted stays in the cloud with all that it needs. */
export const isLeft = (judged: Judged): boolean =>
  judged.resource.retained === true && goesAround(judged) === undefined;
