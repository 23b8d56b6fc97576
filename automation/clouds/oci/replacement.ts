import type { PackageFacts, TypeFacts } from "../facts/facts";
import type { PropertyFact, Shape } from "../facts/parser";
import { required } from "../facts/facts";
import type { Kind } from "../kind";

/** The interface that values of a shape have, through lists. */
function interfaceOf(shape: Shape): string | undefined {
  const plain = required(shape);
  if (plain.kind === "object") return plain.name;
  return plain.kind === "array" ? interfaceOf(plain.of) : undefined;
}

/**
 * Oracle's provider documents every property that changes in place as "(Updatable)"; the others make a new resource.
 * Where a nested object's own properties carry no mark at all, the mark of the whole counts for them. A type without
 * any mark has no facts, unless its kind gives some.
 */
export function ociReplacement(
  facts: Pick<PackageFacts, "object">,
  type: TypeFacts,
  kind: Kind,
): (path: string) => boolean | undefined {
  const documented = [...type.inputs.values()].some((f) => f.updatable);

  const decide = (keys: readonly string[], members: readonly PropertyFact[], inherited: boolean): boolean => {
    const [head, ...rest] = keys;
    const fact = members.find((m) => m.name === head);
    if (!fact) return inherited;
    const marked = members.some((m) => m.updatable);
    const own = fact.updatable ? false : marked ? true : inherited;
    const inner = interfaceOf(fact.shape);
    const nested = inner === undefined ? undefined : facts.object(inner);
    return rest.length === 0 || !nested ? own : decide(rest, nested, own);
  };

  return (path) => {
    for (let p = path; p !== ""; p = p.includes(".") ? p.slice(0, p.lastIndexOf(".")) : "") {
      const corrected = kind.replaces?.[p];
      if (corrected !== undefined) return corrected;
    }
    if (!documented) return kind.replaces === undefined ? undefined : false;
    return decide(path.split("."), [...type.inputs.values()], true);
  };
}
