import { createPrivateKey, X509Certificate } from "node:crypto";
import { isBlock } from "../cidr";
import type { Context, Kind } from "../kind";
import * as v from "../values";
import { conflict, isPrivate, namespaceOf, oci, refuseForeignGroups, target, vcnOf } from "./common";
import { subnetTarget } from "./network";
import { pickedAddress } from "./private-dns";

const SUBNET = "oci:Core/subnet:Subnet";
const active = () => ({ state: "ACTIVE" });

const bastion: Kind = oci({
  type: "oci:Bastion/bastion:Bastion",
  simulates: "the name, a subnet that exists, blocks of its clients, a session's time",
  ocid: "bastion",
  naming: { property: "name", maximum: 255 },
  references: { targetSubnetId: subnetTarget },
  holds: ["targetSubnetId"],
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    // Bastion API reference, CreateBastionDetails.
    if (name !== undefined && !/^[A-Za-z0-9_-]{1,255}$/.test(name))
      report("name", `"${name}" may have letters, digits, hyphens and underscores only`);
    const type = v.text(inputs, "bastionType");
    if (type !== undefined && type.toUpperCase() !== "STANDARD")
      report("bastionType", `"${type}" must be STANDARD`);
    // Bastion guide, "Creating a Bastion": 30 minutes to 3 hours.
    const ttl = v.numeric(inputs, "maxSessionTtlInSeconds");
    if (ttl !== undefined && (ttl < 1800 || ttl > 10_800))
      report("maxSessionTtlInSeconds", "must be from 1800 to 10800");
    for (const [i, block] of v.texts(inputs, "clientCidrBlockAllowLists").entries())
      if (!isBlock(block)) report(`clientCidrBlockAllowLists[${String(i)}]`, `"${block}" is not an IP block`);
  },
  outputs: (c) => ({
    targetVcnId: vcnOf(c.find(c.text("targetSubnetId"), SUBNET)) ?? "",
    privateEndpointIpAddress: "",
    maxSessionsAllowed: 20,
    state: "ACTIVE",
  }),
});

const LOG = "oci:Logging/log:Log";
const LOG_GROUP = "oci:Logging/logGroup:LogGroup";

const logGroup: Kind = oci({
  type: LOG_GROUP,
  simulates: "one of a name in its compartment, not deleted while it holds logs",
  ocid: "loggroup",
  claims: (c) => [
    `oci log group ${c.site.region} ${c.text("compartmentId") ?? ""} ${c.text("displayName") ?? ""}`,
  ],
  taken: (c) => conflict(`Log group ${c.text("displayName") ?? ""} already exists in the compartment`),
  outputs: active,
});

const logSource = (c: Pick<Context, "text">): string =>
  ["resource", "category"].map((k) => c.text(`configuration.source.${k}`) ?? "").join(" ");

const log: Kind = oci({
  inCompartment: false,
  holds: ["logGroupId"],
  type: LOG,
  simulates:
    "a log group that exists, a source for a service's log, one log to a resource and category, retention in months",
  ocid: "log",
  references: { logGroupId: target("Logging/logGroup:LogGroup") },
  check: (inputs, report) => {
    const type = v.text(inputs, "logType");
    if (type !== undefined && type !== "SERVICE" && type !== "CUSTOM")
      report("logType", `"${type}" must be SERVICE or CUSTOM`);
    if (type === "SERVICE" && inputs["configuration"] === undefined)
      report("configuration", "a service's log needs its source");
    // Logging guide, "Managing Logs": in steps of 30 days up to 180.
    const days = v.numeric(inputs, "retentionDuration");
    if (days !== undefined && (days % 30 !== 0 || days < 30 || days > 180))
      report("retentionDuration", "must be 30, 60, 90, 120, 150 or 180 days");
  },
  claims: (c) => [
    `oci log ${c.text("logGroupId") ?? ""} ${c.text("displayName") ?? ""}`,
    ...(c.text("logType") === "SERVICE" ? [`oci service log ${logSource(c)}`] : []),
  ],
  taken: (c) =>
    conflict(`A log of ${logSource(c)} or of the name ${c.text("displayName") ?? ""} already exists`),
  outputs: (c) => ({
    state: "ACTIVE",
    isEnabled: c.flag("isEnabled") ?? true,
    retentionDuration: c.number("retentionDuration") ?? 30,
    compartmentId: v.text(c.find(c.text("logGroupId"), LOG_GROUP)?.outputs, "compartmentId") ?? "",
    tenancyId: c.site.account,
  }),
});

const VAULT = "oci:Kms/vault:Vault";
export const KEY = "oci:Kms/key:Key";
export const vaultTarget = target("Kms/vault:Vault");
export const keyTarget = target("Kms/key:Key");

const endpointsOf = (id: string, region: string) => {
  const short = id.slice(-12);
  return {
    cryptoEndpoint: `https://${short}-crypto.kms.${region}.oraclecloud.com`,
    managementEndpoint: `https://${short}-management.kms.${region}.oraclecloud.com`,
  };
};

