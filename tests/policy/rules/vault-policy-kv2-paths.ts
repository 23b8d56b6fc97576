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
      title: "the same in JSON",
      resources: [
        versioned,
        policyOfVault(JSON.stringify({ path: { "secret/app/*": { capabilities: ["read"] } } })),
      ],
      says: ['path \\"secret/app/*\\"'],
    },
    {
      title: "a path of the longest of two mounts, which only looks like one of the other",
      resources: [
        versioned,
        ofVault("index/mount:Mount", { path: "secret/data", type: "kv-v2" }, "inner"),
        policyOfVault('path "secret/data/app" { capabilities = ["read"] }'),
      ],
      says: ["secret/data is KV version 2", "Write secret/data/data/app"],
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
    ...["config", "delete/app", "destroy/app", "subkeys/app", "undelete/app", "*", "+/app"].map((path) => ({
      title: `secret/${path}`,
      resources: [versioned, policyOfVault(`path "secret/${path}" { capabilities = ["update"] }`)],
    })),
    {
      title: "an engine of another kind with the option, a mount whose path is no text, and no policy",
      resources: [
        mount("transit", { version: "2" }),
        ofVault("index/mount:Mount", { path: 1, type: "kv-v2" }, "odd"),
        policyOfVault('path "secret/app" { capabilities = ["read"] }'),
        { type: "vault:index/mount:Mountx", name: "foreign", props: { path: "secret", type: "kv-v2" } },
        {
          type: "vault:index/passwordPolicy:PasswordPolicy",
          name: "words",
          props: { policy: 'path "secret/app" {}' },
        },
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
