import type { Context, Kind, Report } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { conflict, isPrivate, notFound, oci, refuseForeignGroups, target, vcnOf } from "./common";
import { subnetTarget } from "./network";
import { isRegion } from "./regions";
import { KEY, vaultTarget } from "./services";

const SUBNET = "oci:Core/subnet:Subnet";
const DATABASE = "oci:Database/autonomousDatabase:AutonomousDatabase";
const REPLICA = "oci:Kms/vaultVerification:VaultVerification";
const groupTarget = target("Core/networkSecurityGroup:NetworkSecurityGroup");
const secretTarget = target("Vault/secret:Secret");

/** A vault of another region that is replicated to this one, whose keys have the same OCIDs here. */
function isReplicatedHere(c: Context, vaultId: string | undefined): boolean {
  return c.world
    .all(REPLICA)
    .some((e) => e.inputs["vaultId"] === vaultId && e.inputs["replicaRegion"] === c.site.region);
}

/** The key must be in this region, or its vault replicated to it. */
function refuseDistantKey(c: Context): void {
  const keyId = c.text("kmsKeyId");
  if (keyId === undefined) return;
  const key = c.world.resolve(keyId).find((e) => e.type === KEY);
  const vaultId = v.text(key?.outputs, "vaultId");
  if (!key || (c.find(keyId, KEY) === undefined && !isReplicatedHere(c, vaultId)))
    c.refuse(...notFound(`the key ${keyId} in ${c.site.region}`));
  if (vaultId !== c.text("vaultId"))
    c.refuse("400-InvalidParameter", `The key ${keyId} is not in the vault ${c.text("vaultId") ?? ""}`);
}

/** An endpoint in a private subnet, with groups of its network. */
function refusePublicPlace(c: Context, what: string, groups: readonly string[]): void {
  const subnet = c.find(c.text("subnetId"), SUBNET);
  if (!subnet) return;
  if (!isPrivate(subnet))
    c.refuse("400-InvalidParameter", `${what} needs a private subnet, and ${subnet.id} is public`);
  refuseForeignGroups(c, groups, vcnOf(subnet));
}

/** What a standby is made from (Database API reference, CreateAutonomousDatabaseBase `source`). */
const STANDBY = ["CROSS_REGION_DISASTER_RECOVERY", "CROSS_REGION_DATAGUARD"];
const isStandby = (inputs: v.ObjectValue): boolean => STANDBY.includes(v.text(inputs, "source") ?? "NONE");

function checkStandby(inputs: v.ObjectValue, report: Report): void {
  if (inputs["sourceId"] === undefined) report("sourceId", "is needed for a standby: its primary");
  const type = v.text(inputs, "remoteDisasterRecoveryType");
  if (v.text(inputs, "source") === "CROSS_REGION_DISASTER_RECOVERY" && type === undefined)
    report("remoteDisasterRecoveryType", "is needed: ADG or BACKUP_BASED");
  if (type !== undefined && !["ADG", "BACKUP_BASED"].includes(type))
    report("remoteDisasterRecoveryType", `"${type}" must be ADG or BACKUP_BASED`);
  for (const key of ["adminPassword", "secretId"])
    if (inputs[key] !== undefined) report(key, "is not for a standby, which has its primary's users");
}

const strong = [/^.{12,30}$/s, /[A-Z]/, /[a-z]/, /\d/];

