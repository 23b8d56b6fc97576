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
  unknown: [{ title: "a role that is not known", resources: [azure(UNKNOWN)] }],
};
