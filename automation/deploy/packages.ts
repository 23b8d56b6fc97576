/** Packages that a program needs and does not find. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { packageRoot } from "../../stacks/package-root";
import { DeployError } from "./failure";

const REFUSED = /Cannot find (?:module|package) '((?:@[\w.-]+\/)?\w[\w.-]*)[^']*'/;
const ASKED_BY = /^Require stack:\n- (\S+)|imported from (\S+)/m;

/** What to tell of an error by which Node did not find a package; undefined for any other. */
export function missingPackageText(message: string): string | undefined {
  const name = REFUSED.exec(message)?.[1];
  if (name === undefined) return undefined;
  const by = ASKED_BY.exec(message);
  const asked = by?.[1] ?? by?.[2];
  const where = asked === undefined ? "is not installed" : `is not installed where ${asked} looks for it`;
  return `the program needs the package ${name}, which ${where}\nInstall it: npm install ${name}`;
}

/** The installed version of a package, as causeway finds it; undefined where it does not. */
export function packageVersion(name: string): string | undefined {
  try {
    return (createRequire(__filename)(`${name}/package.json`) as { version: string }).version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Pulumi's packages that the reference platform needs, each with the versions that do: `@pulumi/aws@^7.48.0`. */
export function referencePackages(): readonly { readonly name: string; readonly wanted: string }[] {
  const text = readFileSync(path.join(packageRoot, "package.json"), "utf8");
  const { peerDependencies } = JSON.parse(text) as { peerDependencies: Readonly<Record<string, string>> };
  return Object.entries(peerDependencies)
    .filter(([name]) => name.startsWith("@pulumi/"))
    .map(([name, range]) => ({ name, wanted: `${name}@${range}` }));
}

/**
 * They are optional peers, as a platform of one's own may need none of them; the reference platform needs them all.
 *
 * @param version gives the installed version of a package.
 * @throws {DeployError} `missing-tool` with every one that is missing.
 */
export function checkReferencePackages(version: (name: string) => string | undefined = packageVersion): void {
  const missing = referencePackages().filter(({ name }) => version(name) === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new DeployError(
    "missing-tool",
    `The reference platform needs packages that are not installed: ${names}.\nInstall them: ${installing(missing)}\n` +
      "Or deploy a platform of your own: add --platform (docs/own-platform.md).",
  );
}

export function installing(packages: readonly { readonly wanted: string }[]): string {
  return `npm install ${packages.map(({ wanted }) => `'${wanted}'`).join(" ")}`;
}
