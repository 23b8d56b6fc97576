/** What of a resource somebody can change: what its type takes, by the installed packages, and not what its cloud tells of it. */
import { PackageFacts } from "../clouds/facts/facts";

/** Packages that this one brings with it. */
const PACKAGES = ["aws", "kubernetes", "oci"];
const facts = new Map<string, PackageFacts>();

/** What an API server itself writes into an object (Kubernetes API, ObjectMeta: read-only fields). */
const WRITTEN_BY_SERVER =
  /^metadata\.(creationTimestamp|deletionTimestamp|generation|managedFields|resourceVersion|selfLink|uid)\b/;

/**
 * Whether a program, and so a person in its place, can give a property. A count of images or the time of the last backup
 * changes by itself; what is made otherwise, by a package that is not known, may be given as far as can be told.
 *
 * @param path of the property, as a difference names it: `nodeConfigDetails.size`.
 */
export function canBeGiven(type: string, path: string): boolean {
  const [name = ""] = type.split(":");
  if (!PACKAGES.includes(name)) return true;
  if (name === "kubernetes" && WRITTEN_BY_SERVER.test(path)) return false;
  let known = facts.get(name);
  if (known === undefined) facts.set(name, (known = new PackageFacts(name)));
  const inputs = known.type(type)?.inputs;
  const [property = ""] = path.split(/[.[]/);
  return inputs === undefined || inputs.has(property);
}
