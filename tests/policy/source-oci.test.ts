// Spec 09, acceptance 5: the examples of the source's OCI guide, translated word for word, and what the pack of production
// says of them.
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { policyConfig } from "../../policy/config";
import { Analyzer } from "./analyzer";
import { FACTS } from "./facts";
import type { Sample } from "./sample";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await Analyzer.start(path.resolve(__dirname, "../../policy"));
  await analyzer.configure(policyConfig("prod", FACTS));
});
afterAll(() => analyzer.stop());

const inProd = (type: string, name: string, props: Readonly<Record<string, unknown>>): Sample => ({
  ...{ type, name, props },
  stack: "prod-sample",
});
const compartmentId = "ocid1.compartment.oc1..prod";
const vcnId = "ocid1.vcn.oc1.me-dubai-1.prod";
const production = (name: string) => ({ metadata: { name, namespace: "production" } });

const SOURCE: readonly Sample[] = [
  inProd("oci:Core/subnet:Subnet", "app-private-subnet", {
    vcnId,
    cidrBlock: "10.10.2.0/24",
    displayName: "app-private-subnet",
    prohibitPublicIpOnVnic: true,
  }),
  inProd("oci:ContainerEngine/cluster:Cluster", "prod-oke", {
    compartmentId,
    vcnId,
    name: "prod-oke",
    kubernetesVersion: "1.30.1",
  }),
  inProd("oci:ContainerEngine/nodePool:NodePool", "prod-nodepool", {
    clusterId: "ocid1.cluster.oc1.me-dubai-1.prod",
    name: "prod-nodepool",
    nodeShape: "VM.Standard3.Flex",
    nodeShapeConfig: { ocpus: 4, memoryInGbs: 32 },
    subnetIds: ["ocid1.subnet.oc1.me-dubai-1.app"],
  }),
  inProd("kubernetes:networking.k8s.io/v1:Ingress", "payments-ingress", {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    ...production("payments-ingress"),
    spec: {
      ingressClassName: "nginx",
      rules: [
        {
          host: "payments.example.com",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "payments-svc", port: { number: 8080 } } },
              },
            ],
          },
        },
      ],
    },
  }),
  inProd("kubernetes:core/v1:Secret", "db-secret", {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    ...production("db-secret"),
    stringData: { username: "appuser", password: "${DB_PASSWORD}" },
  }),
  // What the pipeline's last step makes of the deployment: kubectl set image deployment/myapp myapp=iad.ocir.io/….
  inProd("kubernetes:apps/v1:Deployment", "myapp", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    ...production("myapp"),
    spec: {
      template: {
        spec: { containers: [{ name: "myapp", image: "iad.ocir.io/tenancy/prod/myapp:9fceb02" }] },
      },
    },
  }),
];

it("OP-06 OP-15 OP-27 OP-35 OP-58 the source's examples are refused, each for what it leaves out", async () => {
  const found = await analyzer.program(SOURCE);
  const refused = found
    .filter(({ level }) => level === "mandatory")
    .map(({ rule, urn }) => `${urn.split("::").at(-1) ?? ""}: ${rule}`);
  expect([...new Set(refused)].sort()).toEqual([
    "app-private-subnet: name-and-tags",
    "app-private-subnet: plan-conformance",
    "app-private-subnet: subnet-own-route-table",
    "db-secret: no-plaintext-secret",
    "myapp: image-pinned",
    "myapp: k8s-workload-hardened",
    "myapp: region-from-config",
    "payments-ingress: no-retired-ingress",
    "payments-ingress: published-host-tls",
    "prod-nodepool: catalogue-version",
    "prod-nodepool: cmk-required",
    "prod-nodepool: name-and-tags",
    "prod-nodepool: oke-kms-encryption",
    "prod-nodepool: oke-node-placement",
    "prod-oke: catalogue-version",
    "prod-oke: cmk-required",
    "prod-oke: name-and-tags",
    "prod-oke: no-public-oke",
    "prod-oke: oke-enhanced-cluster",
    "prod-oke: oke-vcn-native-cni",
    "prod-oke: plan-conformance",
  ]);
});