const vault: Kind = oci({
  type: VAULT,
  simulates:
    "its type; keys find it by its management endpoint and go with it; not deleted while it holds secrets",
  ocid: "vault",
  replaces: { timeOfDeletion: false, restoreFromFile: false, restoreTrigger: false },
  check: (inputs, report) => {
    const type = v.text(inputs, "vaultType");
    if (type !== undefined && !["DEFAULT", "VIRTUAL_PRIVATE", "EXTERNAL"].includes(type))
      report("vaultType", `"${type}" must be DEFAULT, VIRTUAL_PRIVATE or EXTERNAL`);
  },
  outputs: (c, id) => ({
    ...endpointsOf(id, c.site.region),
    state: "ACTIVE",
    isPrimary: true,
    isVaultReplicable: c.text("vaultType") === "VIRTUAL_PRIVATE",
  }),
  aliases: (o) => [v.text(o, "managementEndpoint"), v.text(o, "cryptoEndpoint")],
  // Vault guide, "Deleting a Vault" (read 2026-11-26).
  takesAlong: (c, e) => c.all(KEY).filter((one) => one.outputs["vaultId"] === e.id),
});

/** Lengths in bytes by algorithm (Vault guide, "Supported key shapes"). */
const keyLengths: Readonly<Record<string, readonly number[]>> = {
  AES: [16, 24, 32],
  RSA: [256, 384, 512],
  ECDSA: [32, 48, 66],
};

const key: Kind = oci({
  holds: ["managementEndpoint"],
  type: KEY,
  simulates: "a vault behind its management endpoint, algorithms and lengths, its protection mode",
  ocid: "key",
  replaces: { timeOfDeletion: false, desiredState: false, restoreFromFile: false },
  check: (inputs, report) => {
    const algorithm = v.text(inputs, "keyShape.algorithm");
    const length = v.numeric(inputs, "keyShape.length");
    const lengths = algorithm === undefined ? undefined : keyLengths[algorithm];
    if (algorithm !== undefined && !lengths)
      report("keyShape.algorithm", `"${algorithm}" must be AES, RSA or ECDSA`);
    if (lengths && length !== undefined && !lengths.includes(length))
      report(
        "keyShape.length",
        `must be ${lengths.join(", ")} bytes for ${algorithm ?? ""}, not ${String(length)}`,
      );
    const mode = v.text(inputs, "protectionMode");
    if (mode !== undefined && !["HSM", "SOFTWARE", "EXTERNAL"].includes(mode))
      report("protectionMode", `"${mode}" must be HSM, SOFTWARE or EXTERNAL`);
  },
  references: { managementEndpoint: vaultTarget },
  outputs: (c) => ({
    state: "ENABLED",
    vaultId: c.find(c.text("managementEndpoint"), VAULT)?.id ?? "",
    currentKeyVersion: `ocid1.keyversion.oc1.${c.site.region}.${c.derive.base32("version", 60)}`,
    protectionMode: c.text("protectionMode") ?? "HSM",
    isPrimary: true,
    isAutoRotationEnabled: c.flag("isAutoRotationEnabled") ?? false,
  }),
});

/** Whether a key is the certificate's; what can not be read is not. */
function fits(certificatePem: string, privateKeyPem: string): boolean {
  try {
    return new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return false;
  }
}

const certificate: Kind = oci({
  type: "oci:CertificatesManagement/certificate:Certificate",
  simulates: "one of a name in its compartment; an imported one's key belongs to it",
  ocid: "certificate",
  naming: { property: "name", maximum: 255 },
  check: (inputs, report) => {
    if (v.text(inputs, "certificateConfig.configType") !== "IMPORTED") return;
    const certificatePem = v.text(inputs, "certificateConfig.certificatePem");
    const privateKeyPem = v.text(inputs, "certificateConfig.privateKeyPem");
    if (certificatePem === undefined || privateKeyPem === undefined) return;
    if (!fits(certificatePem, privateKeyPem))
      report("certificateConfig.privateKeyPem", "is not the key of the certificate");
  },
  claims: (c) => [`oci certificate ${c.text("compartmentId") ?? ""} ${c.text("name") ?? ""}`],
  taken: (c) => conflict(`The certificate ${c.text("name") ?? ""} already exists in the compartment`),
  outputs: () => ({ state: "ACTIVE" }),
});

