import { UNKNOWN, type RuleCases } from "../sample";
import { ofVault, policyOfVault } from "./vault";

const mount = (type: string, options?: unknown) =>
  ofVault("index/mount:Mount", { path: "secret/", type, options }, "kv");
const versioned = mount("kv", { version: "2" });

export const vaultPolicyKv2PathsCases: RuleCases = {
  rule: "vault-policy-kv2-paths",
  serves: ["SE-38", "SE-52"],
  violating: [
    {
      title: "a path without its segment",
      resources: [versioned, policyOfVault('path "secret/app/*" { capabilities = ["read"] }')],
      says: ['path \\"secret/app/*\\"', "Write secret/data/app/*"],
    },
    {
      title: "a list of data",
      resources: [
        mount("kv-v2"),
        policyOfVault('path "secret/data/app/*" { capabilities = ["read", "list"] }'),
      ],
      says: ["Write secret/metadata/app/* to list"],
    },
  ],
  complying: [
    {
      title: "paths of version 2",
      resources: [
        versioned,
        policyOfVault(
          'path "secret/data/app/*" { capabilities = ["read"] }\npath "secret/metadata/*" { capabilities = ["list"] }',
        ),
      ],
    },
    {
      title: "version 1",
      resources: [mount("kv"), policyOfVault('path "secret/app/*" { capabilities = ["read"] }')],
    },
    {
      title: "another mount",
      resources: [versioned, policyOfVault('path "secrets/app" { capabilities = ["read"] }')],
    },
  ],
  unknown: [],
  unknownButEnough: [{ title: "a policy that is not known", resources: [versioned, policyOfVault(UNKNOWN)] }],
};
