import type { Values } from "../engine/provider";
import { CloudError } from "./errors";
import type { PackageFacts } from "./facts/facts";
import type { Context } from "./kind";
import { equal } from "./values";

/** The resource type that a function looks up: `aws:ec2/getSubnet:getSubnet` is for `aws:ec2/subnet:Subnet`. */
export function resourceOf(facts: PackageFacts, token: string): string | undefined {
  const found = /^(\w+):(\w+)\/get(\w+):get\3$/.exec(token);
  if (!found) return undefined;
  const [, name = "", module = "", noun = ""] = found;
  const type = `${name}:${module}/${noun.charAt(0).toLowerCase()}${noun.slice(1)}:${noun}`;
  return facts.type(type) ? type : undefined;
}

/** Answers a look-up of one resource from the world: the one whose id or outputs are what the arguments say. */
export function lookUp(c: Context, type: string): Values {
  const wanted = Object.entries(c.inputs).filter(([key]) => key !== "region" && key !== "tags");
  const own = (key: string): boolean => /^(id|\w+Id)$/.test(key);
  const found = c
    .all(type)
    .filter((e) =>
      wanted.every(
        ([key, value]) =>
          equal(e.outputs[key], value) ||
          (own(key) && value === e.id) ||
          (key === "arn" && value === e.outputs["arn"]),
      ),
    );
  const [only] = found;
  if (found.length === 1 && only) return { ...only.outputs, id: only.id };
  const noun = type.slice(type.lastIndexOf(":") + 1);
  throw new CloudError(
    "NotFound",
    found.length === 0
      ? `no ${noun} matches the arguments (${wanted.map(([k]) => k).join(", ")})`
      : `${String(found.length)} ${noun}s match the arguments (${wanted.map(([k]) => k).join(", ")}); one is wanted`,
  );
}