const GATEWAY = "oci:ApiGateway/gateway:Gateway";
const gateway: Kind = oci({
  type: GATEWAY,
  simulates: "a private gateway in a private subnet, a public one in a public subnet, groups of the same VCN",
  ocid: "apigateway",
  replaces: { locks: false, isLockOverride: false },
  references: {
    subnetId: subnetTarget,
    networkSecurityGroupIds: target("Core/networkSecurityGroup:NetworkSecurityGroup"),
  },
  holds: ["subnetId", "networkSecurityGroupIds"],
  check: (inputs, report) => {
    const type = v.text(inputs, "endpointType");
    if (type !== undefined && type !== "PRIVATE" && type !== "PUBLIC")
      report("endpointType", `"${type}" must be PRIVATE or PUBLIC`);
  },
  rules: (c) => {
    const subnet = c.find(c.text("subnetId"), SUBNET);
    const wanted = c.text("endpointType");
    if (wanted === "PUBLIC" && isPrivate(subnet))
      c.refuse(
        "400-InvalidParameter",
        `A PUBLIC gateway needs a public subnet, and ${subnet?.id ?? ""} is private`,
      );
    if (wanted === "PRIVATE" && !isPrivate(subnet))
      c.refuse(
        "400-InvalidParameter",
        `A PRIVATE gateway needs a private subnet, and ${subnet?.id ?? ""} is public`,
      );
    refuseForeignGroups(c, c.texts("networkSecurityGroupIds"), vcnOf(subnet));
  },
  outputs: (c) => ({
    hostname: `${c.derive.base32("hostname", 26)}.apigateway.${c.site.region}.oci.customer-oci.com`,
    state: "ACTIVE",
    ipAddresses: [{ ipAddress: pickedAddress(c, c.text("subnetId")) }],
  }),
});

/** API Gateway guide, "Creating an API Deployment". */
const methods = ["ANY", "HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const backends = [
  "HTTP_BACKEND",
  "ORACLE_FUNCTIONS_BACKEND",
  "STOCK_RESPONSE_BACKEND",
  "DYNAMIC_ROUTING_BACKEND",
  "OAUTH2_LOGOUT_BACKEND",
];

const deployment: Kind = oci({
  type: "oci:ApiGateway/deployment:Deployment",
  simulates: "a gateway that exists, one of a path prefix on it, paths, methods and backends of its routes",
  ocid: "apideployment",
  replaces: { locks: false, isLockOverride: false },
  references: { gatewayId: target("ApiGateway/gateway:Gateway") },
  holds: ["gatewayId"],
  check: (inputs, report) => {
    const prefix = v.text(inputs, "pathPrefix");
    if (prefix !== undefined && !/^\/[\w.~%/-]*$/.test(prefix))
      report("pathPrefix", `"${prefix}" must start with /`);
    const routes = v.objects(inputs, "specification.routes");
    if (
      v.at(inputs, "specification") !== undefined &&
      routes.length === 0 &&
      v.isArray(v.at(inputs, "specification.routes"))
    )
      report("specification.routes", "a deployment needs a route");
    const seen = new Set<string>();
    for (const [i, route] of routes.entries()) {
      const at = `specification.routes[${String(i)}]`;
      const path = v.text(route, "path");
      if (path !== undefined && !path.startsWith("/")) report(`${at}.path`, `"${path}" must start with /`);
      for (const method of v.texts(route, "methods"))
        if (!methods.includes(method))
          report(`${at}.methods`, `"${method}" is not one of ${methods.join(", ")}`);
      const type = v.text(route, "backend.type");
      if (type !== undefined && !backends.includes(type))
        report(`${at}.backend.type`, `"${type}" is not one of ${backends.join(", ")}`);
      if (type === "HTTP_BACKEND" && v.at(route, "backend.url") === undefined)
        report(`${at}.backend.url`, "is needed for an HTTP backend");
      for (const method of v.texts(route, "methods").length === 0 ? ["ANY"] : v.texts(route, "methods")) {
        const key = `${method} ${path ?? ""}`;
        if (path !== undefined && seen.has(key)) report(`${at}.path`, `${key} has a route already`);
        seen.add(key);
      }
    }
  },
  claims: (c) => [
    `oci deployment ${c.text("gatewayId") ?? ""} ${(c.text("pathPrefix") ?? "").replace(/\/$/, "")}`,
  ],
  taken: (c) =>
    conflict(`The path prefix ${c.text("pathPrefix") ?? ""} is taken by another deployment on the gateway`),
  outputs: (c) => ({
    endpoint: `https://${v.text(c.find(c.text("gatewayId"), GATEWAY)?.outputs, "hostname") ?? ""}${c.text("pathPrefix") ?? ""}`,
    state: "ACTIVE",
  }),
});

const repository: Kind = oci({
  type: "oci:Artifacts/containerRepository:ContainerRepository",
  simulates: "the name, one of it in the tenancy and region, the tenancy's namespace",
  ocid: "containerrepo",
  check: (inputs, report) => {
    const name = v.text(inputs, "displayName");
    if (name !== undefined && !/^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/.test(name))
      report("displayName", `"${name}" may have lower-case letters, digits and single separators ._-/`);
  },
  claims: (c) => [`oci repository ${c.site.account} ${c.site.region} ${c.text("displayName") ?? ""}`],
  taken: (c) => conflict(`The repository ${c.text("displayName") ?? ""} already exists`),
  outputs: (c) => ({
    state: "AVAILABLE",
    namespace: namespaceOf(c.site),
    isPublic: c.flag("isPublic") ?? false,
    isImmutable: c.flag("isImmutable") ?? false,
  }),
});

export const services: readonly Kind[] = [
  bastion,
  logGroup,
  log,
  vault,
  key,
  certificate,
  gateway,
  deployment,
  repository,
];
