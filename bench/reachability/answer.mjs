// Answers once for a platform of that many rules, and prints how long that took.
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../dist");
const load = createRequire(import.meta.url);
const { noWork, reachableFromInternet } = load(path.join(dist, "lib/reachability/index.js"));
const { cidr, formatAddress } = load(path.join(dist, "lib/cidr.js"));

/** OCI service limits, "Networking": rules that a security group takes. */
const RULES_A_GROUP = 120;
const block = (base, n, size, prefix) => cidr(`${formatAddress(cidr(base).first + n * size)}/${prefix}`);

/** Groups full of rules, each for a range and ports of its own, on endpoints with public addresses. */
function platform(rules) {
  const ids = Array.from({ length: Math.ceil(rules / RULES_A_GROUP) }, (_, i) => i);
  const rule = (n) => ({
    direction: n % 5 === 4 ? "out" : "in",
    end: { range: block("11.0.0.0/8", n, 256, 24) },
    on: { protocol: "tcp", ports: [1000 + n, 1010 + n] },
  });
  const all = Array.from({ length: rules }, (_, n) => rule(n));
  return {
    networks: [{ id: "n", name: "n", ranges: [cidr("10.0.0.0/16")] }],
    subnets: ids.map((i) => ({
      ...{ id: `${i}`, name: `${i}`, network: "n", table: "t", lists: [] },
      range: block("10.0.0.0/16", i, 256, 24),
    })),
    tables: [{ id: "t", name: "t", routes: [{ to: { range: cidr("0.0.0.0/0") }, via: "igw" }] }],
    gateways: [{ kind: "internet", id: "igw", name: "igw", network: "n" }],
    filters: ids.map((i) => ({
      ...{ id: `${i}`, name: `${i}` },
      rules: all.slice(i * RULES_A_GROUP, (i + 1) * RULES_A_GROUP),
    })),
    ...{ acls: [], policies: [], namespaces: {}, services: [], gaps: [] },
    endpoints: ids.map((i) => ({ name: `${i}`, subnets: [`${i}`], groups: [`${i}`], isPublic: true })),
  };
}

const model = platform(Number(process.argv[2]));
const work = noWork();
const started = performance.now();
const exposures = reachableFromInternet(model, work).length;
const ms = performance.now() - started;
process.stdout.write(JSON.stringify({ ms, exposures, evaluations: work.evaluations }));
