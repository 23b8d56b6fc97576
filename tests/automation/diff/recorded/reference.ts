/** The reference platform as it is built, with changes made to its sources. */
import { cpSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";
import { parse } from "yaml";
import { revision, type Checkout } from "../../../../automation/diff/checkout";
import { root } from "../../cli/causeway";
import { describePlatform } from "./market";
import { REFERENCE_CHANGES } from "./reference-changes";
import { Stages, type Edits, type Fixture } from "./stages";

/** What is read of a Pulumi.yaml. */
interface Project {
  readonly config: Readonly<Record<string, { readonly default?: unknown }>>;
}

const REFERENCE: Fixture = {
  platform: "reference",
  reference: true,
  async checkOut(folder: string, edits: Edits): Promise<Checkout> {
    for (const part of [
      "dist/lib",
      "dist/components",
      "dist/policy",
      "dist/stacks",
      "Pulumi.yaml",
      "program.js",
      "package.json",
    ])
      cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
    // Of functions nothing is changed.
    symlinkSync(path.join(root, "dist/functions"), path.join(folder, "dist/functions"));
    symlinkSync(realpathSync(path.join(root, "node_modules")), path.join(folder, "node_modules"));
    for (const [file, edit] of Object.entries(edits)) {
      const after = edit(readFileSync(path.join(root, file), "utf8"));
      if (after === undefined) throw new Error(`${file} can not be removed here`);
      const { code, map } = transformSync(after, {
        ...{ loader: "ts", format: "cjs", platform: "node", target: "node20" },
        ...{ sourcemap: "external", sourcesContent: false, sourcefile: path.join("..", file) },
      });
      const built = path.join(folder, "dist", file.replace(/\.ts$/, ".js"));
      writeFileSync(built, code);
      writeFileSync(`${built}.map`, map);
    }
    const module = path.join(folder, "dist", "stacks", "reference.js");
    const { config } = parse(readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as Project;
    const defaults = Object.entries(config).flatMap(([key, entry]) =>
      typeof entry.default === "string" ? [[key, entry.default] as const] : [],
    );
    return {
      ...revision({
        root: folder,
        workDir: folder,
        description: await describePlatform(module, Object.fromEntries(defaults)),
        entries: [module, path.join(folder, "dist", "stacks", "main.js")],
        tracked: new Map(),
      }),
      installSeconds: 0,
      buildSeconds: 0,
    };
  },
};

/** With all stacks up that any of its changes is about. */
export const reference = (): Stages =>
  new Stages(REFERENCE, [...new Set(Object.values(REFERENCE_CHANGES).flatMap(({ only }) => only))]);
