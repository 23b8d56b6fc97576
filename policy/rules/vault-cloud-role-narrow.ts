import { dig, entriesOf } from "../lib/dig";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** Built-in roles of a cloud that are for everything in their scope. */
const BROAD = /^(Owner|Contributor|User Access Administrator|roles\/owner|roles\/editor)$/;

/** What Vault hands out is for one purpose. */
export const vaultCloudRoleNarrow = defineRule({
  id: "vault-cloud-role-narrow",
  description: "Roles that Vault hands out in Azure and Google Cloud are for one purpose.",
  severity: "high",
  needs: [],
  serves: ["SE-33"],
  remediationSteps:
    "Name a role for the purpose, such as Storage Blob Data Reader or roles/storage.objectViewer.",

  check(resource, _place, report) {
    const refuse = (path: string, value: unknown) => {
      const problem = "it is for everything in its scope";
      report({ resource, path, value, problem, remedy: "Name a role for the purpose." });
    };
    if (resource.type === "vault:azure/backendRole:BackendRole")
      forEach(entriesOf(resource.props["azureRoles"]), ({ key, read }) => {
        const name = dig(read(), "roleName");
        if (typeof name === "string" && BROAD.test(name)) refuse(`azureRoles[${key}].roleName`, name);
      });
    if (/^vault:gcp\/secret(Roleset|StaticAccount|ImpersonatedAccount):/.test(resource.type))
      forEach(entriesOf(resource.props["bindings"]), ({ key, read }) => {
        forEach(entriesOf(dig(read(), "roles")), ({ key: at, read: role }) => {
          const name = role();
          if (typeof name === "string" && BROAD.test(name)) refuse(`bindings[${key}].roles[${at}]`, name);
        });
      });
  },
});
