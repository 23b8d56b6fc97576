import { HEALTH_ROUTE, type Api } from "../../../components/api-gateway";
import { planDeployment } from "../../../components/api-gateway/plan";
import { exceptionTags } from "../../../components/api-gateway/request";
import type { Sample } from "../sample";

const api: Api = {
  pathPrefix: "/v1",
  authentication: {
    kind: "token",
    keys: { url: "https://id.internal.example.com/.well-known/jwks.json" },
    issuers: ["https://id.internal.example.com"],
    audiences: ["urn:acme:dev:api:customers"],
  },
  rateLimit: { requestsPerSecond: 50, key: "CLIENT_IP" },
  routes: [
    HEALTH_ROUTE,
    {
      path: "/customer",
      methods: ["GET"],
      authorization: { scopes: ["customers:read"] },
      backend: { kind: "http", url: "https://customers.dxb.dev.internal.example.org/api/customer" },
    },
  ],
};

type Tree = Record<string, unknown>;

const props = (): Tree =>
  JSON.parse(
    JSON.stringify({
      gatewayId: "ocid1.apigateway.oc1..gateway",
      pathPrefix: api.pathPrefix,
      specification: planDeployment(api, "WARN"),
      freeformTags: exceptionTags(api),
    }),
  ) as Tree;

/** What the typed components deploy. */
export const deployment: Sample = {
  type: "oci:ApiGateway/deployment:Deployment",
  name: "customers",
  props: props(),
};

/** The same with the value at a path changed: `specification.routes.1.methods`; undefined takes it out. */
export function at(path: string, value: unknown, stack?: string): Sample {
  const tree = props();
  const keys = path.split(".");
  let node = tree;
  for (const key of keys.slice(0, -1)) node = node[key] as Tree;
  const last = keys.at(-1) ?? "";
  if (value === undefined) Reflect.deleteProperty(node, last);
  else node[last] = value;
  return { ...deployment, props: tree, ...(stack === undefined ? {} : { stack }) };
}

export const AUTHENTICATION = "specification.requestPolicies.authentication";

/** The source document's deployment with its token snippet, as it is written there. */
export const source: Sample = {
  type: "oci:ApiGateway/deployment:Deployment",
  name: "source",
  props: {
    gatewayId: "ocid1.apigateway.oc1..gateway",
    pathPrefix: "/v1",
    specification: {
      requestPolicies: {
        authentication: {
          type: "JWT_AUTHENTICATION",
          tokenHeader: "Authorization",
          publicKeys: { type: "REMOTE_JWKS", uri: "https://id.internal.example.com/.well-known/jwks.json" },
        },
      },
      routes: [
        {
          path: "/customer",
          methods: ["GET"],
          backend: { type: "HTTP_BACKEND", url: "http://10.0.20.10:8080/api/customer" },
        },
      ],
    },
  },
};

export const gateway: Sample = {
  type: "oci:ApiGateway/gateway:Gateway",
  name: "gateway",
  props: { endpointType: "PRIVATE", subnetId: "ocid1.subnet.oc1..gateway" },
};
