import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const route: Sample = {
  type: "aws:ec2/route:Route",
  name: "route",
  props: { routeTableId: "rtb-1", destinationCidrBlock: "10.65.0.0/16" },
};
const busPolicy: Sample = {
  type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  name: "bus-policy",
  props: {
    eventBusName: "acme-dev-use1-events-bus",
    policy: JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "events:PutEvents" },
      ],
    }),
  },
};
const permission: Sample = {
  type: "aws:cloudwatch/eventPermission:EventPermission",
  name: "permission",
  props: { principal: "111111111111", statementId: "own" },
};
const store: Sample = {
  type: "kubernetes:external-secrets.io/v1:ExternalSecret",
  name: "database",
  props: { spec: { dataFrom: [{ extract: { key: "acme-dev-use1-data-database" } }] } },
};
const reference: Sample = {
  type: "pulumi:pulumi:StackReference",
  name: "secrets",
  props: { name: "organization/causeway/dev-secrets" },
};

const gateway = (env: string): Sample => ({
  type: "oci:ApiGateway/gateway:Gateway",
  name: "gateway",
  props: { id: "ocid1.apigateway.oc1..g", definedTags: { "causeway.Environment": env } },
});
const api = (env: string): Sample => ({
  type: "oci:ApiGateway/deployment:Deployment",
  name: "customers",
  props: { gatewayId: "ocid1.apigateway.oc1..g", definedTags: { "causeway.Environment": env } },
});

export const envNoCrossRouteCases: RuleCases = {
  rule: "env-no-cross-route",
  serves: ["CO-17", "GW-08"],
  violating: [
    {
      title: "a route to another environment",
      resources: [changed(route, { destinationCidrBlock: "10.73.0.0/16" })],
      says: ['"route": destinationCidrBlock is "10.73.0.0/16"', "belongs to the environment prod"],
    },
    {
      title: "a bus grant to another environment's account",
      resources: [
        changed(busPolicy, {
          policy: String(busPolicy.props["policy"]).replace("111111111111", "333333333333"),
        }),
      ],
      says: ['"bus-policy": policy is "333333333333"'],
    },
    {
      title: "a permission for another environment's account",
      resources: [changed(permission, { principal: "333333333333" })],
      says: ['"permission": principal is "333333333333"'],
    },
    {
      title: "a secret of another environment, beside an unknown value",
      resources: [
        changed(store, {
          spec: { a: UNKNOWN, dataFrom: [{ extract: { key: "acme-prod-use1-data-database" } }] },
        }),
      ],
      says: ['spec.dataFrom[0].extract.key is "acme-prod-use1-data-database"', "environments share nothing"],
    },
    {
      title: "a stack of another environment",
      resources: [
        reference,
        { ...changed(reference, { name: "organization/causeway/prod-secrets" }), name: "other" },
      ],
      says: ['"other": name is "prod-secrets"', "dev must not reach it"],
    },
    {
      title: "an API on a gateway of another environment",
      resources: [api("dev"), gateway("prod")],
      says: ['"customers": gatewayId is "gateway"', "belongs to the environment prod"],
    },
    {
      title: "the same by tags of no namespace, beside a gateway of its own",
      resources: [
        changed(api("dev"), { definedTags: undefined, freeformTags: { Environment: "dev" } }),
        { ...changed(gateway("dev"), { id: "ocid1.apigateway.oc1..own" }), name: "own" },
        gateway("prod"),
      ],
      says: ['"customers": gatewayId is "gateway"', "belongs to the environment prod"],
    },
    {
      title: "the whole of another environment",
      resources: [changed(route, { destinationCidrBlock: "10.72.0.0/14" })],
      says: ['destinationCidrBlock is "10.72.0.0/14"'],
    },
  ],
  complying: [
    { title: "what is its own", resources: [route, busPolicy, permission, store, reference] },
    { title: "a default route", resources: [changed(route, { destinationCidrBlock: "0.0.0.0/0" })] },
    {
      title: "an account that is no environment's",
      resources: [changed(permission, { principal: "999999999999" })],
    },
    {
      title: "an API on its own gateway, beside one of another environment",
      resources: [
        api("dev"),
        gateway("dev"),
        { ...changed(gateway("prod"), { id: "ocid1.apigateway.oc1..other" }), name: "other" },
      ],
    },
    {
      title: "an API and a gateway of which one says nothing of its environment",
      resources: [changed(api("dev"), { definedTags: { "causeway.Owner": "shop" } }), gateway("prod")],
    },
    {
      title: "a stack outside the platform",
      resources: [changed(reference, { name: "organization/dns/zone" })],
    },
    { title: "an API on a gateway of its own environment", resources: [api("dev"), gateway("dev")] },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a destination that is not known",
      resources: [changed(route, { destinationCidrBlock: UNKNOWN })],
    },
    { title: "a policy that is not known", resources: [changed(busPolicy, { policy: UNKNOWN })] },
  ],
};
