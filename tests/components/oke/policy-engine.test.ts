import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { DaemonSet } from "kubernetes-models/apps/v1/DaemonSet";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { CronJob } from "kubernetes-models/batch/v1/CronJob";
import { Job } from "kubernetes-models/batch/v1/Job";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { ClusterRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole";
import { ClusterRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding";
import { Service } from "kubernetes-models/v1/Service";
import { ServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINE_IMAGE, PolicyEngine, PolicyProof } from "../../../components/oke";
import { PROOF_PORTS, PROOF_SCRIPT } from "../../../components/oke/policy-proof-plan";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";

const place = { naming: NAMING, tags: TAGS };
const KINDS = {
  ClusterRole,
  ClusterRoleBinding,
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  NetworkPolicy,
  Service,
  ServiceAccount,
};

/** Judges objects by Kubernetes' own schemas. */
function validate(resources: readonly Recorded[]): string[] {
  return resources.flatMap(({ inputs }) => {
    const Kind = KINDS[inputs["kind"] as keyof typeof KINDS] as
      (new (data: never) => { validate(): void }) | undefined;
    if (Kind === undefined) return [];
    new Kind(inputs as never).validate();
    return [inputs["kind"] as string];
  });
}

interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string }[];
}
interface Agent {
  readonly template: {
    readonly spec: {
      readonly containers: readonly [Container];
      readonly initContainers?: unknown;
      readonly volumes: readonly { readonly name: string; readonly hostPath: { readonly path: string } }[];
    };
  };
}

let resources: Recorded[];
const made = (args: object = {}) =>
  recorded(() => {
    const engine = new PolicyEngine("engine", { ...place, ...args });
    new PolicyProof("proof", { ...place, engine: engine.running, podSecurityVersion: "1.36" });
  });
const agentOf = (all: readonly Recorded[]) =>
  (named(all, "engine-agent").inputs["spec"] as Agent).template.spec;
const settings = ({ env }: Container) => Object.fromEntries(env.map(({ name, value }) => [name, value]));
beforeAll(async () => {
  resources = await made();
});

describe("the engine", () => {
  test("OK-04 Calico's agent is told what Oracle says of the VCN-native plugin, and brings no plugin of its own", () => {
    const { containers, initContainers, volumes } = agentOf(resources);
    const [container] = containers;
    expect(settings(container)).toMatchObject({
      FELIX_INTERFACEPREFIX: "oci",
      NO_DEFAULT_POOLS: "true",
      FELIX_CHAININSERTMODE: "Append",
      FELIX_IPTABLESMANGLEALLOWACTION: "Return",
      FELIX_IPTABLESBACKEND: "NFT",
      CALICO_NETWORKING_BACKEND: "none",
    });
    expect(settings(container)).not.toHaveProperty("FELIX_TYPHAK8SSERVICENAME");
    expect(initContainers).toBeUndefined();
    expect(volumes.filter(({ hostPath }) => hostPath.path.includes("cni"))).toEqual([]);
    expect(container.volumeMounts.map(({ name }) => name).sort()).toEqual(
      volumes.map(({ name }) => name).sort(),
    );
  });

  test("its image is one by digest, and another one without is refused", async () => {
    expect(agentOf(resources).containers[0].image).toBe(ENGINE_IMAGE);
    const image = `me-dubai-1.ocir.io/acme/calico-node@sha256:${"a".repeat(64)}`;
    const other = agentOf(await made({ image, backend: "Auto" })).containers[0];
    expect(other.image).toBe(image);
    expect(settings(other)).not.toHaveProperty("FELIX_IPTABLESBACKEND");
    expect(() => new PolicyEngine("engine", { ...place, image: "quay.io/calico/node:v3.32.1" })).toThrow(
      /image[\s\S]*with its digest/,
    );
  });

  test("what it and its proof make is what Kubernetes' schemas take", () => {
    expect(new Set(validate(resources))).toEqual(new Set(Object.keys(KINDS)));
  });
});

