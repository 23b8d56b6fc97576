import type { Context, Kind, Report } from "../kind";
import * as v from "../values";
import { conflict, oci, target } from "./common";
import { isRegion } from "./regions";
import { KEY, keyTarget, vaultTarget } from "./services";

/** Days of an interval that the service takes, `P30D`. */
function daysOf(text: string): number | undefined {
  const days = /^P(\d+)D$/.exec(text)?.[1];
  return days === undefined ? undefined : Number(days);
}

function checkInterval(inputs: v.ObjectValue, at: string, most: number, report: Report): void {
  const text = v.text(inputs, at);
  if (text === undefined) return;
  const days = daysOf(text);
  if (days === undefined || days < 1 || days > most)
    report(at, `"${text}" must be from P1D to P${String(most)}D`);
}

function checkContent(inputs: v.ObjectValue, report: Report): void {
  const content = v.text(inputs, "secretContent.content");
  if (content !== undefined && Buffer.from(content, "base64").toString("base64") !== content)
    report("secretContent.content", "must be in base 64");
  const type = v.text(inputs, "secretContent.contentType");
  if (type !== undefined && type !== "BASE64") report("secretContent.contentType", "must be BASE64");
  const generated = v.flag(inputs, "enableAutoGeneration") === true;
  if (inputs["secretContent"] === undefined && !generated)
    report("secretContent", "a secret needs content, or enableAutoGeneration");
  if (inputs["secretContent"] !== undefined && generated)
    report("secretContent", "may not be given beside enableAutoGeneration");
  if (generated && inputs["secretGenerationContext"] === undefined)
    report("secretGenerationContext", "is needed beside enableAutoGeneration");
  const kind = v.text(inputs, "secretGenerationContext.generationType");
  // Vault API reference, SecretGenerationContext.
  if (kind !== undefined && !["PASSPHRASE", "BYTES", "SSH_KEY"].includes(kind))
    report("secretGenerationContext.generationType", `"${kind}" must be PASSPHRASE, BYTES or SSH_KEY`);
}

/** Which id names a target of rotation (Vault API reference, TargetSystemDetails). */
const TARGET_IDS: Readonly<Record<string, string>> = { ADB: "adbId", FUNCTION: "functionId" };

function checkRotation(inputs: v.ObjectValue, report: Report): void {
  if (inputs["rotationConfig"] === undefined) return;
  // Vault API reference, RotationConfig: 1 to 360 days.
  checkInterval(inputs, "rotationConfig.rotationInterval", 360, report);
  if (
    v.flag(inputs, "rotationConfig.isScheduledRotationEnabled") === true &&
    v.at(inputs, "rotationConfig.rotationInterval") === undefined
  )
    report("rotationConfig.rotationInterval", "is needed for a rotation on schedule");
  const at = "rotationConfig.targetSystemDetails";
  const type = v.text(inputs, `${at}.targetSystemType`);
  if (type === undefined) return;
  const id = TARGET_IDS[type];
  if (id === undefined)
    report(`${at}.targetSystemType`, `"${type}" must be one of ${Object.keys(TARGET_IDS).join(", ")}`);
  else if (v.at(inputs, `${at}.${id}`) === undefined)
    report(`${at}.${id}`, `is needed for a target of type ${type}`);
}

function checkRules(inputs: v.ObjectValue, report: Report): void {
  const rules = v.objects(inputs, "secretRules");
  const types = rules.flatMap((rule) => v.text(rule, "ruleType") ?? []);
  // Vault guide, "Rules for Secrets": one of each at the most.
  if (new Set(types).size < types.length) report("secretRules", "takes one rule of a type at the most");
  for (const [i, rule] of rules.entries()) {
    const at = (key: string) => `secretRules[${String(i)}].${key}`;
    const type = v.text(rule, "ruleType");
    if (type !== undefined && !["SECRET_EXPIRY_RULE", "SECRET_REUSE_RULE"].includes(type))
      report(at("ruleType"), `"${type}" must be SECRET_EXPIRY_RULE or SECRET_REUSE_RULE`);
    // Vault API reference, SecretExpiryRule: 1 to 90 days.
    checkInterval(rule, "secretVersionExpiryInterval", 90, (key, reason) => {
      report(at(key), reason);
    });
  }
}

