import { UNKNOWN, type RuleCases } from "../sample";
import { kubernetesRole, ofVault } from "./vault";

const provider = (props: Record<string, unknown>) => ({ type: "pulumi:providers:vault", name: "v", props });

export const vaultNoRootTokenCases: RuleCases = {
  rule: "vault-no-root-token",
  serves: ["SE-20", "SE-47"],
  violating: [
    {
      title: "a role with root, beside policies that are not known",
      resources: [kubernetesRole({ policies: UNKNOWN, tokenPolicies: ["orders", "root"] })],
      says: ['"role": tokenPolicies[1] is "root"'],
    },
    {
      title: "a token with root",
      resources: [ofVault("index/token:Token", { policies: ["root"] })],
      says: ["policies[0]"],
    },
    {
      title: "a provider with a token",
      resources: [provider({ token: "s.not-shown" })],
      says: ['"v": token has a value that is withheld here', "authLoginAws"],
    },
  ],
  complying: [
    {
      title: "policies by name and a login",
      resources: [kubernetesRole(), provider({ authLoginAws: "{}" })],
    },
    { title: "root elsewhere", resources: [{ type: "aws:iam/user:User", props: { policies: ["root"] } }] },
  ],
  unknown: [
    { title: "policies that are not known", resources: [kubernetesRole({ tokenPolicies: UNKNOWN })] },
  ],
  unknownButEnough: [
    { title: "a token of a login of the same program", resources: [provider({ token: UNKNOWN })] },
  ],
};
