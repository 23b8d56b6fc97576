import type { Resource } from "../rule";

type Tags = Readonly<Record<string, string>> | undefined;

/** What a resource is for, by its `Purpose` tags, in whichever form the cloud has them. */
export function purposesOf({ props }: Resource): string[] {
  const plain = [props["tags"] as Tags, props["freeformTags"] as Tags].map((tags) => tags?.["Purpose"]);
  const defined = Object.entries((props["definedTags"] as Tags) ?? {}).map(([key, value]) =>
    key.endsWith(".Purpose") ? value : undefined,
  );
  return [...plain, ...defined].filter((purpose) => purpose !== undefined);
}
