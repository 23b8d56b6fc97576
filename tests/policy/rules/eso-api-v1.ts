import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const secret: Sample = {
  type: "kubernetes:external-secrets.io/v1:ExternalSecret",
  name: "app-secrets",
  props: {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "app-secrets" },
    spec: { refreshInterval: "1h", secretStoreRef: { name: "vault", kind: "SecretStore" } },
  },
};
const old: Sample = { ...secret, type: "kubernetes:external-secrets.io/v1beta1:ExternalSecret" };
const list: Sample = {
  type: "kubernetes:yaml/v2:ConfigGroup",
  name: "group",
  props: { objs: [{ apiVersion: "external-secrets.io/v1beta1", kind: "SecretStore" }] },
};
const text: Sample = {
  ...list,
  props: { yaml: "apiVersion: external-secrets.io/v1beta1\nkind: SecretStore\n" },
};

export const esoApiV1Cases: RuleCases = {
  rule: "eso-api-v1",
  serves: ["SE-37"],
  violating: [
    {
      title: "an object of the old version",
      resources: [changed(old, { apiVersion: "external-secrets.io/v1beta1" })],
      says: ['"app-secrets": apiVersion is "external-secrets.io/v1beta1"', "external-secrets.io/v1,"],
    },
    {
      title: "an object whose version is in its type alone",
      resources: [changed(old, { apiVersion: undefined })],
      says: ['"app-secrets": apiVersion is "external-secrets.io/v1beta1"'],
    },
    { title: "one of a list of objects", resources: [list], says: ["objs[0].apiVersion"] },
    { title: "one in a text of YAML", resources: [text], says: ["yaml is"] },
  ],
  complying: [
    { title: "an object of version v1", resources: [secret] },
    {
      title: "another group's v1beta1",
      resources: [
        changed(list, {
          objs: [{ apiVersion: "gateway.networking.k8s.io/v1beta1", kind: "ReferenceGrant" }],
        }),
      ],
    },
    {
      title: "words about the old version",
      resources: [
        {
          type: "kubernetes:core/v1:ConfigMap",
          props: { data: { note: "was external-secrets.io/v1beta1 until May" } },
        },
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [{ title: "text that is not known", resources: [changed(text, { yaml: UNKNOWN })] }],
};
