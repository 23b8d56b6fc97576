// The losing forms of the source's contradictions, as programs would state them, and the rules that refuse them.
import type { Sample } from "../../policy/sample";

/** A form that lost: the rule that refuses it, and what its message must hold. */
export interface Losing {
  readonly rule: string;
  readonly resources: readonly Sample[];
  readonly says: string;
}

type Props = Readonly<Record<string, unknown>>;

const inProd = (type: string, name: string, props: Props, more: Partial<Sample> = {}): Sample => ({
  type,
  name,
  props,
  stack: "prod-sample",
  ...more,
});
const object = (token: string, name: string, spec: Props, metadata: Props = {}): Sample => {
  const [group = "", kind = ""] = token.split(":");
  const apiVersion = group.replace("core/", "");
  return inProd(`kubernetes:${token}`, name, {
    apiVersion,
    kind,
    metadata: { name, namespace: "production", ...metadata },
    ...spec,
  });
};
const deployment = (image: string): Sample =>
  object("apps/v1:Deployment", "order-service", {
    spec: { template: { spec: { containers: [{ name: "app", image }] } } },
  });
const vcn = (range: string): Losing => ({
  rule: "plan-conformance",
  resources: [inProd("oci:Core/vcn:Vcn", "prod-vcn", { cidrBlocks: [range] })],
  says: range,
});
const standby = (region: string, says: string): Losing => ({
  rule: "adb-standby-provider",
  resources: [
    inProd(
      "oci:Database/autonomousDatabase:AutonomousDatabase",
      "standby",
      { source: "CROSS_REGION_DISASTER_RECOVERY", sourceId: "ocid1.autonomousdatabase.oc1.me-dubai-1.a" },
      { provider: { type: "pulumi:providers:oci", props: { region } } },
    ),
  ],
  says,
});
const certificate = (spec: Props): Sample =>
  object("cert-manager.io/v1:Certificate", "order-service", {
    spec: { secretName: "order-service-tls", dnsNames: ["order-service.production.svc"], ...spec },
  });

/** By topic of the contradictions table in docs/requirements/00.md. */
export const LOSING: Readonly<Record<string, readonly Losing[]>> = {
  "Standby region": [standby("eu-frankfurt-1", "eu-frankfurt-1")],
  "Availability domains": [
    {
      rule: "oke-node-placement",
      resources: [
        inProd("oci:ContainerEngine/nodePool:NodePool", "pool", {
          nodeSourceDetails: { imageId: "ocid1.image.a", sourceType: "IMAGE" },
          nodeConfigDetails: {
            placementConfigs: [
              { availabilityDomain: "AD-1", faultDomains: ["FAULT-DOMAIN-1"], subnetId: "ocid1.subnet.a" },
            ],
          },
        }),
      ],
      says: "1 of its 3",
    },
  ],
  "Same VCN, three ranges": ["10.0.0.0/16", "10.2.0.0/16", "10.10.0.0/16"].map(vcn),
  "OKE endpoint": [
    {
      rule: "no-public-oke",
      resources: [
        inProd("oci:ContainerEngine/cluster:Cluster", "prod-oke", { kubernetesVersion: "v1.34.1" }),
      ],
      says: "endpointConfig is not set",
    },
  ],
  Ingress: [
    {
      rule: "no-retired-ingress",
      resources: [
        object("networking.k8s.io/v1:Ingress", "api", {
          spec: { ingressClassName: "nginx", tls: [{ hosts: ["a"] }] },
        }),
      ],
      says: "nginx",
    },
  ],
  "Admin consoles": [
    {
      rule: "oke-lb-internal-prod",
      resources: [object("core/v1:Service", "argocd-server", { spec: { type: "LoadBalancer" } })],
      says: "argocd-server",
    },
  ],
  "Secrets system": [
    {
      rule: "no-plaintext-secret",
      resources: [
        object("apps/v1:Deployment", "grafana", {
          spec: {
            template: {
              spec: { containers: [{ name: "a", env: [{ name: "DB_PASSWORD", value: "hunter2!" }] }] },
            },
          },
        }),
      ],
      says: "containers[0].env[0].value has a value that is withheld",
    },
  ],
  "Certificate issuer": [
    {
      rule: "issuer-not-oci-vault-host",
      resources: [
        object("cert-manager.io/v1:ClusterIssuer", "vault-issuer", {
          spec: {
            vault: {
              server: "https://a-crypto.kms.me-dubai-1.oraclecloud.com",
              path: "pki/sign/oke",
              caBundle: "LS0t",
              auth: { kubernetes: { role: "issuer", serviceAccountRef: { name: "issuer" } } },
            },
          },
        }),
      ],
      says: "oraclecloud.com",
    },
  ],
  "Certificate lifetime": ["8760h", "25h"].map((duration) => ({
    rule: "cert-short-lived",
    resources: [certificate({ duration, renewBefore: "8h", uris: ["spiffe://acme/ns/production/sa/a"] })],
    says: duration,
  })),
  "Encryption in transit": [
    {
      rule: "apigw-https-backend",
      resources: [
        inProd("oci:ApiGateway/deployment:Deployment", "api", {
          specification: {
            routes: [{ path: "/a", backend: { type: "HTTP_BACKEND", url: "http://10.0.20.10:8080" } }],
          },
        }),
      ],
      says: "http://10.0.20.10:8080",
    },
  ],
  "Database access": [
    {
      rule: "adb-private-endpoint",
      resources: [
        inProd("oci:Database/autonomousDatabase:AutonomousDatabase", "orders", {
          whitelistedIps: ["10.1.0.0/16"],
          isMtlsConnectionRequired: false,
        }),
      ],
      says: "orders",
    },
  ],
  Egress: [
    {
      rule: "route-no-internet-for-data",
      resources: [
        inProd("oci:Core/routeTable:RouteTable", "api-gateway", {
          displayName: "acme-prod-dxb-network-rt-api-gateway",
          routeRules: [{ destination: "0.0.0.0/0", networkEntityId: "ocid1.natgateway.oc1..a" }],
        }),
      ],
      says: "0.0.0.0/0",
    },
  ],
  "Autonomous DB standby call": [standby("me-dubai-1", "lost with it")],
  "Cross-environment trust": [
    {
      rule: "env-no-cross-route",
      resources: [
        inProd("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "bus-policy", {
          policy: JSON.stringify({
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111111111111:root" },
                Action: "events:PutEvents",
              },
            ],
          }),
        }),
      ],
      says: "111111111111",
    },
  ],
  Versions: [
    {
      rule: "catalogue-version",
      resources: [inProd("aws:eks/cluster:Cluster", "gitops-cluster", { version: "1.29" })],
      says: "1.29",
    },
    {
      rule: "catalogue-version",
      resources: [
        inProd("oci:ContainerEngine/cluster:Cluster", "prod-oke", { kubernetesVersion: "v1.30.1" }),
      ],
      says: "v1.30.1",
    },
  ],
  Images: ["acme/app:latest", "dxb.ocir.io/acme/app:c0ffee1", "acme/app:v1.2.3"].map((image) => ({
    rule: "image-pinned",
    resources: [deployment(image)],
    says: image,
  })),
};
