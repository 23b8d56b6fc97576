import { describe, expect, test } from "vitest";
import { UNKNOWN, type Values } from "../../../automation/engine/provider";
import { text } from "../../../automation/clouds/values";
import { cluster, kubeconfig } from "./cluster";
import { recordExercised } from "./exercised";
import { driver, oci, openClouds, textOf, type Driver } from "./harness";

const namespace = (kube: Driver, name: string, labels: Values = {}) =>
  kube.create("kubernetes:core/v1:Namespace", name, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
  });

const configMap = (kube: Driver, name: string, metadata: Values, data: Values = {}) =>
  kube.create("kubernetes:core/v1:ConfigMap", name, { apiVersion: "v1", kind: "ConfigMap", metadata, data });

const split = (address: string): [string, number] => {
  const [host = "", port = ""] = address.split(":");
  return [host, Number(port)];
};

describe("reaching a cluster", () => {
  test("the kubeconfig is needed, read as JSON or YAML, and never quoted", async () => {
    await expect(driver(openClouds(), "kubernetes", {})).rejects.toThrow(/has no kubeconfig/);
    const error = await driver(openClouds(), "kubernetes", { kubeconfig: "token: hunter2: x" }).catch(
      (e: unknown) => e as Error,
    );
    expect((error as Error).message).toMatch(/kubeconfig can not be used/);
    expect((error as Error).message).not.toContain("hunter2");
    await expect(
      driver(openClouds(), "kubernetes", { kubeconfig: kubeconfig("https://x"), context: "no" }),
    ).rejects.toThrow(/no context "no"/);
    const { clouds, server } = await cluster();
    const yaml = `current-context: c\nclusters:\n- name: k\n  cluster:\n    server: ${server}\ncontexts:\n- name: c\n  context: {cluster: k, user: u}\n`;
    await expect(
      namespace(await driver(clouds, "kubernetes", { kubeconfig: yaml }), "n"),
    ).resolves.toBeDefined();
  });

  test("a server that is no cluster's, and one in a lost region, are unreachable", async () => {
    const { clouds, kube } = await cluster();
    const other = await driver(clouds, "kubernetes", { kubeconfig: kubeconfig("https://nowhere") });
    await expect(namespace(other, "n")).rejects.toThrow(
      /cluster is unreachable: no cluster answers at https:\/\/nowhere/,
    );
    const end = clouds.inject({ kind: "region-lost", cloud: "aws", region: "us-east-1" });
    await expect(namespace(kube, "n")).rejects.toThrow(/unreachable.*us-east-1 does not answer/);
    end();
    await expect(namespace(kube, "n")).resolves.toBeDefined();
  });

  test("an unknown kubeconfig previews as a create", async () => {
    const kube = await driver(openClouds(), "kubernetes", { kubeconfig: UNKNOWN });
    const outputs = await kube.preview("kubernetes:core/v1:Namespace", "n", { metadata: { name: "n" } });
    expect(outputs).toEqual({ metadata: { name: "n" } });
  });

  test("an OKE cluster's private endpoint is found, also through its kubeconfig", async () => {
    const clouds = openClouds();
    const cloud = await oci(clouds);
    const compartmentId = (
      await cloud.create("oci:Identity/compartment:Compartment", "c", { name: "c", description: "c" })
    ).id;
    const vcn = await cloud.create("oci:Core/vcn:Vcn", "v", { compartmentId, cidrBlocks: ["10.65.0.0/16"] });
    const subnet = await cloud.create("oci:Core/subnet:Subnet", "s", {
      compartmentId,
      vcnId: vcn.id,
      cidrBlock: "10.65.3.0/28",
    });
    const inner = await cloud.create("oci:Core/subnet:Subnet", "inner", {
      compartmentId,
      vcnId: vcn.id,
      cidrBlock: "10.65.4.0/24",
      prohibitPublicIpOnVnic: true,
    });
    const made = await cloud.create("oci:ContainerEngine/cluster:Cluster", "k", {
      compartmentId,
      vcnId: vcn.id,
      kubernetesVersion: "v1.35.2",
      endpointConfig: { subnetId: subnet.id },
    });
    const config = await cloud.invoke("oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig", {
      clusterId: made.id,
    });
    const kube = await driver(clouds, "kubernetes", { kubeconfig: textOf(config, "content") });
    await expect(namespace(kube, "n")).resolves.toBeDefined();

    const address = text(made.outputs, "endpoints.0.privateEndpoint") ?? "";
    const end = clouds.inject({ kind: "no-way", to: address });
    expect(clouds.reach(...split(address))).toMatch(/no way/);
    await expect(namespace(kube, "m")).rejects.toThrow(/unreachable: no way to https:/);
    end();
    expect(clouds.reach(...split(address))).toBeUndefined();

    const INTERNAL = "service.beta.kubernetes.io/oci-load-balancer-internal";
    const door = (annotations: Values): Values => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "door", namespace: "n", annotations },
      spec: { type: "LoadBalancer", ports: [{ port: 443 }] },
    });
    const SERVICE = "kubernetes:core/v1:Service";
    const at = { "service.beta.kubernetes.io/oci-load-balancer-subnet1": inner.id };
    for (const [annotations, refusal] of [
      [{}, /subnet \(none\)/],
      [at, /a public load balancer needs a public subnet/],
      [{ ...at, [INTERNAL]: "yes" }, /invalid value: yes provided for annotation: .*-internal/],
      [
        { ...at, [INTERNAL]: "true", "oci.oraclecloud.com/oci-network-security-groups": "ocid1.g" },
        /group ocid1.g/,
      ],
    ] as const)
      await expect(kube.create(SERVICE, "door", door(annotations))).rejects.toThrow(refusal);
    const ip = ({ outputs }: { outputs: Values }) => text(outputs, "status.loadBalancer.ingress.0.ip");
    const service = await kube.create(SERVICE, "door", door({ ...at, [INTERNAL]: "true" }));
    expect(ip(service)).toMatch(/^10\.65\.4\./);
    // A live balancer stays what it is, and nobody says so.
    const changed = await kube.update(service, door({ ...at, [INTERNAL]: "false" }));
    expect(ip(changed)).toBe(ip(service));
    await expect(cloud.delete(made)).rejects.toThrow(/still has Services of type LoadBalancer: n\/door\b/);
    await kube.delete(service);
    await expect(cloud.delete(made)).resolves.toBeUndefined();
  });

  test("the provider is replaced when it leads to another cluster, not for another token", async () => {
    const kubernetes = openClouds().package("kubernetes");
    const diff = (before: string, after: string) =>
      kubernetes?.diffConfig({
        urn: "u",
        type: "t",
        name: "n",
        id: "i",
        oldInputs: { kubeconfig: before },
        oldOutputs: {},
        news: { kubeconfig: after },
        ignoreChanges: [],
      });
    expect(await diff(kubeconfig("https://a"), kubeconfig("https://b"))).toMatchObject({
      replaces: ["kubeconfig"],
    });
    expect(
      await diff(
        kubeconfig("https://a"),
        kubeconfig("https://a").replace('"user":{}', '"user":{"token":"t"}'),
      ),
    ).toMatchObject({
      changes: "some",
      replaces: [],
    });
  });
});

