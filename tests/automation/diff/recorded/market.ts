/** The market, a small platform whose files are as a user of the package writes them. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { revision, type Checkout } from "../../../../automation/diff/checkout";
import type * as describing from "../../../../automation/diff/describe";
import { readPrices } from "../../../../automation/diff/prices";
import { root } from "../../cli/causeway";
import { Stages, type Edits, type Fixture } from "./stages";

// As built: Vitest would transform each file of every change.
export const { describePlatform } = createRequire(__filename)(
  path.join(root, "dist/automation/diff/describe.js"),
) as typeof describing;
const fixture = path.join(root, "tests/fixtures/market");

const MARKET: Fixture = {
  platform: "market",
  reference: false,
  // Figures that no cloud asks for: what is told of them is what is tested.
  prices: readPrices(path.join(__dirname, "prices.json")),
  async checkOut(folder: string, edits: Edits): Promise<Checkout> {
    const packages = path.join(folder, "..", "node_modules");
    if (!existsSync(packages)) {
      mkdirSync(packages);
      symlinkSync(root, path.join(packages, "pulumi-causeway"));
      symlinkSync(realpathSync(path.join(root, "node_modules", "@pulumi")), path.join(packages, "@pulumi"));
    }
    cpSync(fixture, folder, { recursive: true });
    for (const [file, edit] of Object.entries(edits)) {
      const at = path.join(folder, file);
      const after = edit(textOf(at));
      if (after === textOf(at)) throw new Error(`the edit of ${file} changes nothing`);
      if (after === undefined) rmSync(at);
      else {
        mkdirSync(path.dirname(at), { recursive: true });
        writeFileSync(at, after);
      }
    }
    const module = path.join(folder, "platform.js");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const tracked = files.map(({ parentPath, name: file }) => path.join(parentPath, file));
    const digest = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
    return {
      ...revision({
        root: folder,
        workDir: folder,
        description: await describePlatform(module, {}),
        entries: [module, path.join(folder, "main.js")],
        tracked: new Map(tracked.map((file) => [path.relative(folder, file), digest(file)])),
      }),
      installSeconds: 0,
      buildSeconds: 0,
    };
  },
};

export const market = (): Stages => new Stages(MARKET);

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
