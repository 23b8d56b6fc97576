import { UNKNOWN, type RuleCases } from "../sample";
import { ofVault } from "./vault";

const azure = (roleName: unknown) =>
  ofVault("azure/backendRole:BackendRole", { azureRoles: [{ roleName, scope: "/subscriptions/1" }] });
const google = (...roles: unknown[]) =>
  ofVault("gcp/secretRoleset:SecretRoleset", { bindings: [{ resource: "//p", roles }] });

export const vaultCloudRoleNarrowCases: RuleCases = {
  rule: "vault-cloud-role-narrow",
  serves: ["SE-33"],
  violating: [
    {
      title: "Contributor",
      resources: [azure("Contributor")],
      says: ['azureRoles[0].roleName is "Contributor"'],
    },
    ...["Owner", "User Access Administrator"].map((name) => ({
      title: name,
      resources: [azure(name)],
      says: [`azureRoles[0].roleName is "${name}"`],
    })),
    ...["secretStaticAccount:SecretStaticAccount", "secretImpersonatedAccount:SecretImpersonatedAccount"].map(
      (type) => ({
        title: `owner, of ${type}`,
        resources: [ofVault(`gcp/${type}`, { bindings: [{ resource: "//p", roles: ["roles/owner"] }] })],
        says: ['bindings[0].roles[0] is "roles/owner"'],
      }),
    ),
    {
      title: "editor, beside one that is not known",
      resources: [google(UNKNOWN, "roles/editor")],
      says: ["bindings[0].roles[1]"],
    },
  ],
  complying: [
    {
      title: "roles for a purpose",
      resources: [azure("Storage Blob Data Reader"), google("roles/storage.objectViewer")],
    },
  ],
  unknown: [
    {
      title: "roles whose names begin like broad ones, beside one that is not known",
      resources: [azure("Owner of a queue"), google("roles/editors", 1, UNKNOWN)],
    },
    {
      title: "roles of Google that are not known, of a mount of another kind",
      resources: [ofVault("gcp/secretRoleset:SecretRoleset", { bindings: [{ roles: [UNKNOWN] }] })],
    },
    { title: "a role that is not known", resources: [azure(UNKNOWN)] },
  ],
};
