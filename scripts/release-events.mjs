// npm run events:release [-- --check]: writes the schemas of the catalogue's events to released/, or says why they may
// not take the place of those that are there. See docs/events.md.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { buildDist } from "./build.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const folder = path.join(root, "components/eventing/catalogue/released");

const given = process.argv.slice(2);
const unknown = given.filter((word) => word !== "--check");
if (unknown.length > 0) {
  console.error(
    `events:release: what is ${unknown.join(" ")}? Only --check is known: say what would be written.`,
  );
  process.exit(2);
}

await buildDist();
const dist = createRequire(path.join(root, "dist", "/"));
const { catalogue } = dist("./components/eventing/catalogue");
const { planRelease } = dist("./components/eventing/events");
const { faultsText } = dist("./lib/fault");

const released = Object.fromEntries(
  readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(path.join(folder, file), "utf8"))]),
);
const { faults, writes } = planRelease(catalogue.events, released);
if (faults.length > 0) {
  console.error(faultsText("released schemas", faults));
  process.exit(1);
}
const check = given.includes("--check");
for (const [file, schema] of Object.entries(writes)) {
  const target = path.join(folder, file);
  const options = await prettier.resolveConfig(target);
  if (!check) {
    writeFileSync(target, await prettier.format(JSON.stringify(schema), { ...options, filepath: target }));
  }
  console.log(`${check ? "to release" : "released"}: ${schema.type} ${schema.version} (${file})`);
}
if (Object.keys(writes).length === 0) console.log("every schema is as it was released");
