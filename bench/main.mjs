// npm run bench -- <what> [RUNS]: see README.md.
import { parseArgs } from "node:util";
import { buildDist } from "../scripts/build.mjs";

const USAGE = `npm run bench -- <what> [RUNS] [options]

  platform     the whole dev platform on the embedded engine, from outside
  scale        one stack of 100 to 5,000 resources: engine and program apart
  matcher      events a second for 10, 100 and 1,000 rules, beside AWS's event-ruler
  cli          the whole dev platform by the Pulumi CLI stack after stack, beside the embedded engine
  reachability what the internet reaches past 1,250 to 5,000 security rules
  diff         causeway diff of the reference platform: a change in one stack, and one in all
  functions    function code as it is deployed: size, and time to load

  RUNS           how often, 5 when left out
  --sizes LIST   of scale: resources, multiples of 10; 100,500,2000,5000 when left out
  --out FILE     where the JSON goes; bench/results/<what>.json when left out
`;

const WHAT = {
  platform: () => import("./platform.mjs"),
  scale: () => import("./scale.mjs"),
  matcher: () => import("./matcher.mjs"),
  cli: () => import("./cli.mjs"),
  reachability: () => import("./reachability.mjs"),
  diff: () => import("./diff.mjs"),
  functions: () => import("./functions.mjs"),
};

function fail(message) {
  process.stderr.write(`bench: ${message}\n\n${USAGE}`);
  process.exit(2);
}

function read() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { sizes: { type: "string" }, out: { type: "string" } },
    });
  } catch (error) {
    return fail(error.message);
  }
}

const {
  positionals: [what, runsText = "5", ...rest],
  values,
} = read();
if (!Object.hasOwn(WHAT, what ?? ""))
  fail(what === undefined ? "say what to measure" : `there is no ${what}`);
const runs = Number(runsText);
if (!Number.isInteger(runs) || runs < 1) fail(`RUNS is a whole number from 1, not ${runsText}`);
if (rest.length > 0) fail(`what is ${rest.join(" ")}?`);
const sizes = (values.sizes ?? "100,500,2000,5000").split(",").map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 10 || size % 10 !== 0)) {
  fail(`--sizes takes multiples of 10, not ${values.sizes}`);
}

await buildDist();
const { run } = await WHAT[what]();
await run({ runs, sizes, out: values.out });
