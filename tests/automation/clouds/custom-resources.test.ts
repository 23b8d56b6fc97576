import { describe, expect, test } from "vitest";
import { UNKNOWN, type Value, type Values } from "../../../automation/engine/provider";
import { packedFacts } from "../../../automation/clouds/kubernetes/schemas";
import { cluster, kubeconfig } from "./cluster";
import { CheckError, driver, openClouds, type Driver } from "./harness";

const CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
const certificate = "kubernetes:cert-manager.io/v1:Certificate";

/** Inputs of a custom resource of a type token. */
const custom = (type: string, spec: Value, more: Values = {}): Values => ({
  apiVersion: type.split(":")[1] ?? "",
  kind: type.split(":")[2] ?? "",
  metadata: { name: "c", namespace: "default" },
  spec,
  ...more,
});

const issuerRef = { name: "ca" };
const good: readonly (readonly [string, Values])[] = [
  [
    certificate,
    { secretName: "tls", issuerRef, dnsNames: ["a.example"], privateKey: { algorithm: "ECDSA" } },
  ],
  [
    "kubernetes:external-secrets.io/v1:ExternalSecret",
    {
      refreshInterval: "1h",
      secretStoreRef: { name: "vault", kind: "SecretStore" },
      target: { creationPolicy: "Owner" },
      data: [{ secretKey: "password", remoteRef: { key: "orders", property: "password" } }],
    },
  ],
  [
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
    {
      parentRefs: [{ name: "edge" }],
      hostnames: ["a.example"],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          backendRefs: [{ name: "orders", port: 8080 }],
        },
      ],
    },
  ],
  [
    "kubernetes:argoproj.io/v1alpha1:Application",
    {
      project: "default",
      source: { repoURL: "https://git.example/apps", path: "orders", targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "orders" },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
    },
  ],
  [
    "kubernetes:monitoring.coreos.com/v1:ServiceMonitor",
    { selector: { matchLabels: { app: "orders" } }, endpoints: [{ port: "metrics", interval: "30s" }] },
  ],
  [
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
    {
      groups: [
        {
          name: "orders",
          rules: [{ alert: "Down", expr: "up == 0", for: "5m", labels: { severity: "page" } }],
        },
      ],
    },
  ],
];

/** A provider that leads to a cluster that is not there yet: a preview asks it for nothing. */
const somewhere = () => driver(openClouds(), "kubernetes", { kubeconfig: kubeconfig("https://not-yet") });

async function failures(kube: Driver, type: string, inputs: Values): Promise<string[]> {
  try {
    await kube.preview(type, "c", inputs);
  } catch (error) {
    if (error instanceof CheckError) return error.failures.map((f) => `${f.property}: ${f.reason}`);
    throw error;
  }
  return [];
}

describe("custom resources of the operators that are known", () => {
  test("are those of the packages", () => {
    const { sources, custom: known } = packedFacts();
    const tokens = Object.keys(known.kinds);
    expect(sources.map((source) => source.split(" ")[0])).toEqual([
      ...["argo-cd", "cert-manager", "external-secrets", "gateway-api", "prometheus-operator"].map(
        (name) => `@kubernetes-models/${name}`,
      ),
      "kubernetes-models",
    ]);
    expect(tokens.length).toBeGreaterThan(60);
    for (const [type] of good) expect(tokens).toContain(type);
  });

  test.each(good)("a good %s passes in a preview, before its cluster is there", async (type, spec) => {
    const kube = await somewhere();
    expect(await failures(kube, type, custom(type, spec))).toEqual([]);
  });

  test("unknown fields, missing ones, wrong types and values are refused at once, each with its path", async () => {
    const kube = await somewhere();
    const found = await failures(
      kube,
      certificate,
      custom(
        certificate,
        {
          secretname: "tls",
          issuerRef: { kind: "Issuer" },
          dnsNames: "a.example",
          isCA: "true",
          privateKey: { algorithm: "DSA", size: "2048" },
          additionalOutputFormats: [{ type: "DER" }, { type: "PEM" }],
          secretTemplate: { labels: { port: 8080 } },
        },
        { metadata: { name: "c", label: {} } },
      ),
    );
    expect(found.sort()).toEqual(
      [
        'metadata.label: metadata has no property "label"; did you mean "labels"?',
        'spec.additionalOutputFormats[1].type: must be "DER" or "CombinedPEM"',
        "spec.dnsNames: must be a list, not a string",
        "spec.isCA: must be a boolean, not a string",
        'spec.issuerRef.name: spec.issuerRef needs "name" (a string)',
        'spec.privateKey.algorithm: must be "RSA" or "ECDSA" or "Ed25519"',
        "spec.privateKey.size: must be a number, not a string",
        "spec.secretTemplate.labels.port: must be a string, not a number",
        'spec.secretName: spec needs "secretName" (a string)',
        'spec.secretname: spec has no property "secretname"; did you mean "secretName"?',
      ].sort(),
    );
  });

  test("values that are not known yet pass, wherever they stand", async () => {
    const kube = await somewhere();
    const spec: Values = {
      secretName: UNKNOWN,
      issuerRef: UNKNOWN,
      dnsNames: [UNKNOWN],
      privateKey: { size: UNKNOWN },
    };
    expect(await failures(kube, certificate, custom(certificate, spec))).toEqual([]);
  });

  test("are refused the same way when they are created, and without their definition as ever", async () => {
    const { kube } = await cluster();
    await expect(kube.create(certificate, "c", custom(certificate, { issuerRef }))).rejects.toThrow(
      /spec\.secretName: spec needs "secretName"/,
    );
    await expect(
      kube.create(certificate, "c", custom(certificate, { issuerRef, secretName: "tls" })),
    ).rejects.toThrow(/no matches for kind "Certificate" in version "cert-manager.io\/v1"/);
  });

  test("a kind that nobody knows is not looked into", async () => {
    const kube = await somewhere();
    const type = "kubernetes:example.com/v1:Widget";
    expect(await failures(kube, type, custom(type, { anything: [1, "a"] }))).toEqual([]);
  });
});

