// A cloud that keeps nothing and answers at once, so that what is measured is the engine and not a simulation.
const done = (value) => Promise.resolve(value);

const provider = {
  check: ({ news }) => done({ inputs: news, failures: [] }),
  diff: () => done({ changes: "unknown", replaces: [], deleteBeforeReplace: false }),
  create: ({ name, inputs, preview }) =>
    done(preview ? { id: "", outputs: inputs } : { id: `id-${name}`, outputs: outputsOf(name, inputs) }),
  read: ({ id, inputs, outputs }) => done({ id, inputs, outputs }),
  update: ({ name, news }) => done({ outputs: outputsOf(name, news) }),
  delete: () => done(undefined),
  invoke: () => done({ result: {} }),
};

function outputsOf(name, inputs) {
  return { ...inputs, arn: `arn:bench:${name}`, url: `https://bench.example/${name}`, state: "ACTIVE" };
}

const bench = {
  name: "bench",
  checkConfig: ({ news }) => done({ inputs: news, failures: [] }),
  diffConfig: () => done({ changes: "none", replaces: [], deleteBeforeReplace: false }),
  configure: () => done(provider),
};

/** What `embeddedPulumi` deploys to. */
export const clouds = {
  packages: ["bench"],
  package: (name) => (name === "bench" ? bench : undefined),
  flush: () => done(undefined),
};
