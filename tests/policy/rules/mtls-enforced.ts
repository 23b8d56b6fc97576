import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const namespace: Sample = {
  type: "kubernetes:core/v1:Namespace",
  name: "shop",
  props: { metadata: { name: "shop", labels: { "pulumi-causeway/mutual-tls": "required" } } },
};
const peer = (spec: unknown, at = "shop"): Sample => ({
  type: "kubernetes:security.istio.io/v1:PeerAuthentication",
  name: "peers",
  props: { metadata: { name: "default", namespace: at }, spec },
});
const policy: Sample = {
  type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
  name: "policy",
  props: { metadata: { name: "mutual-tls-workloads" }, spec: { failurePolicy: "Fail", validations: [] } },
};
const binding = (changes: object = {}, values: unknown = ["shop"]): Sample => ({
  type: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
  name: "binding",
  props: {
    metadata: { name: "mutual-tls-workloads" },
    spec: {
      policyName: "mutual-tls-workloads",
      validationActions: ["Deny"],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values }],
        },
      },
      ...changes,
    },
  },
});
const selecting = (namespaceSelector: unknown) => binding({ matchResources: { namespaceSelector } });
const nameIs = (operator: string, ...values: string[]) => ({
  matchExpressions: [{ key: "kubernetes.io/metadata.name", operator, ...(values.length > 0 && { values }) }],
});
const strict = { mtls: { mode: "STRICT" } };

export const mtlsEnforcedCases: RuleCases = {
  rule: "mtls-enforced",
  serves: ["OK-35"],
  violating: [
    {
      title: "a namespace that requires it, and nothing that enforces it",
      resources: [namespace],
      says: ['"shop": metadata.labels["pulumi-causeway/mutual-tls"] is "required"', "nothing enforces it"],
    },
    {
      title: "enforcement in another namespace",
      resources: [namespace, binding({}, ["billing"]), peer(strict, "billing")],
      says: ["nothing enforces it"],
    },
    {
      title: "enforcement for some of its pods, and by somebody else's policy",
      resources: [
        namespace,
        peer({ ...strict, selector: { matchLabels: { app: "api" } } }),
        binding({ policyName: "others" }),
      ],
      says: ["nothing enforces it"],
    },
    ...[
      nameIs("In", "billing"),
      nameIs("NotIn", "shop", "billing"),
      nameIs("DoesNotExist"),
      { matchExpressions: [{ key: "team", operator: "Exists" }] },
      { matchExpressions: [{ key: "team", operator: "In", values: [""] }] },
      { matchExpressions: [nameIs("In", "shop").matchExpressions[0], { key: "team", operator: "Exists" }] },
      { matchLabels: { "pulumi-causeway/mutual-tls": "required", team: "pay" } },
    ].map((selector) => ({
      title: `enforcement where ${JSON.stringify(selector)}`,
      resources: [namespace, selecting(selector)],
      says: ["nothing enforces it"],
    })),
    {
      title: "a mesh that takes both",
      resources: [peer({ mtls: { mode: "PERMISSIVE" } })],
      says: ['spec.mtls.mode is "PERMISSIVE"', "plain text is taken as well"],
    },
    { title: "a mesh that does not say", resources: [peer({})], says: ["spec.mtls.mode is not set"] },
    {
      title: "a port that is left out",
      resources: [peer({ ...strict, portLevelMtls: { "8080": { mode: "DISABLE" } } })],
      says: ['spec.portLevelMtls["8080"].mode is "DISABLE"'],
    },
    {
      title: "a binding that warns only",
      resources: [binding({ validationActions: ["Warn", "Audit"] })],
      says: ['spec.validationActions is "Warn, Audit"'],
    },
    {
      title: "a policy that lets in what it can not judge",
      resources: [changed(policy, { spec: { failurePolicy: "Ignore" } })],
      says: ['spec.failurePolicy is "Ignore"'],
    },
  ],
  complying: [
    { title: "admission that denies", resources: [namespace, policy, binding()] },
    { title: "a strict mesh", resources: [namespace, peer(strict)] },
    { title: "a strict mesh as a whole", resources: [namespace, peer(strict, "istio-system")] },
    {
      title: "a binding over every namespace",
      resources: [namespace, binding({ matchResources: undefined })],
    },
    ...[
      nameIs("In", "billing", "shop"),
      nameIs("NotIn", "billing"),
      nameIs("Exists"),
      { matchExpressions: [{ key: "team", operator: "DoesNotExist" }] },
      { matchExpressions: [{ key: "team", operator: "NotIn", values: [""] }] },
      { matchLabels: { "pulumi-causeway/mutual-tls": "required" } },
    ].map((selector) => ({
      title: `enforcement where ${JSON.stringify(selector)}`,
      resources: [namespace, selecting(selector)],
    })),
    {
      title: "policies of others that are not to fail, and one of this platform that says nothing of it",
      resources: [
        {
          ...changed(policy, { metadata: { name: "others" }, spec: { failurePolicy: "Ignore" } }),
          name: "a",
        },
        {
          ...changed(policy, { metadata: { name: "not-mutual-tls-x" }, spec: { failurePolicy: "Ignore" } }),
          name: "b",
        },
        { ...changed(policy, { metadata: undefined, spec: { failurePolicy: "Ignore" } }), name: "c" },
        { ...changed(policy, { spec: undefined }), name: "d" },
        { ...binding({ validationActions: ["Warn"], policyName: undefined }), name: "e" },
        {
          ...policy,
          type: "kubernetes:core/v1:ConfigMap",
          props: { metadata: policy.props["metadata"], spec: { failurePolicy: "Ignore" } },
          name: "f",
        },
      ],
    },
    {
      title: "a namespace that requires none, and a binding of somebody else's policy that warns",
      resources: [
        changed(namespace, { metadata: { name: "shop" } }),
        binding({ policyName: "others", validationActions: ["Warn"] }),
      ],
    },
  ],
  unknown: [
    {
      title: "a binding whose policy is not known",
      resources: [namespace, binding({ policyName: UNKNOWN })],
    },
    { title: "a mode that is not known", resources: [peer({ mtls: { mode: UNKNOWN } })] },
    {
      title: "an enforcement of which nothing is known",
      resources: [namespace, changed(binding(), { spec: UNKNOWN })],
    },
  ],
  unknownButEnough: [
    ...[peer(strict, UNKNOWN), peer({ ...strict, selector: UNKNOWN })].map((enforcing, i) => ({
      title: `a mesh of which ${["its namespace", "what it selects"][i] ?? ""} is not known`,
      resources: [namespace, enforcing],
    })),
    {
      title: "a namespace whose name and labels are not known",
      resources: [
        {
          ...namespace,
          props: { metadata: { name: UNKNOWN, labels: { "pulumi-causeway/mutual-tls": "required" } } },
        },
        { ...namespace, props: { metadata: { name: "shop", labels: UNKNOWN } }, name: "other" },
      ],
    },
    {
      title: "a binding over namespaces whose names are not known",
      resources: [namespace, binding({}, UNKNOWN)],
    },
  ],
};
