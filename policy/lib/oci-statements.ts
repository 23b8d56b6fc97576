/** What a statement of an OCI policy grants to whom. */
export interface OciGrant {
  /** `group`, `dynamic-group`, `service`, `any-user`, `any-group`, `resource`. */
  readonly kind: string;
  /** Names with their identity domain, in small letters, or OCIDs: `default/oke-admins`. Empty for everybody. */
  readonly subjects: readonly string[];
  /** `manage`, or the permissions in braces, in small letters. */
  readonly verb: string | readonly string[];
  /** Resource type or family, in small letters; empty beside permissions. */
  readonly resources: string;
  /** What stands behind `where`, as it is. */
  readonly condition?: string;
}

const ALLOW =
  /^\s*allow\s+(group|dynamic-group|service|any-user|any-group|resource)\b\s*(.*?)\s*\bto\s+(\{[^}]*\}|inspect|read|use|manage)\s+([\w-]*)\s*\bin\s+(?:tenancy|compartment\s+(?:id\s+)?\S+)\s*(?:where\s+(.*))?$/is;

/**
 * Reads a statement that allows something (OCI IAM guide, "Policy Syntax"). A name without identity domain is of the
 * domain `Default`.
 * @returns undefined for statements of another form: Deny, and those between tenancies.
 */
export function grantOf(statement: string): OciGrant | undefined {
  const [, kind = "", subjects = "", verb = "", resources = "", condition] = ALLOW.exec(statement) ?? [];
  if (kind === "") return undefined;
  return {
    kind: kind.toLowerCase(),
    subjects: subjects.split(",").flatMap((text) => {
      const name = text
        .trim()
        .toLowerCase()
        .replace(/^(?:dynamic-)?group\s+/, "")
        .replaceAll("'", "")
        .replace(/\s*\/\s*/, "/");
      if (name === "") return [];
      const id = /^id\s+(.+)$/.exec(name)?.[1];
      return [id ?? (kind.endsWith("roup") && !name.includes("/") ? `default/${name}` : name)];
    }),
    verb: verb.startsWith("{")
      ? verb
          .slice(1, -1)
          .split(",")
          .map((text) => text.trim().toLowerCase())
      : verb.toLowerCase(),
    resources: resources.toLowerCase(),
    ...(condition === undefined ? {} : { condition }),
  };
}
