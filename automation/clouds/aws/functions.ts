import type { Value, Values } from "../../engine/provider";
import type { Context } from "../kind";
import type { CloudFunction } from "../provider";
import * as v from "../values";
import { region } from "./common";
import { prefixList } from "./ec2-endpoints";
import { regionNames, zonesOf } from "./regions";

const filterValues = (c: Context, name: string): string[] =>
  c.objects("filters").flatMap((f) => (v.text(f, "name") === name ? v.texts(f, "values") : []));

function zones(c: Context): Values {
  const excluded = new Set([...c.texts("excludeNames"), ...c.texts("excludeZoneIds")]);
  const [names, ids] = [filterValues(c, "zone-name"), filterValues(c, "zone-id")];
  const found = zonesOf(region(c)).filter(
    (z) =>
      !excluded.has(z.name) &&
      !excluded.has(z.id) &&
      (names.length === 0 || names.includes(z.name)) &&
      (ids.length === 0 || ids.includes(z.id)) &&
      // Every zone here is a plain zone that is available; a filter for local zones finds none.
      !filterValues(c, "zone-type").some((t) => t !== "availability-zone"),
  );
  return {
    id: region(c),
    region: region(c),
    names: found.map((z) => z.name),
    zoneIds: found.map((z) => z.id),
    groupNames: [`${region(c)}-zg-1`],
  };
}

const one = (list: readonly string[]): Value => (list.length === 1 ? (list[0] ?? "") : [...list]);

/** The JSON of `aws_iam_policy_document`: one value stands alone, several are a list. */
function policyDocument(c: Context): Values {
  const grouped = (entries: v.ObjectValue[], key: string, values: string): Values =>
    entries.reduce<Record<string, Value>>((all, e) => {
      const name = v.text(e, key) ?? "";
      const before = all[name];
      const list = before === undefined ? [] : typeof before === "string" ? [before] : (before as string[]);
      return { ...all, [name]: one([...list, ...v.texts(e, values)]) };
    }, {});
  const principals = (entries: v.ObjectValue[]): Value =>
    entries.length === 1 && v.text(entries[0], "type") === "*"
      ? "*"
      : grouped(entries, "type", "identifiers");
  const conditions = (entries: v.ObjectValue[]): Values =>
    entries.reduce<Record<string, Values>>((all, e) => {
      const test = v.text(e, "test") ?? "";
      return { ...all, [test]: { ...all[test], [v.text(e, "variable") ?? ""]: one(v.texts(e, "values")) } };
    }, {});
  const statements = c.objects("statements").map((s) => {
    const list = (key: string, name: string): Values => {
      const values = v.texts(s, key);
      return values.length === 0 ? {} : { [name]: one(values) };
    };
    const who = v.objects(s, "principals");
    const notWho = v.objects(s, "notPrincipals");
    const when = v.objects(s, "conditions");
    return {
      ...(v.text(s, "sid") === undefined ? {} : { Sid: v.text(s, "sid") ?? "" }),
      Effect: v.text(s, "effect") ?? "Allow",
      ...list("actions", "Action"),
      ...list("notActions", "NotAction"),
      ...list("resources", "Resource"),
      ...list("notResources", "NotResource"),
      ...(who.length === 0 ? {} : { Principal: principals(who) }),
      ...(notWho.length === 0 ? {} : { NotPrincipal: principals(notWho) }),
      ...(when.length === 0 ? {} : { Condition: conditions(when) }),
    };
  });
  const merge = [...c.texts("sourcePolicyDocuments"), ...c.texts("overridePolicyDocuments")].flatMap((text) =>
    v.objects(v.fromJson(JSON.parse(text)), "Statement"),
  );
  const document = {
    Version: c.text("version") ?? "2012-10-17",
    ...(c.text("policyId") === undefined ? {} : { Id: c.text("policyId") }),
    Statement: [...merge, ...statements],
  };
  const json = JSON.stringify(document, undefined, 2);
  return { id: c.derive.digits(json, 10), json, minifiedJson: JSON.stringify(document) };
}

/** Public parameters of EKS's machine images exist always; others are those in the world. */
function parameter(c: Context): Values {
  const name = c.text("name") ?? "";
  const image = /^\/aws\/service\/(eks|bottlerocket|ami)\//.test(name);
  const found = c.find(name, "aws:ssm/parameter:Parameter");
  if (!image && !found) c.refuse("ParameterNotFound", `couldn't find resource ${name}`);
  const value = image
    ? `ami-0${c.derive.hex(`${region(c)} ${name}`, 16)}`
    : (v.text(found?.outputs, "value") ?? "");
  return {
    id: name,
    arn: `arn:aws:ssm:${region(c)}:${image ? "" : c.site.account}:parameter${name.startsWith("/") ? "" : "/"}${name}`,
    type: v.text(found?.outputs, "type") ?? "String",
    value,
    insecureValue: value,
    version: 1,
  };
}

const answers: Readonly<Record<string, CloudFunction>> = {
  "index/getCallerIdentity:getCallerIdentity": (c) => ({
    id: c.site.account,
    accountId: c.site.account,
    arn: `arn:aws:sts::${c.site.account}:assumed-role/simulated/causeway`,
    userId: `AROA${c.derive.base32("caller", 17).toUpperCase()}:causeway`,
  }),
  "index/getRegion:getRegion": (c) => ({
    id: region(c),
    name: region(c),
    region: region(c),
    description: region(c),
    endpoint: `ec2.${region(c)}.amazonaws.com`,
  }),
  "index/getRegions:getRegions": () => ({ id: "aws", names: [...regionNames] }),
  "index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "index/getService:getService": (c) => ({
    id: `com.amazonaws.${region(c)}.${c.text("serviceId") ?? ""}`,
    dnsName: `${c.text("serviceId") ?? ""}.${region(c)}.amazonaws.com`,
    partition: "aws",
    region: region(c),
    reverseDnsName: `com.amazonaws.${region(c)}.${c.text("serviceId") ?? ""}`,
    reverseDnsPrefix: "com.amazonaws",
    supported: true,
  }),
  "index/getAvailabilityZones:getAvailabilityZones": zones,
  "iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "ssm/getParameter:getParameter": parameter,
  "ec2/getPrefixList:getPrefixList": (c) => {
    const name = c.text("name") ?? "";
    return { id: prefixList(region(c), name.split(".").slice(3).join(".")), name, cidrBlocks: [] };
  },
  "eks/getClusterAuth:getClusterAuth": (c) => {
    const name = c.text("name") ?? "";
    if (!c.find(name, "aws:eks/cluster:Cluster"))
      c.refuse("ResourceNotFoundException", `No cluster found for name: ${name}.`);
    return { id: name, name, token: `k8s-aws-v1.${c.derive.base32("token", 60)}` };
  },
};

/** AWS functions that are answered, by token. */
export const functions: ReadonlyMap<string, CloudFunction> = new Map(
  Object.entries(answers).map(([token, answer]) => [`aws:${token}`, answer]),
);
