import type { Context, Kind } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";

const NAMESPACE = "oci:Identity/tagNamespace:TagNamespace";
const TAG = "oci:Identity/tag:Tag";

const named = (all: readonly Entity[], name: string): Entity | undefined =>
  all.find((e) => v.text(e.outputs, "name")?.toLowerCase() === name.toLowerCase());

/** A namespace that was not made here may be there all the same, Oracle's own or a company's: of its tags nothing is said. */
function refuseTag(c: Context, full: string, value: string): void {
  const [namespace = "", ...rest] = full.split(".");
  const owner = named(c.all(NAMESPACE), namespace);
  if (!owner) return;
  const keys = c.all(TAG).filter((e) => e.inputs["tagNamespaceId"] === owner.id);
  const key = named(keys, rest.join("."));
  // The words are those of https://github.com/oracle-terraform-modules/terraform-oci-oke/issues/642 (read 2026-11-26).
  if (!key)
    return c.refuse(
      "400-RelatedResourceNotAuthorizedOrNotFound",
      `The following tag namespaces / keys are not authorized or not found: '${full}'`,
    );
  const allowed = v.texts(key.inputs, "validator.values");
  // Tagging guide, "Using Predefined Values"; the words are unverified.
  if (allowed.length > 0 && !allowed.includes(value))
    c.refuse("400-InvalidParameter", `The value of ${full} must be one of ${allowed.join(", ")}`);
}

/** A kind whose defined tags are, in a namespace that is known, keys of it with one of the values that they take. */
export function tagged(kind: Kind): Kind {
  return {
    ...kind,
    rules: (c) => {
      for (const [full, value] of Object.entries(v.textMap(c.inputs, "definedTags")))
        refuseTag(c, full, value);
      kind.rules?.(c);
    },
  };
}