/** Replicas go to vaults of other regions, three at the most (Vault API reference, ReplicationConfig). */
function checkReplicas(inputs: v.ObjectValue, report: Report, region: string): void {
  const targets = v.objects(inputs, "replicationConfig.replicationTargets");
  if (targets.length > 3) report("replicationConfig.replicationTargets", "takes three targets at the most");
  for (const [i, one] of targets.entries()) {
    const to = v.text(one, "targetRegion");
    const at = `replicationConfig.replicationTargets[${String(i)}].targetRegion`;
    if (to !== undefined && !isRegion(to)) report(at, `"${to}" is not an OCI region`);
    if (to === region) report(at, `"${to}" is the secret's own region`);
  }
}

function refuseForeignKeys(c: Context): void {
  const owner = c.find(c.text("keyId"), KEY);
  if (v.text(owner?.outputs, "vaultId") !== c.text("vaultId"))
    c.refuse(
      "400-InvalidParameter",
      `The key ${c.text("keyId") ?? ""} is not in the vault ${c.text("vaultId") ?? ""}`,
    );
  if (v.text(owner?.outputs, "keyShape.algorithm") !== "AES")
    c.refuse("400-InvalidParameter", "A secret is encrypted with a symmetric key");
  for (const one of c.objects("replicationConfig.replicationTargets")) {
    const [keyId, vaultId] = [v.text(one, "targetKeyId"), v.text(one, "targetVaultId")];
    const there = c.world.all(KEY).find((e) => e.id === keyId);
    if (there !== undefined && v.text(there.outputs, "vaultId") !== vaultId)
      c.refuse("400-InvalidParameter", `The key ${keyId ?? ""} is not in the vault ${vaultId ?? ""}`);
  }
}

const secret: Kind = oci({
  type: "oci:Vault/secret:Secret",
  simulates:
    "a vault and an AES key in it, content in base 64 or generated in the vault, rotation of a database or by a function, rules, replicas in other regions, one of a name in the vault",
  ocid: "vaultsecret",
  naming: false,
  replaces: { secretRules: false, replicationConfig: false, rotationConfig: false },
  references: {
    vaultId: vaultTarget,
    keyId: keyTarget,
    "rotationConfig.targetSystemDetails.adbId": target("Database/autonomousDatabase:AutonomousDatabase"),
    "rotationConfig.targetSystemDetails.functionId": target("Functions/function:Function"),
  },
  holds: ["vaultId", "keyId"],
  check: (inputs, report, site) => {
    const name = v.text(inputs, "secretName");
    // Vault API reference, CreateSecretDetails.
    if (name !== undefined && !/^[\w.-]{1,255}$/.test(name))
      report("secretName", `"${name}" may have up to 255 letters, digits, dots, hyphens and underscores`);
    checkContent(inputs, report);
    checkRotation(inputs, report);
    checkRules(inputs, report);
    checkReplicas(inputs, report, site.region);
  },
  rules: refuseForeignKeys,
  claims: (c) => [`oci secret ${c.text("vaultId") ?? ""} ${c.text("secretName") ?? ""}`],
  taken: (c) => conflict(`The secret ${c.text("secretName") ?? ""} already exists in the vault`),
  outputs: (c) => ({
    state: "ACTIVE",
    currentVersionNumber: "1",
    isAutoGenerated: c.flag("enableAutoGeneration") ?? false,
    isReplica: false,
    rotationStatus: "",
  }),
});

export const vaultSecrets: readonly Kind[] = [secret];