function checkNew(inputs: v.ObjectValue, report: Report): void {
  const [password, secret] = [inputs["adminPassword"] !== undefined, inputs["secretId"] !== undefined];
  if (password && secret) report("secretId", "cannot be used in conjunction with adminPassword");
  if (!password && !secret) report("secretId", "a password of ADMIN is needed: secretId, or adminPassword");
  if (inputs["computeCount"] !== undefined && inputs["computeModel"] === undefined)
    report("computeModel", "is needed beside computeCount");
  if (inputs["computeCount"] !== undefined && inputs["cpuCoreCount"] !== undefined)
    report("cpuCoreCount", "cannot be given beside computeCount");
  const chosen = v.text(inputs, "adminPassword");
  // Database API reference, CreateAutonomousDatabaseBase, `adminPassword` (read 2026-11-26).
  if (chosen !== undefined && (!strong.every((rule) => rule.test(chosen)) || /admin|"/i.test(chosen)))
    report(
      "adminPassword",
      'must have 12 to 30 characters, a capital letter, a small one and a digit, and neither " nor admin',
    );
  const days = v.numeric(inputs, "backupRetentionPeriodInDays");
  // Autonomous Database guide, "Backup and restore": 1 to 60.
  if (days !== undefined && (days < 1 || days > 60))
    report("backupRetentionPeriodInDays", "must be from 1 to 60");
}

function refuseWrongPrimary(c: Context): void {
  const id = c.text("sourceId");
  const primary = c.world.all(DATABASE).find((e) => e.id === id);
  if (!primary) return c.refuse(...notFound(id ?? "the primary"));
  if (primary.scope === c.scopeOf(DATABASE))
    c.refuse(
      "400-InvalidParameter",
      `The standby of ${primary.id} must be in another region than ${c.site.region}`,
    );
  if (v.text(primary.outputs, "dbName") !== c.text("dbName"))
    c.refuse("400-InvalidParameter", `dbName must be that of the primary ${primary.id}`);
  const others = c.world.all(DATABASE).filter((e) => e.inputs["sourceId"] === id && e.id !== c.old?.id);
  if (others.length > 0) c.refuse(...conflict(`The database ${primary.id} has a standby already`));
}

/** A database holds on to its standby's being there: deleting the primary first is refused. */
function refuseWithStandby(c: Context, entity: Entity): void {
  const standby = c.world.all(DATABASE).find((e) => e.inputs["sourceId"] === entity.id);
  if (standby)
    c.refuse(...conflict(`The database ${entity.id} has the standby ${standby.id}; terminate that first`));
}

/** Connections as the service lists them (Autonomous Database guide, "Predefined Database Service Names"). */
function profiles(c: Context, host: string): v.ObjectValue[] {
  const name = (c.text("dbName") ?? "").toLowerCase();
  const mutual = c.flag("isMtlsConnectionRequired") ?? true;
  const group = (consumerGroup: string, tlsAuthentication: string): v.ObjectValue => {
    const port = tlsAuthentication === "SERVER" ? "1521" : "1522";
    const service = `${c.derive.base32("prefix", 10)}_${name}_${consumerGroup.toLowerCase()}.adb.oraclecloud.com`;
    return {
      consumerGroup,
      displayName: `${name}_${consumerGroup.toLowerCase()}`,
      hostFormat: "FQDN",
      isRegional: false,
      protocol: "TCPS",
      sessionMode: "DIRECT",
      syntaxFormat: "LONG",
      tlsAuthentication,
      value: `(description=(address=(protocol=tcps)(port=${port})(host=${host}))(connect_data=(service_name=${service})))`,
    };
  };
  return ["HIGH", "LOW", "MEDIUM", "TP", "TPURGENT"].flatMap((consumerGroup) => [
    group(consumerGroup, "MUTUAL"),
    ...(mutual ? [] : [group(consumerGroup, "SERVER")]),
  ]);
}

const autonomous: Kind = oci({
  type: DATABASE,
  simulates:
    "a password as a secret or in the open but not both, strong enough, one of a name in the tenancy but for standbys, a private subnet and groups of its network, a key of the region or of a replicated vault; a standby in another region with its primary's name and no password; not deleted before its standby",
  ocid: "autonomousdatabase",
  naming: false,
  replaces: { kmsKeyId: false, vaultId: false, secretVersionNumber: false },
  references: {
    subnetId: subnetTarget,
    nsgIds: groupTarget,
    secretId: secretTarget,
  },
  holds: ["subnetId", "nsgIds"],
  check: (inputs, report) => {
    const name = v.text(inputs, "dbName");
    // Database API reference, CreateAutonomousDatabaseBase.
    if (name !== undefined && !/^[A-Za-z][A-Za-z0-9]{0,29}$/.test(name))
      report("dbName", `"${name}" may have up to 30 letters and digits, a letter first`);
    if (isStandby(inputs)) checkStandby(inputs, report);
    else checkNew(inputs, report);
    if (v.texts(inputs, "nsgIds").length > 5) report("nsgIds", "takes five at the most");
  },
  rules: (c) => {
    refusePublicPlace(c, "A private endpoint", c.texts("nsgIds"));
    refuseDistantKey(c);
    if (isStandby(c.inputs)) refuseWrongPrimary(c);
  },
  claims: (c) =>
    isStandby(c.inputs) ? [] : [`oci adb ${c.site.account} ${(c.text("dbName") ?? "").toLowerCase()}`],
  taken: (c) =>
    conflict(`An Autonomous Database named ${c.text("dbName") ?? ""} exists in the tenancy already`),
  beforeDelete: refuseWithStandby,
  outputs: (c) => {
    const label = (c.text("privateEndpointLabel") ?? c.derive.base32("label", 12)).toLowerCase();
    const host = `${label}.adb.${c.site.region}.oraclecloud.com`;
    return {
      state: isStandby(c.inputs) ? "STANDBY" : "AVAILABLE",
      role: isStandby(c.inputs) ? "STANDBY" : "PRIMARY",
      privateEndpoint: host,
      connectionStrings: [
        {
          allConnectionStrings: {},
          dedicated: "",
          high: "",
          low: "",
          medium: "",
          profiles: profiles(c, host),
        },
      ],
    };
  },
});

const replica: Kind = {
  type: REPLICA,
  simulates: "a virtual private vault that exists, a replica in another region, one of it",
  naming: false,
  replaces: { vaultId: true, replicaRegion: false },
  references: { vaultId: vaultTarget },
  holds: ["vaultId"],
  id: (c) => `${c.text("vaultId") ?? ""}/replicas`,
  check: (inputs, report, site) => {
    const region = v.text(inputs, "replicaRegion");
    if (region !== undefined && !isRegion(region))
      report("replicaRegion", `"${region}" is not an OCI region`);
    if (region === site.region) report("replicaRegion", `"${region}" is the vault's own region`);
  },
  rules: (c) => {
    const vault = c.find(c.text("vaultId"), "oci:Kms/vault:Vault");
    if (vault && vault.inputs["vaultType"] !== "VIRTUAL_PRIVATE")
      c.refuse("400-InvalidParameter", `The vault ${vault.id} is not a virtual private one`);
  },
  taken: (c) => conflict(`The vault ${c.text("vaultId") ?? ""} has a replica already`),
};

export const databases: readonly Kind[] = [autonomous, replica];
