/** What the engine runs in its child processes before the SDK's runners. */

// Node 20 never ends when it colours a stack line that names a file right under a scoped package, as source maps of
// the SDK do (node:internal/util/inspect, markNodeModules), and the runner prints every uncaught error in colour.
const PLAIN_ERRORS = `import util from "node:util";
util.inspect = new Proxy(util.inspect, {
  apply: (inspect, self, [value, options, ...rest]) =>
    Reflect.apply(inspect, self, [
      value,
      options !== null && typeof options === "object" ? { ...options, colors: false } : options,
      ...rest,
    ]),
});`;

// The SDK loads the TypeScript compiler and npm's tree reader with itself, a third of what an unchanged stack costs, and
// uses them only to serialize functions: here they are loaded when they are first asked for something. An SDK that keeps
// them elsewhere loads them as before.
const LATE_COMPILER = `import Module from "node:module";
const load = Module._load;
const late = (request, parent) =>
  typeof request === "string" &&
  (request === "@npmcli/arborist" || request.endsWith("/typescript-shim")) &&
  parent?.filename?.includes("/@pulumi/pulumi/runtime/closure/");
Module._load = function (request, parent, isMain) {
  if (!late(request, parent)) return Reflect.apply(load, this, [request, parent, isMain]);
  let loaded;
  const real = () => (loaded ??= Reflect.apply(load, this, [request, parent, isMain]));
  return new Proxy({}, {
    // So that the SDK takes it as it is and does not copy it, which would load it.
    get: (_, key) => (key === "__esModule" ? true : real()[key]),
    has: (_, key) => key in real(),
  });
};`;

/** Where a child finds the end of its engine's process: a pipe that nothing is written to. */
export const PARENT_PIPE = 3;

// A killed engine can not end its children; the end of the pipe to it does.
const END_WITH_PARENT = `import net from "node:net";
new net.Socket({ fd: ${PARENT_PIPE}, readable: true, writable: false })
  .on("end", () => process.exit()).on("error", () => process.exit()).resume().unref();`;

/** Arguments for every child. */
export const PRELOAD = preload(`${PLAIN_ERRORS}\n${LATE_COMPILER}\n${END_WITH_PARENT}`);

function preload(source: string): readonly string[] {
  return ["--import", `data:text/javascript,${encodeURIComponent(source)}`];
}
