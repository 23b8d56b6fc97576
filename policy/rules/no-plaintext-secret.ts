import { credentialIn, isCredentialName, isPlaceholder, isReference } from "../lib/credentials";
import { eachText } from "../lib/walk";
import { defineRule, type Finding, type Report, type Resource } from "../rule";

const K8S_SECRET = "kubernetes:core/v1:Secret";
const SSM_PARAMETER = "aws:ssm/parameter:Parameter";

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

/** Maps of settings that are shown to everybody who may read the resource: type, and where in it they are. */
const SETTINGS: readonly { readonly type: RegExp; readonly path: RegExp }[] = [
  { type: /^aws:lambda\/function:/, path: /^environment\.variables\./ },
  { type: /^oci:Functions\/(function|application):/, path: /^config\./ },
  { type: /^kubernetes:core\/v1:ConfigMap$/, path: /^data\./ },
  { type: /^kubernetes:helm\.sh\//, path: /^values\./ },
  { type: /^aws:codebuild\/project:/, path: /^environment\./ },
  { type: /^kubernetes:/, path: /\.env\[\d+\]\.value$/ },
];

/** Where a key of a Secret is named, not its value: of External Secrets, `spec.data[].secretKey`. */
const KEY_NAMES = { type: /^kubernetes:external-secrets\.io\//, path: /^spec\.data\[\d+\]\.secretKey$/ };

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
  if (KEY_NAMES.type.test(resource.type) && KEY_NAMES.path.test(path)) return undefined;
  if (isPlaceholder(text)) return PLACEHOLDER;
  if (!isSetting(resource, path) || isReference(text)) return undefined;
  return {
    problem: "whoever may read this resource reads the credential",
    remedy: "Hand over the name of the secret instead, and let the workload read it at run time.",
  };
}

function isSetting({ type, props }: Resource, path: string): boolean {
  if (type === SSM_PARAMETER) return path === "value" && props["type"] !== "SecureString";
  return SETTINGS.some((place) => place.type.test(type) && place.path.test(path));
}

/** What a value is called: its key, the `name` beside a `value`, or the name of the parameter. */
function nameOf({ type, props }: Resource, path: string): string {
  if (type === SSM_PARAMETER && path === "value")
    return typeof props["name"] === "string" ? props["name"] : "";
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  if (keys.at(-1) !== "value") return keys.at(-1) ?? "";
  const holder = keys.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], props);
  const { name } = holder as { name?: unknown };
  return typeof name === "string" ? name : "value";
}

/** The values of a Secret, decoded: any `${...}` in them was meant to be filled in. */
function checkKubernetesSecret(resource: Resource, report: Report): void {
  for (const key of ["data", "stringData"] as const) {
    const values = resource.props[key];
    if (values === undefined || values === null || typeof values !== "object") continue;
    eachText(values, (text, path) => {
      const value = key === "data" ? Buffer.from(text, "base64").toString("utf8") : text;
      if (!/\$\{[^}]*\}/.test(value) && !isPlaceholder(value)) return;
      report({ resource, path: `${key}.${path}`, withheld: true, ...PLACEHOLDER });
    });
  }
}
