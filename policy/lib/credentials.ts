/** Names of settings that hold a credential, by their last word; `..._ARN`, `..._FILE` and the like only point to one. */
const CREDENTIAL_NAME =
  /(password|passwd|passphrase|secret|token|credentials?|(api|access|private|secret|signing|encryption)[-_.]?key)$/i;

/** Credentials that give themselves away, each by the form that its issuer documents. */
const SHAPES: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "an AWS access key id", pattern: /(?<![A-Z0-9])(AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/ },
  { what: "a private key", pattern: /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/ },
  { what: "a GitHub token", pattern: /(?<![\w])(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/ },
  { what: "a Slack token", pattern: /(?<![\w])xox[abeprs]-[\w-]{10}/ },
  { what: "a Vault token", pattern: /(?<![\w])hv[sbr]\.[\w-]{24}/ },
  { what: "a password in a URL", pattern: /(?<![\w])[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'$]*:[^\s/:@"'$]+@/i },
];

const PLACEHOLDER =
  /^(\$\{[^}]*\}|<[^<>]+>|\{\{[^}]*\}\}|change[-_ ]?(me|it)|p[a@]ssw[o0]rd\d*|secret|admin|todo|tbd|x{3,}|\*{3,}|placeholder|replace[-_ ]?me|your[-_ ].+|dummy|example)$/i;

/** What only points to a credential that is kept elsewhere. */
const REFERENCE = /^(arn:|ocid1\.|\/|file:|ref\+|vault:|https?:\/\/[^@]*$)/;

/** Whether a setting of this name holds a credential. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL_NAME.test(name);
}

/** What kind of credential a text holds, by its form; undefined: none that is known. */
export function credentialIn(text: string): string | undefined {
  return SHAPES.find(({ pattern }) => pattern.test(text))?.what;
}

/** Whether a value stands for one that somebody forgot to fill in. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.trim());
}

/** Whether a value names where a credential is kept. */
export function isReference(text: string): boolean {
  return text.trim() === "" || REFERENCE.test(text.trim());
}
