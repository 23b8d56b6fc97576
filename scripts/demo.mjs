// npm run demo [-- destroy]: builds what is out of date, then `causeway demo`.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildDist } from "./build.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
await buildDist();
const main = path.join(root, "dist", "automation", "cli", "main.js");
const child = spawn(process.execPath, [main, "demo", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
// Ctrl-C reaches the command from the terminal as well; this process only waits for it to end in order.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 130);
});
