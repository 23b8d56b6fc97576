import { dig } from "../lib/dig";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const AUDIT = "vault:index/audit:Audit";

/** Vault stops answering when no audit device can write, so one device is one disk away from an outage. */
export const vaultAuditTwoDevices = defineRule({
  id: "vault-audit-two-devices",
  description: "Vault has two audit devices that do not fail together, and none of them writes secrets.",
  severity: "high",
  needs: [],
  serves: ["SE-41"],
  remediationSteps:
    "Add a second device on another volume or socket; leave log_raw out; write to stdout instead of syslog in a container.",

  checkStack(resources, _place, report) {
    const devices = resources.filter(({ type }) => type === AUDIT);
    // A stack without any is none that sets up Vault's audit.
    const [first, second] = devices;
    if (first === undefined) return;
    if (second === undefined) {
      report({
        resource: first,
        path: "audit devices",
        value: 1,
        problem: "when it can not write, Vault answers nobody",
        remedy: "Add a second device that does not share its fate.",
      });
    }
    const folders = new Set<string>();
    for (const device of devices) {
      const raw = ifKnown(() => dig(device.props["options"], "log_raw"));
      if (String(raw) === "true") {
        const problem = "secrets are in the audit log as they are";
        report({ resource: device, path: "options.log_raw", value: raw, problem, remedy: "Leave it out." });
      }
      if (ifKnown(() => device.props["type"]) === "syslog") {
        const problem = "a container has no syslog to write to: Vault can not start the device";
        report({
          resource: device,
          path: "type",
          value: "syslog",
          problem,
          remedy: "Use a file with the path stdout.",
        });
      }
      const folder = folderOf(device);
      if (folder === undefined) continue;
      if (folders.has(folder)) {
        const problem = "two devices fill one volume";
        report({
          resource: device,
          path: "options.file_path",
          value: folder,
          problem,
          remedy: "Write one to stdout.",
        });
      }
      folders.add(folder);
    }
  },
});

/** The folder that a device writes into; undefined for what is no file on a volume. */
function folderOf(device: StackResource): string | undefined {
  if (ifKnown(() => device.props["type"]) !== "file") return undefined;
  const path = ifKnown(
    () => dig(device.props["options"], "file_path") ?? dig(device.props["options"], "path"),
  );
  return typeof path === "string" && path.startsWith("/") ? path.replace(/\/[^/]*$/, "") : undefined;
}
