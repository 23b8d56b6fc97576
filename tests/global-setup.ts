import { execFileSync } from "node:child_process";
import path from "node:path";

/** Programs under test run from dist/, as a user's do. */
export default function setup(): void {
  execFileSync(process.execPath, [path.resolve(__dirname, "../scripts/build.mjs")], { stdio: "inherit" });
}