describe("the proof", () => {
  const spec = (name: string) => named(resources, name).inputs["spec"];

  test("OK-45 one connection is allowed by both sides, and each side denies one that the other allows", () => {
    const side = (name: string) => ({ podSelector: { matchLabels: { "pulumi-causeway/proof": name } } });
    expect(spec("proof-policy-listen")).toEqual({
      ...side("listening"),
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [side("connecting")],
          ports: [
            { protocol: "TCP", port: 8080 },
            { protocol: "TCP", port: 8082 },
          ],
        },
      ],
    });
    expect(spec("proof-policy-connect")).toEqual({
      ...side("connecting"),
      policyTypes: ["Egress"],
      egress: [
        {
          to: [side("listening")],
          ports: [
            { protocol: "TCP", port: 8080 },
            { protocol: "TCP", port: 8081 },
          ],
        },
      ],
    });
    expect(spec("proof-namespace-deny")).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("another engine is proven anew, one that is lost shows within the hour, and nobody takes the proof away", async () => {
    const other = await made({ image: `mirror/node@sha256:${"b".repeat(64)}` });
    expect(named(other, "proof-proof").inputs["spec"]).not.toEqual(spec("proof-proof"));
    const job = spec("proof-proof");
    expect(job).not.toHaveProperty("ttlSecondsAfterFinished");
    expect(job).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 600 });
    expect(spec("proof-watch")).toMatchObject({ schedule: "17 * * * *", jobTemplate: { spec: job } });
  });
});

describe("the script of the proof, in a shell", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "proof-"));
  const stub = path.join(folder, "agnhost");
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs it against connections that come about as `connects`, a shell's condition over $port and $nth, says. */
  async function run(connects: string): Promise<{ code: number; says: string; tried: string[] }> {
    const log = path.join(folder, "log");
    writeFileSync(log, "");
    writeFileSync(
      stub,
      `#!/bin/sh\nport=\${3##*:}\necho $port >> ${log}\nnth=$(grep -c "^$port$" ${log})\n${connects}\n`,
      { mode: 0o755 },
    );
    const script = PROOF_SCRIPT.replaceAll("/agnhost", stub).replaceAll("sleep 5", "sleep 0");
    const result = await promisify(execFile)("/bin/sh", ["-c", script]).then(
      ({ stdout }) => ({ code: 0, says: stdout }),
      (error: unknown) => {
        const { code, stdout } = error as { code: number; stdout: string };
        return { code, says: stdout };
      },
    );
    return { ...result, tried: readFileSync(log, "utf8").trim().split("\n") };
  }
  const { allowed, shutInward, shutOutward } = PROOF_PORTS;

  test("OK-45 it succeeds where what is allowed passes and the rest does not", async () => {
    const { code, says, tried } = await run(`[ $port = ${allowed} ]`);
    expect({ code, says }).toEqual({ code: 0, says: "network policies are enforced, in and out\n" });
    expect(new Set(tried)).toEqual(new Set([allowed, shutInward, shutOutward].map(String)));
  });

  test.each<[title: string, connects: string, says: RegExp]>([
    ["everything passes, as without an engine", "true", /port 8081: connected.*not enforced/],
    ["nothing passes, as in a broken network", "false", /port 8080: no connection.*nothing is proven/],
    ["only what comes in is held", `[ $port != ${shutInward} ]`, /port 8082: connected/],
    ["only what goes out is held", `[ $port != ${shutOutward} ]`, /port 8081: connected/],
  ])("it fails where %s", async (_title, connects, says) => {
    const result = await run(connects);
    expect(result.code).toBe(1);
    expect(result.says).toMatch(says);
  });

  test("it waits for an agent that takes a moment with new pods", async () => {
    const late = `if [ $port = ${allowed} ]; then [ $nth -gt 3 ]; else [ $nth -lt 3 ]; fi`;
    expect((await run(late)).code).toBe(0);
  });
});
