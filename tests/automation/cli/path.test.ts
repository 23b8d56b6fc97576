import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeReports } from "../../../automation/cli/write-reports";
import { layoutOf } from "../../../automation/deploy/layout";
import { loadPlatform } from "../../../automation/deploy/load-platform";
import { openEngine } from "../../../automation/deploy/open-engine";
import { projectFolder } from "../../../automation/deploy/project";
import type { ProbedApi } from "../../../automation/deploy/probe/plan";
import { apisOf } from "../../../automation/deploy/probe/read";
import { readResources, type StateResource } from "../../../automation/deploy/read-resources";
import { readModel } from "../../../automation/deploy/reachability";
import { select } from "../../../automation/deploy/selection";
import type { DeploymentPlan } from "../../../components/api-gateway/plan";
import { cidr } from "../../../lib/cidr";
import {
  canReach,
  partyNamed,
  reachableFromInternet,
  type Answer,
  type Filter,
  type FilterRule,
  type Gateway,
  type Interval,
  type Model,
} from "../../../lib/reachability";
import { Authority } from "../../support/gateway/certificates";
import { GatewayStandIn } from "../../support/gateway/stand-in";
import { findBelow, findIn } from "../engine/support/canary";
import { RUN } from "../reports/run-report";
import { causeway, root } from "./causeway";

let state: string;
let model: Model;
/** All that has a network or a policy. */
const STACKS =
  "foundation aws-network oci-network-dxb oci-network-jed identity secrets eks oke-dxb oke-jed platform gateway";

beforeAll(async () => {
  state = mkdtempSync(path.join(os.tmpdir(), "causeway-path-"));
  const up = await causeway([
    ...["up", "--env", "dev", "--engine", "embedded", "--state", state],
    ...["--only", ...STACKS.split(" ")],
  ]);
  expect(up).toMatchObject({ code: 0, stderr: "" });
  const loaded = await loadPlatform(path.join(root, "dist/stacks/reference.js"), root);
  const layout = layoutOf(state, root, "embedded");
  const engine = await openEngine("embedded", layout, undefined);
  try {
    model = await readModel(select(loaded.platform, "dev"), engine, projectFolder(loaded, engine, layout));
  } finally {
    await engine.close();
  }
}, 300_000);
afterAll(() => {
  rmSync(state, { recursive: true, force: true });
});

/** What is in no state, and may have a say. */
const OPAQUE = [
  'platform: kubernetes:helm.sh/v3:Release "oke-policy-definitions-release"',
  'platform: kubernetes:helm.sh/v3:Release "oke-monitor-definitions-release"',
  'platform: kubernetes:helm.sh/v3:Release "oke-cert-manager-release"',
  'platform: kubernetes:helm.sh/v3:Release "oke-gateway-controller-release"',
  'platform: kubernetes:helm.sh/v3:Release "oke-external-secrets-release"',
  'platform: kubernetes:gateway.networking.k8s.io/v1:Gateway "oke-gateway-gateway"',
];
const NOT_CONSIDERED = [
  "Not considered:",
  ...OPAQUE.map((what): unknown => expect.stringContaining(`  - ${what}: `)),
];

async function ask(from: string, to: string, port: number, ...more: string[]) {
  const args = ["--env", "dev", "--engine", "embedded", "--state", state, "--from", from, "--to", to];
  const ended = await causeway(["path", ...args, "--port", String(port), ...more]);
  const lines = ended.stdout.split("\n").filter((line) => !line.startsWith("SIMULATED"));
  return { ...ended, lines };
}

/** What the command answers with, without the start of a process. */
function told(from: string, to: string, port: number): Answer {
  const party = (name: string) => {
    const named = partyNamed(model, name);
    if ("fault" in named) throw new Error(named.fault);
    return named.party;
  };
  return canReach(model, party(from), party(to), { protocol: "tcp", port });
}

/** Whether a subnet has just these addresses. */
function isOf(id: string, { first, last }: Interval): boolean {
  const range = model.subnets.find((subnet) => subnet.id === id)?.range;
  return range !== undefined && range.first === first && range.last === last;
}

