import fs from "node:fs";
import { it } from "vitest";
import { scenarios } from "./scenarios";
import { embedded, realCli } from "./support/engines";
const which = process.env["DUMP"] === "cli" ? realCli : embedded;
const out = process.env["DUMP_OUT"] ?? "/tmp/out";
const only = process.env["DUMP_ONLY"];
fs.mkdirSync(out, { recursive: true });
for (const scenario of scenarios) {
  if (only !== undefined && !scenario.name.includes(only)) continue;
  const file = `${out}/${scenario.name.replaceAll(/\W+/g, "-")}.json`;
  if (process.env["DUMP"] === "cli" && fs.existsSync(file)) continue;
  it(
    scenario.name,
    async () => {
      fs.writeFileSync(file, JSON.stringify(await which.run(scenario), undefined, 1));
    },
    300_000,
  );
}
