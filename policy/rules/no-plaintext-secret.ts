import { credentialIn, isCredentialName, isPlaceholder, isReference } from "../lib/credentials";
import { dig, fieldsOf } from "../lib/dig";
import { ifKnown, mayBe } from "../lib/unknown";
import { eachText } from "../lib/walk";
import { defineRule, type Finding, type Report, type Resource } from "../rule";

const K8S_SECRET = "kubernetes:core/v1:Secret";
const SSM_PARAMETER = "aws:ssm/parameter:Parameter";
const CODE_BUILD = "aws:codebuild/project:";

/** Types that exist to hold secrets, and so may be given one: by type or by the beginning of it. */
const VAULTS = [
  K8S_SECRET,
  "aws:secretsmanager/",
  "aws:acm/certificate:",
  "aws:iam/serverCertificate:",
  "oci:Vault/secret:",
  "oci:CertificatesManagement/",
  "pulumi:providers:",
  "random:",
  "tls:",
  "vault:",
];

/** Maps of settings that are shown to everybody who may read the resource: by the beginning of its type, and of their paths. */
const SETTINGS: readonly { readonly type: string; readonly path: string }[] = [
  { type: "aws:lambda/function:", path: "environment.variables." },
  { type: "oci:Functions/function:", path: "config." },
  { type: "oci:Functions/application:", path: "config." },
  { type: "kubernetes:core/v1:ConfigMap", path: "data." },
  { type: "kubernetes:helm.sh/", path: "values." },
  { type: CODE_BUILD, path: "environment." },
];

/** A variable of a container, wherever the pod is in what holds it. */
const CONTAINER_ENV = /\.env\[\d+\]\.value$/;

/** Kinds of a build's variables whose value names where the credential is kept (CodeBuild API, "EnvironmentVariable"). */
const LOOKED_UP = ["SECRETS_MANAGER", "PARAMETER_STORE"];

/** Where a key of a Secret is named, not its value: of External Secrets, `spec.data[].secretKey`. */
const KEY_NAMES = { type: "kubernetes:external-secrets.io/", path: /^spec\.data\[\d+\]\.secretKey$/ };

/** Credentials are kept in a vault and referred to. CrossGuard sees secrets unwrapped, so this rule goes by place and form. */
export const noPlaintextSecret = defineRule({
  id: "no-plaintext-secret",
  description: "No credential is written where it can be read, and none is a placeholder.",
  severity: "critical",
  needs: [],
  serves: ["GO-24", "OP-35"],
  absorbs: [
    "obs-no-literal-secret",
    "git-no-secret-data",
    "db-password-from-vault",
    "solace-no-inline-secrets",
    "interconnect-psk-secret",
    "vault-no-secret-in-env",
    "db-secret-reference",
  ],
  remediationSteps:
    "Keep the credential in Vault or the cloud's secret store, and hand over its name; mark generated values secret.",
  waivable: false,

  check(resource, _place, report) {
    if (resource.type === K8S_SECRET) checkKubernetesSecret(resource, report);
    const vault = isVault(resource);
    eachText(resource.props, (text, path) => {
      const name = nameOf(resource, path);
      const finding = vault ? inVault(text, name) : outside(resource, text, path, name);
      if (finding !== undefined) report({ resource, path, withheld: true, ...finding });
    });
  },
});

type Fault = Pick<Finding, "problem" | "remedy">;

const PLACEHOLDER: Fault = {
  problem: "it is a placeholder, which everybody can guess",
  remedy: "Generate the value, or read it from the secret store.",
};

function isVault(resource: Resource): boolean {
  if (resource.type === SSM_PARAMETER) return resource.props["type"] === "SecureString";
  return VAULTS.some((prefix) => resource.type.startsWith(prefix));
}

function inVault(text: string, name: string): Fault | undefined {
  return isCredentialName(name) && isPlaceholder(text) ? PLACEHOLDER : undefined;
}

function outside(resource: Resource, text: string, path: string, name: string): Fault | undefined {
  const shape = credentialIn(text);
  // A private key is where it belongs in an argument that asks for one.
  if (shape !== undefined && !/privateKey/i.test(name)) {
    return {
      problem: `it holds ${shape}`,
      remedy: "Keep it in the secret store and hand over its name; then revoke this one.",
    };
  }
  if (!isCredentialName(name)) return undefined;
  if (resource.type.startsWith(KEY_NAMES.type) && KEY_NAMES.path.test(path)) return undefined;
  if (isPlaceholder(text)) return PLACEHOLDER;
  if (!isSetting(resource, path) || isReference(text)) return undefined;
  return {
    problem: "whoever may read this resource reads the credential",
    remedy: "Hand over the name of the secret instead, and let the workload read it at run time.",
  };
}

function isSetting({ type, props }: Resource, path: string): boolean {
  if (type === SSM_PARAMETER) return isParameterValue(path);
  if (type.startsWith("kubernetes:") && CONTAINER_ENV.test(path)) return true;
  if (
    type.startsWith(CODE_BUILD) &&
    LOOKED_UP.some((kind) => mayBe(() => besideValue(props, path, "type"), kind))
  )
    return false;
  return SETTINGS.some((place) => type.startsWith(place.type) && path.startsWith(place.path));
}

/** What a value is called: its key, the `name` beside a `value`, or the name of the parameter. */
function nameOf({ type, props }: Resource, path: string): string {
  const last = path.slice(path.lastIndexOf(".") + 1);
  const isNamed = last === "value" || (type === SSM_PARAMETER && isParameterValue(path));
  const name = isNamed ? ifKnown(() => besideValue(props, path, "name")) : undefined;
  return typeof name === "string" ? name : last;
}

/** The second is a value that is shown in plans as well. */
function isParameterValue(path: string): boolean {
  return path === "value" || path === "insecureValue";
}

/** What stands beside a value under another key; undefined where the key of the value holds a dot. */
function besideValue(props: Resource["props"], path: string, key: string): unknown {
  const holder = path.split(/[.[\]]+/).slice(0, -1);
  return dig(props, ...holder, key);
}

/** The values of a Secret, decoded: any `${...}` in them was meant to be filled in. */
function checkKubernetesSecret(resource: Resource, report: Report): void {
  for (const key of ["data", "stringData"] as const) {
    eachText(fieldsOf(resource.props[key]), (text, path) => {
      const value = key === "data" ? Buffer.from(text, "base64").toString("utf8") : text;
      if (!/\$\{[^}]*\}/.test(value) && !isPlaceholder(value)) return;
      report({ resource, path: `${key}.${path}`, withheld: true, ...PLACEHOLDER });
    });
  }
}
