/**
 * Run as a process of its own, confined to a revision's files: loads the revision's platform and prints what it is.
 * Arguments: the module of the platform, and the project's configuration defaults as JSON.
 */
import { describePlatform } from "./describe";

const [module = "", defaults = "{}"] = process.argv.slice(2);
describePlatform(module, JSON.parse(defaults) as Record<string, string>).then(
  (description) => process.stdout.write(`${JSON.stringify(description)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
