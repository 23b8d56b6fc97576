import { changed, UNKNOWN, type RuleCases } from "../sample";
import { ofVault } from "./vault";

const file = ofVault(
  "index/audit:Audit",
  { type: "file", options: { file_path: "/vault/audit/vault-audit.log" } },
  "file",
);
const stdout = ofVault(
  "index/audit:Audit",
  { type: "file", path: "stdout", options: { file_path: "stdout" } },
  "stdout",
);

export const vaultAuditTwoDevicesCases: RuleCases = {
  rule: "vault-audit-two-devices",
  serves: ["SE-41"],
  violating: [
    { title: "one device", resources: [file], says: ['"file": audit devices is 1', "answers nobody"] },
    {
      title: "two on one volume",
      resources: [
        file,
        { ...changed(file, { options: { file_path: "/vault/audit/second.log" } }), name: "second" },
      ],
      says: ['"second": options.file_path is "/vault/audit"'],
    },
    {
      title: "a raw log",
      resources: [file, changed(stdout, { options: { file_path: "stdout", log_raw: "true" } })],
      says: ['"stdout": options.log_raw', "secrets are in the audit log"],
    },
    {
      title: "syslog",
      resources: [file, changed(stdout, { type: "syslog" })],
      says: ['"stdout": type is "syslog"'],
    },
  ],
  complying: [
    { title: "a file and standard output", resources: [file, stdout] },
    {
      title: "a stack that sets up something else",
      resources: [ofVault("index/mount:Mount", { path: "secret" })],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a path that is not known",
      resources: [file, changed(stdout, { options: { file_path: UNKNOWN } })],
    },
  ],
};