describe("objects", () => {
  test("ids, generated metadata and status", async () => {
    const { kube } = await cluster();
    const made = await namespace(kube, "orders");
    expect(made.id).toBe("orders");
    expect(made.outputs).toMatchObject({
      kind: "Namespace",
      metadata: { name: "orders", creationTimestamp: "2026-01-01T00:00:00.000Z" },
      status: { phase: "Active" },
    });
    const inside = await configMap(kube, "c", { name: "settings", namespace: "orders" });
    expect(inside.id).toBe("orders/settings");
    await expect(configMap(kube, "d", { name: "settings", namespace: "orders" })).rejects.toThrow(
      /AlreadyExists: configmap "orders\/settings"/,
    );
    expect((await configMap(kube, "e", { name: "settings" })).id).toBe("default/settings");
    const named = await configMap(kube, "auto", { namespace: "orders" });
    expect(named.id).toMatch(/^orders\/auto-[a-z0-9]{8}$/);
    expect(
      (await kube.check(named.type, "auto", { metadata: { namespace: "orders" } }, named.inputs))["metadata"],
    ).toEqual(named.inputs["metadata"]);
  });

  test("a namespace must exist, and takes its objects along", async () => {
    const { kube } = await cluster();
    await expect(configMap(kube, "c", { name: "c", namespace: "orders" })).rejects.toThrow(
      /NotFound: namespaces "orders" not found/,
    );
    const owner = await namespace(kube, "orders");
    const inside = await configMap(kube, "c", { name: "c", namespace: "orders" });
    await kube.delete(owner);
    expect(await kube.read(inside)).toBeUndefined();
  });

  test("names, labels and the SDK's declarations are checked together", async () => {
    const { kube } = await cluster();
    await expect(namespace(kube, "Orders")).rejects.toThrow(/metadata\.name: "Orders" is not allowed/);
    await expect(namespace(kube, "o", { "pod-security.kubernetes.io/enforce": "strict" })).rejects.toThrow(
      /must be one of privileged/,
    );
    await expect(namespace(kube, "o", { team: "a b" })).rejects.toThrow(/"a b" is not a label's value/);
    await expect(
      kube.create("kubernetes:core/v1:Service", "s", {
        metadata: { name: "1s" },
        spec: { prots: [], ports: [{ port: "http" }] },
      }),
    ).rejects.toThrow(
      /did you mean "ports"[\s\S]*spec\.ports\[0\]\.port: must be a number[\s\S]*a letter first/,
    );
    await expect(configMap(kube, "c", { name: "c" }, { a: [] })).rejects.toThrow(/data\.a: must be a string/);
  });

  test("workloads, policies and quotas", async () => {
    const { kube } = await cluster();
    const deploy = (name: string, change: Values) =>
      kube.create("kubernetes:apps/v1:Deployment", name, {
        metadata: { name },
        spec: {
          selector: { matchLabels: { app: "a" } },
          template: { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "c", image: "i" }] } },
          ...change,
        },
      });
    const made = await deploy("a", {});
    expect(made.outputs["status"]).toMatchObject({ readyReplicas: 1 });
    await expect(deploy("b", { selector: { matchLabels: { app: "b" } } })).rejects.toThrow(
      /`selector` does not match/,
    );
    await expect(
      deploy("c", {
        template: {
          metadata: { labels: { app: "a" } },
          spec: { containers: [{ name: "c" }, { name: "c", image: "i" }] },
        },
      }),
    ).rejects.toThrow(/needs an image[\s\S]*is there already/);
    const quota = (hard: Values) =>
      kube.create("kubernetes:core/v1:ResourceQuota", "q", { metadata: { name: "q" }, spec: { hard } });
    await quota({ "requests.cpu": "4", "limits.memory": "8Gi", pods: "20" });
    await expect(quota({ "limits.memory": "8 GB" })).rejects.toThrow(/"8 GB" is not a quantity/);
    await expect(
      kube.create("kubernetes:networking.k8s.io/v1:NetworkPolicy", "n", {
        metadata: { name: "n" },
        spec: { podSelector: {}, policyTypes: ["ingress"], egress: [{ ports: [{ port: 70000 }] }] },
      }),
    ).rejects.toThrow(/"ingress" must be Ingress or Egress[\s\S]*70000 is not a port/);
  });

  const pods = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "c" }] } };
  const selected = { selector: { matchLabels: { app: "a" } }, template: pods };
  test.each<[type: string, spec: Values, said: RegExp]>([
    ["apps/v1:StatefulSet", { ...selected, serviceName: "s" }, /needs an image/],
    ["apps/v1:DaemonSet", selected, /needs an image/],
    [
      "apps/v1:ReplicaSet",
      { ...selected, selector: { matchLabels: { app: "b" } } },
      /`selector` does not match/,
    ],
    ["batch/v1:Job", { template: pods }, /needs an image/],
    [
      "batch/v1:CronJob",
      { schedule: "daily", jobTemplate: { spec: { template: pods } } },
      /"daily" is not a cron schedule/,
    ],
    ["core/v1:Pod", pods.spec, /needs an image/],
    [
      "core/v1:LimitRange",
      { limits: [{ type: "Container", max: { memory: "1 GB" } }] },
      /"1 GB" is not a quantity/,
    ],
  ])("a %s with a mistake in it is refused", async (type, spec, said) => {
    const { kube } = await cluster();
    const made = kube.create(`kubernetes:${type}`, "a", { metadata: { name: "a" }, spec });
    await expect(made).rejects.toThrow(said);
  });

  test("what can not be changed makes a new object", async () => {
    const { kube } = await cluster();
    const map = await configMap(kube, "c", { name: "c" }, { a: "1" });
    const diff = (data: Values, metadata: Values = { name: "c" }) =>
      kube.diff(map, { apiVersion: "v1", kind: "ConfigMap", metadata, data });
    expect(await diff({ a: "2" })).toMatchObject({ replaces: ["data.a"] });
    expect(await diff({ a: "1" }, { name: "d" })).toMatchObject({ replaces: ["metadata.name"] });
    expect(await diff({ a: "1" }, { name: "c", labels: { x: "y" } })).toMatchObject({
      changes: "some",
      replaces: [],
    });
    const mutable = await cluster({ enableConfigMapMutable: true });
    const other = await configMap(mutable.kube, "c", { name: "c" }, { a: "1" });
    expect(await mutable.kube.diff(other, { ...other.inputs, data: { a: "2" } })).toMatchObject({
      replaces: [],
    });
  });

  test("what the API server does not change, and nobody makes anew, is refused", async () => {
    const { kube } = await cluster();
    const inputs = (value: number, description: string) => ({ metadata: { name: "p" }, value, description });
    const made = await kube.create("kubernetes:scheduling.k8s.io/v1:PriorityClass", "p", inputs(1, "a"));
    expect(await kube.diff(made, inputs(2, "a"))).toMatchObject({ changes: "some", replaces: [] });
    await expect(kube.update(made, inputs(2, "a"))).rejects.toThrow(
      /Invalid: PriorityClass "p" is invalid: value: field is immutable/,
    );
    await expect(kube.update(made, inputs(1, "b"))).resolves.toBeDefined();
  });

  test("a pod is made anew for its containers' fields, in any of them", async () => {
    const { kube } = await cluster();
    const pod = (image: string, labels: Values) => ({
      metadata: { name: "p", labels },
      spec: {
        containers: [
          { name: "a", image: "a" },
          { name: "b", image },
        ],
      },
    });
    const made = await kube.create("kubernetes:core/v1:Pod", "p", pod("b", {}));
    expect(await kube.diff(made, pod("c", {}))).toMatchObject({ replaces: ["spec.containers[1].image"] });
    expect(await kube.diff(made, pod("b", { a: "b" }))).toMatchObject({ replaces: [] });
  });

  test("custom resources need their definition", async () => {
    const { kube } = await cluster();
    const issuer = () =>
      kube.create("kubernetes:cert-manager.io/v1:Issuer", "i", {
        apiVersion: "cert-manager.io/v1",
        kind: "Issuer",
        metadata: { name: "i", namespace: "default" },
        spec: { selfSigned: {} },
      });
    await expect(issuer()).rejects.toThrow(/no matches for kind "Issuer" in version "cert-manager.io\/v1"/);
    const definition = await kube.create("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "d", {
      metadata: { name: "issuers.cert-manager.io" },
      spec: {
        group: "cert-manager.io",
        names: { kind: "Issuer", plural: "issuers" },
        scope: "Namespaced",
        versions: [{ name: "v1", served: true, storage: true }],
      },
    });
    const made = await issuer();
    expect(made.id).toBe("default/i");
    await kube.delete(definition);
    expect(await kube.read(made)).toBeUndefined();
  });

  test("the account that Kubernetes makes in each namespace can be patched, not created", async () => {
    const { kube, clouds, server } = await cluster();
    await namespace(kube, "shop");
    const metadata = { name: "default", namespace: "shop" };
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata,
      automountServiceAccountToken: false,
    };
    const ACCOUNT = "kubernetes:core/v1:ServiceAccount";
    await expect(kube.create(ACCOUNT, "a", account)).rejects.toThrow(
      /serviceaccounts "default" already exists: .* by a ServiceAccountPatch/,
    );
    const patch = await kube.create(`${ACCOUNT}Patch`, "a", account);
    expect(patch.id).toBe("shop/default");
    expect(patch.outputs).toMatchObject({ kind: "ServiceAccount", automountServiceAccountToken: false });
    await expect(
      kube.create(ACCOUNT, "b", { ...account, metadata: { name: "payments", namespace: "shop" } }),
    ).resolves.toBeDefined();
    await expect(kube.create(`${ACCOUNT}Patch`, "c", { metadata: { namespace: "shop" } })).rejects.toThrow(
      /require the `\.metadata\.name` field/,
    );
    await expect(
      kube.create(`${ACCOUNT}Patch`, "d", { metadata: { name: "default", namespace: "nowhere" } }),
    ).rejects.toThrow(/namespaces "nowhere" not found/);
    const other = (config: Values) =>
      driver(clouds, "kubernetes", { kubeconfig: kubeconfig(server), ...config });
    await expect(
      (await other({ enableServerSideApply: false })).create(`${ACCOUNT}Patch`, "e", account),
    ).rejects.toThrow(/enableServerSideApply/);
    await expect(
      (await other({ upsertExistingObjects: true })).create(ACCOUNT, "f", account),
    ).resolves.toBeDefined();
  });

  test("charts in other forms than a release, and lists, are refused by name", async () => {
    const { kube } = await cluster();
    await expect(kube.create("kubernetes:helm.sh/v4:Chart", "r", { chart: "c" })).rejects.toThrow(
      /helm\.sh\/v4:Chart is not simulated: .* charts as kubernetes:helm\.sh\/v3:Release/,
    );
    await expect(kube.create("kubernetes:core/v1:ConfigMapList", "l", {})).rejects.toThrow(
      /register each ConfigMap itself/,
    );
  });
});

recordExercised("kubernetes");
