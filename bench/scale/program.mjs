// The program that is measured: components of nine resources each, whose inputs are as many as those of a usual cloud
// resource, with tags, a list, a nested object, a secret a component, and each the output of its neighbour.
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A component and its children. */
export const GROUP = 10;

const source = (resources) => `
const pulumi = require("@pulumi/pulumi");

class Thing extends pulumi.CustomResource {
  constructor(name, props, opts) {
    super("bench:index:Thing", name, { arn: undefined, url: undefined, state: undefined, ...props }, opts);
  }
}

class Group extends pulumi.ComponentResource {
  constructor(name) {
    super("bench:index:Group", name, {});
    const secret = pulumi.secret("secret-of-" + name);
    let neighbour = "none";
    for (let child = 1; child < ${GROUP}; child++) {
      const thing = new Thing(name + "-" + child, {
        name: name + "-" + child,
        description: "A resource as large as a usual one of a cloud, number " + child + " of " + name,
        neighbour,
        enabled: child % 2 === 0,
        size: child,
        tags: { environment: "bench", owner: "platform", "cost-center": "1234", "managed-by": "causeway", data: "internal" },
        ports: [443, 8080, 9090],
        network: { vpc: "vpc-0123456789abcdef0", subnets: ["subnet-a", "subnet-b", "subnet-c"], public: false },
        rules: [
          { from: 443, to: 443, protocol: "tcp", cidr: "10.0.0.0/16" },
          { from: 8080, to: 8090, protocol: "tcp", cidr: "10.1.0.0/16" },
        ],
        ...(child === 1 ? { password: secret } : {}),
      }, { parent: this });
      neighbour = thing.arn;
    }
    this.registerOutputs({ last: neighbour });
  }
}

for (let group = 0; group < ${resources / GROUP}; group++) new Group("group-" + group);
exports.resources = ${resources};
`;

/** Makes a project in a temporary folder. `resources` is a multiple of GROUP; 0 gives a program that makes nothing. */
export function makeProject(root, resources) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-bench-"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: bench\nruntime: nodejs\n");
  writeFileSync(path.join(folder, "package.json"), '{ "name": "bench", "main": "index.js" }\n');
  writeFileSync(path.join(folder, "index.js"), source(resources));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}
