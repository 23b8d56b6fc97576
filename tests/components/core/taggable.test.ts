import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { UNTAGGED, tagFormOf, type TagForm } from "../../../components/core/taggable";

const root = path.resolve(__dirname, "../../..");
const load = createRequire(path.join(root, "package.json"));

/** The property of a type's arguments in which it takes tags, by package. */
const PROPERTY: Readonly<Record<string, string>> = {
  aws: "tags",
  oci: "definedTags",
  kubernetes: "metadata",
};

/** The declaration of a type's arguments in the installed package, found by its token. */
function argumentsOf(token: string): string {
  const [name = "", module = "", cls = ""] = token.split(":");
  const file = module.split("/").at(-1) ?? "";
  const places =
    name === "kubernetes"
      ? [
          path.join(
            module.replace(/(\.authorization)?\.k8s\.io|(?<=^helm)\.sh/, ""),
            cls.charAt(0).toLowerCase() + cls.slice(1),
          ),
        ]
      : [path.join(module.split("/")[0]?.toLowerCase() ?? "", file), module];
  const found = places
    .map((place) => path.join(root, "node_modules", "@pulumi", name, `${place}.d.ts`))
    .find(existsSync);
  if (found === undefined)
    throw new Error(`no declaration of ${token} in @pulumi/${name}: ${places.join(", ")}`);
  const declared = new RegExp(`^export interface ${cls}Args \\{$[\\s\\S]*?^\\}`, "m").exec(
    readFileSync(found, "utf8"),
  );
  if (declared === null) throw new Error(`${found} has no ${cls}Args`);
  return declared[0];
}

function takesTags(token: string): boolean {
  const property = PROPERTY[token.split(":", 1)[0] ?? ""];
  return new RegExp(`^    ${property}\\??:`, "m").test(argumentsOf(token));
}

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.name !== "example.ts")
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
}

const IMPORT =
  /^import (?:(type) )?(?:\* as (\w+)|\{([^}]*)\}) from "(@pulumi\/(?:aws|oci|kubernetes)\/[^"]+)";/gm;

/** Names of what a source takes from a module. */
function namesTaken(source: string, namespace: string | undefined, list: string | undefined): string[] {
  if (namespace !== undefined) {
    return [...source.matchAll(new RegExp(`\\b${namespace}\\.([A-Z]\\w*)`, "g"))].map(
      ([, name]) => name ?? "",
    );
  }
  return (list ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "" && !item.startsWith("type "))
    .map((item) => item.split(" as ")[0] ?? "");
}

/** Tokens of the cloud resources that components and stacks make, read from what they import. */
function tokensInUse(): string[] {
  const tokens = new Set<string>();
  for (const source of [...sources("components"), ...sources("stacks")]) {
    for (const [, typeOnly, namespace, list, module = ""] of source.matchAll(IMPORT)) {
      if (typeOnly !== undefined) continue;
      const loaded = load(module) as Record<string, { __pulumiType?: string } | undefined>;
      for (const name of namesTaken(source, namespace, list)) {
        const token = loaded[name]?.__pulumiType;
        if (token !== undefined && token.includes("/")) tokens.add(token);
      }
    }
  }
  return [...tokens].sort();
}

const FORMS: Readonly<Record<string, readonly (TagForm | undefined)[]>> = {
  aws: ["tags"],
  oci: ["definedTags", "freeformTags"],
  kubernetes: ["labels"],
};

describe("tags", () => {
  const tokens = tokensInUse();

  test("the scan finds the types of all three clouds, by named and by namespace import", () => {
    expect(tokens).toEqual(
      expect.arrayContaining([
        "aws:ec2/vpc:Vpc",
        "aws:sqs/queue:Queue",
        "kubernetes:core/v1:Namespace",
        "oci:Core/vcn:Vcn",
        "oci:ObjectStorage/bucket:Bucket",
      ]),
    );
    expect(tokens.length).toBeGreaterThan(80);
  });

  test.each(tokens)("CO-23 %s is given tags exactly when its declaration takes them", (token) => {
    const form = tagFormOf(token);
    const forms = FORMS[token.split(":", 1)[0] ?? ""];
    if (takesTags(token)) expect(forms).toContain(form);
    else expect(form).toBeUndefined();
  });

  test.each([...UNTAGGED])("%s takes no tags in the installed package either", (token) => {
    expect(takesTags(token)).toBe(false);
  });
});