describe("causeway path", { timeout: 60_000 }, () => {
  it("tells the way with the reason of every rule, and ends with 0", async () => {
    const { code, lines } = await ask("oke-dxb/workers", "oke-dxb/api", 6443);
    expect(code).toBe(0);
    const sentence =
      "Workers may reach the API endpoint on TCP 6443, to join the cluster and call the Kubernetes API";
    expect(lines).toEqual([
      "oke-dxb/workers reaches oke-dxb/api on TCP 6443.",
      "  1. oke-dxb/workers",
      `  2. rule of oke-dxb/workers: ${sentence}`,
      "  3. within the network oci-network-dxb",
      `  4. rule of oke-dxb/api: ${sentence}`,
      "  5. oke-dxb/api",
      ...NOT_CONSIDERED,
      "",
    ]);
  });

  it("tells what the policies on the way are for (OK-52)", () => {
    const { hops } = told("oke-dxb/pods/ingress", "oke-dxb/pods/development", 8443);
    const sentence = (pods: string, to: string) =>
      `Pods of ${pods} may reach pods of ${to} on TCP 8443, to hand on requests for published hosts`;
    expect(hops.filter(({ kind }) => kind === "policy")).toEqual([
      { kind: "policy", name: "ingress/allow-workloads", text: sentence("ingress", "development") },
      { kind: "policy", name: "development/allow-gateway", text: sentence("ingress", "development") },
    ]);
  });

  it("tells everything in the way, there and back, and ends with 1", async () => {
    const { code, lines } = await ask("internet", "oke-dxb/workers", 30443);
    expect(code).toBe(1);
    expect(lines).toEqual([
      "internet does not reach oke-dxb/workers on TCP 30443.",
      "What blocks it:",
      "  - on the way there: oci-network-dxb has no internet gateway",
      "  - on the way there: no rule of causeway-dev-dxb-oci-workers-group, causeway-dev-dxb-oci-closed-list lets oke-dxb/workers receive TCP 30443 from internet",
      "  - on the way back: answers would leave by causeway-dev-dxb-oci-nat-gateway, under another address",
      ...NOT_CONSIDERED,
      "",
    ]);
  });

  it("draws who reaches whom on a page, for its owner alone", async () => {
    const file = path.join(state, "reach.html");
    const on = ["path", "--env", "dev", "--engine", "embedded", "--state", state];
    const drawn = await causeway([...on, "--html", file]);
    expect(drawn).toMatchObject({ code: 0, stderr: "" });
    expect(drawn.stdout).toContain(`Written to ${file}.\n`);
    const page = readFileSync(file, "utf8");
    expect(page).toContain("SIMULATED");
    expect(page).toContain("<title>oke-dxb/workers to oke-dxb/api on TCP 6443, 12250</title>");
    expect(page).toContain("the internet reaches nothing.");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const document = await causeway([...on, "--html", file, "--json"]);
    expect(JSON.parse(document.stdout)).toMatchObject({ schema: "causeway.path/1", env: "dev", page: file });

    const nowhere = await causeway([...on, "--html", path.join(file, "reach.html")]);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain("a file that can be written");
    const both = await causeway([...on, "--html", file, "--to", "oke-dxb/api"]);
    expect(both.stderr).toContain('--to is "oke-dxb/api"; allowed: not with --html');
    const neither = await causeway(on);
    expect(neither.code).toBe(2);
    expect(neither.stderr).toContain("--from is missing; allowed: the party that connects, or --html");
  });

  it("is drawn in the report of a run too", () => {
    const { page = "" } = writeReports(RUN, layoutOf(path.join(state, "drawn"), root, "embedded"), model);
    expect(readFileSync(page, "utf8")).toContain(
      "<title>oke-dxb/workers to oke-dxb/api on TCP 6443, 12250</title>",
    );
  });

  it("finds nothing that the internet reaches (OK-10, OK-30)", async () => {
    const args = ["path", "--env", "dev", "--engine", "embedded", "--state", state, "--from", "internet"];
    const all = await causeway(args);
    expect(all.code).toBe(0);
    expect(all.stdout).toContain("The internet reaches nothing.\n");
    const json = await causeway([...args, "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: "causeway.path/1", env: "dev", reached: [] });
  });

  it("takes addresses, and answers names that are none with all there are", async () => {
    const by = await ask("10.65.8.9", "10.65.3.2", 6443);
    expect(by.lines[0]).toBe("10.65.8.9 reaches 10.65.3.2 on TCP 6443.");
    const unknown = await ask("oke-dxb/wokers", "nowhere", 443);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(
      '--from is "oke-dxb/wokers"; allowed: an IPv4 address or CIDR block, or one of internet, ',
    );
    expect(unknown.stderr).toContain("(did you mean oke-dxb/workers?)");
    expect(unknown.stderr).toContain('--to is "nowhere"');
  });

  it("refuses a question without an end, a port that is none and an environment without networks", async () => {
    const on = ["path", "--env", "dev", "--engine", "embedded", "--state", state];
    const open = await causeway([...on, "--from", "eks/pods"]);
    expect(open).toMatchObject({ code: 2 });
    expect(open.stderr).toContain("--to is missing");
    const port = await causeway([...on, "--from", "internet", "--port", "0"]);
    expect(port.code).toBe(2);
    expect(port.stderr).toContain('--port is "0"; allowed: a whole number from 1 to 65535');
    const none = await causeway([...on.slice(0, 2), "staging", ...on.slice(3), "--from", "internet"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("no network of staging is deployed: run causeway up first");
  });

  it("says which stacks were left out", async () => {
    const some = await ask("oke-dxb/workers", "oke-dxb/api", 6443, "--only", "oke-dxb", "oci-network-dxb");
    expect(some.lines.join("\n")).toMatch(
      /Not considered:\n {2}- the stacks foundation, .*: they are left out/,
    );
  });
});

describe("the model of the dev environment", () => {
  it.each([
    ["oke-dxb/pods", "oke-dxb/api", 12250],
    ["oke-dxb/api", "oke-dxb/workers", 10250],
    ["oke-dxb/api", "oke-dxb/pods", 9443],
    ["oke-dxb/workers", "oracle-services-dxb", 443],
    ["oke-dxb/api", "oracle-services-dxb", 443],
    ["oci-network-dxb/bastion", "oke-dxb/api", 6443],
    ["oci-network-dxb/runners", "oke-dxb/api", 6443],
    ["oci-network-dxb/runners", "internet", 443],
    // Images of the platform's charts are on their publishers' registries.
    ["oke-dxb/workers", "internet", 443],
    ["oci-network-dxb/load-balancer", "oke-dxb/workers", 30443],
    ["oci-network-dxb/load-balancer", "oke-dxb/workers", 10256],
    ["gateway/api-gateway", "oci-network-dxb/load-balancer", 443],
    ["oke-dxb/pods", "oci-network-dxb/database", 1521],
    ["oke-dxb/pods/ingress", "oke-dxb/pods/development", 8443],
    ["oke-dxb/pods/development", "oke-dxb/pods/development", 8443],
    ["oke-dxb/pods/cert-manager", "oke-dxb/api", 6443],
    ["oke-dxb/api", "oke-dxb/pods/cert-manager", 10250],
    ["oci-network-dxb/load-balancer", "oke-dxb/workers", 30443],
    ["eks/workers", "eks/api", 443],
    ["eks/workers", "s3", 443],
    ["eks/workers", "ecr.api", 443],
    ["eks/workers", "internet", 443],
  ])("lets %s reach %s on %i, as the platform needs (OP-11, OK-33, GW-14)", (from, to, port) => {
    expect(told(from, to, port)).toMatchObject({ verdict: "reaches", blocks: [] });
  });

  it.each([
    [
      "oke-dxb/workers",
      "oke-dxb/api",
      8443,
      ["request listener", "request rule of oke-dxb/api", "request rule of oke-dxb/workers"],
    ],
    [
      "oci-network-dxb/database",
      "internet",
      443,
      ["request route", "request rule of oci-network-dxb/database"],
    ],
    ["gateway/api-gateway", "internet", 443, ["request route", "request rule of gateway/api-gateway"]],
    [
      "oci-network-dxb/functions",
      "oke-dxb/pods",
      8080,
      ["request rule of oci-network-dxb/functions", "request rule of oke-dxb/pods"],
    ],
    // The regions are peered: rules alone are missing.
    ["oke-dxb/pods", "oke-jed/pods", 443, ["request rule of oke-dxb/pods", "request rule of oke-jed/pods"]],
    ["eks/pods/development", "eks/api", 443, ["request policy"]],
    // The groups of pods let both pass: policies alone keep them apart.
    ["oke-dxb/pods/development", "oke-dxb/api", 6443, ["request policy"]],
    [
      "oke-dxb/pods/development",
      "internet",
      443,
      ["request policy", "request rule of oke-dxb/pods/development"],
    ],
    ["oke-dxb/pods/policy-proof", "oke-dxb/pods/development", 8443, ["request policy"]],
    ["oke-dxb/pods/ingress", "oke-dxb/pods/development", 9090, ["request policy"]],
    [
      "eks/workers",
      "oci-network-dxb/database",
      1521,
      ["reply gateway", "request gateway", "request rule of oci-network-dxb/database"],
    ],
  ])("keeps %s from %s on %i, and names each reason (OP-10, OK-24, GW-03)", (from, to, port, why) => {
    const { verdict, blocks } = told(from, to, port);
    expect(verdict).toBe("blocked");
    const reasons = blocks.map(({ leg, kind, at }) => `${leg} ${kind}${kind === "rule" ? ` of ${at}` : ""}`);
    expect([...new Set(reasons)].sort()).toEqual(why);
  });

  it("lets nothing outside the cluster but load balancers reach workers (OK-19)", () => {
    const ports = [22, 443, 6443, 10250, 10256, 29999, 30000, 32767, 32768];
    const reaching = [...model.endpoints.map(({ name }) => name), "internet"]
      .filter((name) => !name.startsWith("oke-dxb/"))
      .flatMap((name) =>
        ports.flatMap((port) =>
          told(name, "oke-dxb/workers", port).verdict === "blocked" ? [] : [`${name} ${port}`],
        ),
      );
    const balancer = "oci-network-dxb/load-balancer";
    expect(reaching).toEqual([`${balancer} 10256`, `${balancer} 30000`, `${balancer} 32767`]);
  });

  it.each<[layer: string, without: (whole: Model) => Model]>([
    ["network policies", (whole) => ({ ...whole, policies: [] })],
    ["security groups and lists", (whole) => ({ ...whole, filters: whole.filters.map(opened) })],
    [
      "private addresses",
      (whole) => ({ ...whole, endpoints: whole.endpoints.map((one) => ({ ...one, isPublic: true })) }),
    ],
    ["routes and gateways", exposed],
  ])("stays closed to the internet without its %s (OK-59)", (_layer, without) => {
    const reached = reachableFromInternet(without(model)).filter(({ endpoint }) =>
      endpoint.startsWith("oke-"),
    );
    expect(reached).toEqual([]);
  });

  it("is open to the internet without all of them, or the layers would prove nothing", () => {
    const open = exposed({ ...model, policies: [], filters: model.filters.map(opened) });
    const endpoints = open.endpoints.map((one) => ({ ...one, isPublic: true }));
    const reached = reachableFromInternet({ ...open, endpoints }).map(({ endpoint }) => endpoint);
    expect(reached).toContain("oke-dxb/workers");
    expect(reached).toContain("oke-dxb/api");
  });

  it("leaves open what depends on labels that nobody knows", () => {
    expect(told("eks/pods/development", "eks/pods/kube-system", 53)).toMatchObject({
      verdict: "unknown",
      blocks: [{ kind: "policy", unknown: true }],
    });
  });

  it("names the policies that refuse (OK-45)", () => {
    const { blocks } = told("oke-dxb/pods/policy-proof", "oke-dxb/pods/development", 8443);
    expect(blocks.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "no network policy lets oke-dxb/pods/development receive TCP 8443 from oke-dxb/pods/policy-proof, of those that select it (development/default-deny, development/allow-gateway, development/allow-services-ingress)",
      ]),
    );
  });

  it("has security groups that let through what policies say of the network's other parts (OK-46, OK-52)", () => {
    const asked = model.policies
      .filter(({ cluster }) => cluster === "oke-dxb")
      .flatMap(({ namespace, rules }) =>
        rules.flatMap(({ direction, peers = [], ports = [] }) =>
          peers.flatMap((peer) => {
            if (!("block" in peer)) return [];
            const ends = model.endpoints.filter(
              ({ pod, subnets }) => pod === undefined && subnets.some((id) => isOf(id, peer.block)),
            );
            return ends.flatMap(({ name }) =>
              ports.map(({ range }) => {
                const pods = `oke-dxb/pods/${namespace}`;
                const [from, to] = direction === "in" ? [name, pods] : [pods, name];
                return { from, to, port: (range as [number, number])[0] };
              }),
            );
          }),
        ),
      );
    expect(asked.length).toBeGreaterThan(5);
    const refused = asked.filter(({ from, to, port }) => told(from, to, port).verdict !== "reaches");
    // A balancer calls node ports, and its nodes hand on to pods.
    expect(refused.filter(({ from }) => from !== "oci-network-dxb/load-balancer")).toEqual([]);
  });

  it("names what has a say and is in no state: what charts and the gateway's controller make", () => {
    expect(model.gaps.map(({ what }) => what)).toEqual(OPAQUE);
  });
});

describe("OP-35 what is kept of the platform", () => {
  it("holds no private key in clear: no state, no output, no event, no report", async () => {
    const on = ["outputs", "--env", "dev", "--engine", "embedded", "--state", state, "--json"];
    const { stdout } = await causeway([...on, "--show-secrets"]);
    const keys = [...stdout.matchAll(/PRIVATE KEY-----((?:[^-]|-(?!----))+)-----END/g)];
    const lines = keys.flatMap(([, body = ""]) => body.split("\\n")).filter((line) => line.length > 20);
    expect(lines.length).toBeGreaterThan(2);
    const masked = await causeway(on);
    expect([...findBelow(state, lines), ...findIn("outputs", masked.stdout, lines)]).toEqual([]);
  });
});

describe("OP-45 what ends", () => {
  it("is named by causeway drift, with 5: a value whose rotation did not come", async () => {
    const on = ["drift", "--env", "dev", "--engine", "embedded", "--state", state, "--only", "secrets"];
    expect(await causeway(on)).toMatchObject({ code: 0, stderr: "" });
    const at = "2026-01-10T00:00:00Z";
    const scenario = path.join(state, "ends.yaml");
    const drift = [{ resource: "database-password-secret", set: { timeOfCurrentVersionExpiry: at } }];
    writeFileSync(scenario, JSON.stringify({ drift }));
    const ended = await causeway([...on, "--scenario", scenario]);
    expect(ended.code).toBe(5);
    const line = `oci:Vault/secret:Secret database-password-secret: expires at ${at} and was not renewed\n`;
    expect(ended.stdout).toContain(line);
    expect(ended.stdout).toContain("1 expires soon");
    expect(ended.stdout).toContain("No drift in dev");
  }, 60_000);
});

describe("OK-53 the order within a cluster", () => {
  it("has the engine and its proof before any policy, and a closed namespace before what is put into it", async () => {
    const all = await deployed();
    const byUrn = new Map(all.map((one) => [one.urn, one]));
    const cameAfter = (urn: string, seen = new Set<string>()): ReadonlySet<string> => {
      const { parent, dependencies = [] } = byUrn.get(urn) ?? {};
      for (const before of [...dependencies, ...(parent === undefined ? [] : [parent])]) {
        if (seen.has(before)) continue;
        seen.add(before);
        cameAfter(before, seen);
      }
      return seen;
    };
    const inOke = all.filter(
      ({ stack, provider = "", type }) =>
        stack === "platform" && /::oke::/.test(provider) && type.startsWith("kubernetes:"),
    );
    const named = (name: string) =>
      inOke.find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? expect.fail(name);
    const policies = inOke.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    const own = policies.filter(({ urn }) => /::oke-policy-/.test(urn));
    const early = (engine: string, of: readonly After[]) =>
      of.filter(({ urn }) => !cameAfter(urn).has(engine)).map(({ urn }) => urn);
    expect(policies.length - own.length).toBeGreaterThan(15);
    expect(early(named("oke-policy-engine-agent"), policies)).toEqual([]);
    expect(
      early(
        named("oke-policy-proof-proof"),
        policies.filter((one) => !own.includes(one)),
      ),
    ).toEqual([]);
    const deny = named("oke-deny-workloads");
    const inside = inOke.filter(({ outputs, type }) => {
      const { namespace } = (outputs?.["metadata"] ?? {}) as { namespace?: string };
      return (
        namespace === "development" &&
        !/:(NetworkPolicy|ResourceQuota|LimitRange|ServiceAccount\w*)$/.test(type)
      );
    });
    expect(inside.length).toBeGreaterThan(1);
    expect(early(deny, inside)).toEqual([]);
  });
});

describe("GW-49 causeway doctor gateway", { timeout: 60_000 }, () => {
  const on = () => ["--env", "dev", "--engine", "embedded", "--state", state];

  it("looks at what is deployed, tells each check, and takes a token that it does not show", async () => {
    const token = `e30.${Buffer.from('{"iss":"https://elsewhere"}').toString("base64url")}.signature`;
    const { code, stdout } = await causeway(["doctor", "gateway", "status", ...on()], {
      env: { CAUSEWAY_PROBE_TOKEN: token },
    });
    expect(code).toBe(1);
    expect(stdout).toContain('gateway: oci:ApiGateway/gateway:Gateway "gateway-gateway"\n');
    for (const check of ["state", "security groups", "limits", "logs"])
      expect(stdout).toContain(`ok       ${check}: nothing is wrong`);
    expect(stdout).toContain('"status-deployment": the token: its issuer is https://elsewhere');
    expect(stdout).toContain("         remedy: ask https://");
    expect(stdout).not.toContain(token);
    const json = await causeway(["doctor", "gateway", ...on(), "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: "causeway.doctor-gateway/1",
      env: "dev",
      simulated: true,
    });
  });

  it("answers a name that is none with those that are", async () => {
    const none = await causeway(["doctor", "gateway", "stauts", ...on()]);
    expect(none.code).toBe(2);
    expect(none.stderr + none.stdout).toContain(
      'api is "stauts"; allowed: one of status (did you mean status?)',
    );
    const empty = await causeway(["doctor", "gateway", "--env", "staging", ...on().slice(2)]);
    expect(empty.code).toBe(2);
    expect(empty.stderr + empty.stdout).toContain("no API gateway of staging is deployed");
  });
});

describe("GW-50 causeway probe api", () => {
  it("calls the deployed API by its own specification, and says what a caller could do", async () => {
    const provider = await generateKeyPair("RS256");
    const jwk = { ...(await exportJWK(provider.publicKey)), kid: "a", alg: "RS256" };
    const api = await deployedApi("status");
    const specification = api.specification as DeploymentPlan;
    const { requestPolicies } = specification;
    const [issuer = "", audience = ""] = namesOf(api);
    const sign = (aud: string) =>
      new SignJWT({})
        .setProtectedHeader({ alg: "RS256", kid: "a" })
        .setSubject("probe")
        .setIssuer(issuer)
        .setAudience(aud)
        .setExpirationTime("10m")
        .sign(provider.privateKey);
    const { hostname, pathname } = new URL(api.endpoint);
    const authority = new Authority("gateway CA");
    writeFileSync(path.join(state, "ca.pem"), authority.cert);
    const probe = async (served: DeploymentPlan, env: Record<string, string>) => {
      const gateway = new GatewayStandIn(served, {
        pathPrefix: pathname,
        identity: authority.leaf("gateway", { dnsNames: [hostname] }),
        trusts: authority,
        fetchKeys: () => Promise.resolve({ keys: [jwk] }),
        now: () => Date.now(),
        ports: {},
      });
      const connect = `127.0.0.1:${String(await gateway.start())}`;
      const args = ["--env", "dev", "--engine", "embedded", "--state", state, "--connect", connect];
      const ended = await causeway(["probe", "api", "status", ...args, "--ca", path.join(state, "ca.pem")], {
        env,
      });
      await gateway.stop();
      return ended;
    };
    const tokens = {
      CAUSEWAY_PROBE_TOKEN: await sign(audience),
      CAUSEWAY_PROBE_TOKEN_OTHER_AUDIENCE: await sign("urn:other"),
    };
    const good = await probe(specification, tokens);
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(good.stdout).toContain("All 4 checks passed.");
    const open = { ...specification, requestPolicies: { ...requestPolicies } };
    Reflect.deleteProperty(open.requestPolicies, "authentication");
    const bad = await probe(open, tokens);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/FAILED .*\/status\/health .*no token .*200, not 401/);
    const none = await probe(specification, {});
    expect(none.code).toBe(2);
    expect(none.stderr + none.stdout).toContain("CAUSEWAY_PROBE_TOKEN_OTHER_AUDIENCE is missing");
    const said = [good, bad, none].map(({ stdout, stderr }) => stdout + stderr).join();
    for (const token of Object.values(tokens)) expect(said).not.toContain(token.slice(0, 40));
  }, 120_000);
});

async function deployedApi(name: string): Promise<ProbedApi> {
  return apisOf(await deployed()).find((api) => api.name === name) ?? expect.fail(`no API ${name}`);
}

/** A resource with what the state says that it came after. */
type After = StateResource & { readonly parent?: string; readonly dependencies?: readonly string[] };

async function deployed(): Promise<readonly After[]> {
  const loaded = await loadPlatform(path.join(root, "dist/stacks/reference.js"), root);
  const layout = layoutOf(state, root, "embedded");
  const engine = await openEngine("embedded", layout, undefined);
  try {
    const folder = projectFolder(loaded, engine, layout);
    return await readResources(select(loaded.platform, "dev"), engine, folder);
  } finally {
    await engine.close();
  }
}

function namesOf({ specification }: ProbedApi): (string | undefined)[] {
  const { issuers, audiences } =
    specification.requestPolicies?.authentication?.validationPolicy?.additionalValidationPolicy ?? {};
  return [issuers?.[0], audiences?.[0]];
}

const WORLD = cidr("0.0.0.0/0");

/** A group that lets everything through. */
function opened(filter: Filter): Filter {
  const rules = (["in", "out"] as const).map((direction): FilterRule => ({
    direction,
    end: { range: WORLD },
    on: { protocol: "all" },
  }));
  return { ...filter, rules };
}

/** An internet gateway in each network, and in each table a route to it. */
function exposed(whole: Model): Model {
  const gateways = whole.networks.map(({ id }): Gateway => ({
    kind: "internet",
    id: `out-of-${id}`,
    name: "a way out",
    network: id,
  }));
  const networkOf = (table: string) => whole.subnets.find((subnet) => subnet.table === table)?.network ?? "";
  const tables = whole.tables.map((table) => ({
    ...table,
    routes: [
      ...table.routes.filter(({ to }) => !("range" in to && to.range.prefix === 0)),
      { to: { range: WORLD }, via: `out-of-${networkOf(table.id)}` },
    ],
  }));
  return { ...whole, gateways: [...whole.gateways, ...gateways], tables };
}
