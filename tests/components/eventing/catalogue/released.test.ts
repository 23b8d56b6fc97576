import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { catalogue } from "../../../../components/eventing/catalogue";
import { planRelease, type ReleasedSchema } from "../../../../components/eventing/events";

const folder = path.resolve(__dirname, "../../../../components/eventing/catalogue/released");

it("the catalogue breaks no consumer of what was released, and all of it is (npm run events:release)", () => {
  const files = readdirSync(folder);
  const released = Object.fromEntries(
    files.map((file) => [file, JSON.parse(readFileSync(path.join(folder, file), "utf8")) as ReleasedSchema]),
  );
  expect(files).toHaveLength(catalogue.events.length);
  expect(planRelease(catalogue.events, released)).toEqual({ faults: [], writes: {} });
});