/** A definition of Widget, with a schema of its fields or without. */
const definition = (schema?: Values): Values => ({
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    names: { kind: "Widget", plural: "widgets" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        ...(schema ? { schema: { openAPIV3Schema: schema } } : {}),
      },
    ],
  },
});

const widgets: Values = {
  type: "object",
  required: ["spec"],
  properties: {
    spec: {
      type: "object",
      required: ["size"],
      properties: {
        size: { type: "integer" },
        colour: { type: "string", enum: ["red", "blue"] },
        port: { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] },
        labels: { type: "object", additionalProperties: { type: "string" } },
        parts: {
          type: "array",
          items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
        },
        values: { type: "object", x_kubernetes_preserve_unknown_fields: true, properties: {} },
      },
    },
  },
};

describe("a definition in the cluster", () => {
  const type = "kubernetes:example.com/v1:Widget";
  const wrong: Values = {
    colour: "green",
    port: true,
    labels: { a: 1 },
    parts: [{ name: "a" }, { nam: "b" }],
    values: { any: ["thing"] },
    more: 1,
  };
  const reasons = [
    'spec.colour: must be "red" or "blue"',
    "spec.labels.a: must be a string, not a number",
    'spec.more: spec has no property "more"',
    'spec.parts[1].nam: spec.parts has no property "nam"; did you mean "name"?',
    'spec.parts[1].name: spec.parts needs "name" (a string)',
    "spec.port: must be a number or a string, not a boolean",
    'spec.size: spec needs "size" (a number)',
  ];

  test("decides by its own schema, in a preview and in a create", async () => {
    const { kube } = await cluster();
    await kube.create(CRD, "d", definition(widgets));
    expect((await failures(kube, type, custom(type, wrong))).sort()).toEqual(reasons);
    const right = { size: 1, colour: "red", port: "http", labels: { a: "b" }, parts: [{ name: "a" }] };
    await expect(kube.create(type, "w", custom(type, right))).resolves.toMatchObject({ id: "default/c" });
  });

  test("that comes between a check and its create still decides", async () => {
    const { kube } = await cluster();
    const inputs = await kube.check(type, "w", custom(type, wrong));
    await kube.create(CRD, "d", definition(widgets));
    const created = kube.provider.create({
      type,
      name: "w",
      urn: `urn:pulumi:dev::causeway::${type}::w`,
      inputs,
      preview: false,
    });
    await expect(created).rejects.toThrow(
      /Invalid: Widget "c" is invalid: .*spec\.colour: must be "red" or "blue"/,
    );
  });

  test("without a schema leaves what the operator declares", async () => {
    const { kube } = await cluster();
    await kube.create(CRD, "d", {
      ...definition(),
      metadata: { name: "certificates.cert-manager.io" },
      spec: {
        group: "cert-manager.io",
        names: { kind: "Certificate", plural: "certificates" },
        scope: "Namespaced",
        versions: [{ name: "v1", served: true, storage: true }],
      },
    });
    await expect(kube.create(certificate, "c", custom(certificate, {}))).rejects.toThrow(
      /needs "secretName"/,
    );
    await expect(
      kube.create(certificate, "c", custom(certificate, { secretName: "tls", issuerRef })),
    ).resolves.toBeDefined();
  });

  test("of another cluster decides nothing here", async () => {
    const { clouds, kube } = await cluster();
    await kube.create(CRD, "d", definition(widgets));
    const other = await driver(clouds, "kubernetes", { kubeconfig: kubeconfig("https://another") });
    expect(await failures(other, type, custom(type, wrong))).toEqual([]);
  });
});

describe("objects of the SDK", () => {
  test("take no text for a number and no number for text, as the API server does", async () => {
    const { kube } = await cluster();
    const found = await failures(kube, "kubernetes:core/v1:ConfigMap", {
      metadata: { name: "c" },
      data: { port: 8080 },
      immutable: "true",
    });
    expect(found).toEqual([
      "data.port: must be a string, not a number",
      "immutable: must be a boolean, not a string",
    ]);
  });

  test("have no other values than their API has, however deep", async () => {
    const { kube } = await cluster();
    const template = {
      metadata: { labels: { app: "a" } },
      spec: {
        restartPolicy: "Sometimes",
        containers: [
          { name: "a", image: "a", imagePullPolicy: "Always" },
          {
            name: "b",
            image: "b",
            imagePullPolicy: "OnTuesdays",
            ports: [{ containerPort: 1, protocol: "HTTP" }],
          },
        ],
      },
    };
    const deployment = {
      metadata: { name: "d" },
      spec: { selector: { matchLabels: { app: "a" } }, strategy: { type: UNKNOWN }, template },
    };
    expect(await failures(kube, "kubernetes:apps/v1:Deployment", deployment as unknown as Values)).toEqual([
      "spec.template.spec.containers[1].imagePullPolicy: must be one of Always, Never, IfNotPresent",
      "spec.template.spec.containers[1].ports[0].protocol: must be one of TCP, UDP, SCTP",
      "spec.template.spec.restartPolicy: must be one of Always, Never, OnFailure",
    ]);
    const service = { metadata: { name: "s" }, spec: { type: "Public", ports: [{ port: 1 }] } };
    expect(await failures(kube, "kubernetes:core/v1:Service", service)).toEqual([
      "spec.type: must be one of ClusterIP, ExternalName, LoadBalancer, NodePort",
    ]);
  });
});
