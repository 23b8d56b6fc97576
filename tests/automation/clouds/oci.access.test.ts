import { describe, expect, test } from "vitest";
import { holds, type Variables } from "../../../automation/clouds/oci/access/conditions";
import { authorize, type Permission, type Principal } from "../../../automation/clouds/oci/access/evaluate";
import { parseRule, parseStatement, type Statement } from "../../../automation/clouds/oci/access/statements";

function read(text: string): Statement {
  const parsed = parseStatement(text);
  if (parsed === undefined || typeof parsed === "string") throw new Error(parsed ?? "no statement");
  return parsed;
}

describe("statements (IAM guide, Policy Syntax)", () => {
  test("all parts, in any letters", () => {
    expect(
      read(
        "ALLOW Dynamic-Group 'Default'/'Nodes', id ocid1.dg.1 TO {key_encrypt, KEY_DECRYPT} IN compartment A:B",
      ),
    ).toEqual({
      effect: "allow",
      subject: { kind: "dynamic-group", names: ["nodes"], ids: ["ocid1.dg.1"] },
      permissions: ["KEY_ENCRYPT", "KEY_DECRYPT"],
      place: { path: ["A", "B"] },
    });
    expect(
      read("Allow group Default/Admins, group 'Ops' to manage all-resources in tenancy").subject.names,
    ).toEqual(["admins", "ops"]);
    expect(
      read(
        "Allow any-user to read buckets in compartment id ocid1.c where all {request.region = 'DXB', any {a.b != /x*/, c.d in ('1','2')}}",
      ).where,
    ).toEqual({
      all: [
        { variable: "request.region", operator: "=", operands: [{ kind: "text", text: "DXB" }] },
        {
          any: [
            { variable: "a.b", operator: "!=", operands: [{ kind: "pattern", text: "x*" }] },
            {
              variable: "c.d",
              operator: "in",
              operands: [
                { kind: "text", text: "1" },
                { kind: "text", text: "2" },
              ],
            },
          ],
        },
      ],
    });
  });

  test("statements between tenancies are none to evaluate", () => {
    for (const word of [
      "Define tenancy A as ocid1",
      "Endorse group A to x",
      "Admit group A of tenancy B to y",
    ])
      expect(parseStatement(word)).toBeUndefined();
  });

  test.each([
    ["Allow group A to own keys in tenancy", '"own" is not one of inspect, read, use, manage'],
    ["Allow team A to use keys in tenancy", '"team" is not one of group, '],
    ["Allow group to use keys in tenancy", '"to" stands where the name of a group is expected'],
    ["Allow group A to use keys", 'it ends where "in" is expected'],
    ["Allow group A to use in tenancy", "it does not say what to use"],
    ["Allow group A to use keys in region x", '"region" stands where "compartment" is expected'],
    [
      "Allow group A to use keys in tenancy where target.key.id like 'x'",
      '"like" is not an operator of a condition',
    ],
    ["Allow group A to use keys in tenancy where all {a.b = 'x'", 'it ends where "}" is expected'],
    ["Allow group A to use keys in tenancy when x", '"when" stands where the statement should end'],
    ["Grant group A to use keys in tenancy", "it starts with none of Allow, Deny"],
    ["Allow group A to use keys in tenancy where a.b =", "it ends where a value is expected"],
    ["Allow group A to use keys in tenancy where a.b = 'x", '"\'" is out of place'],
  ])("%s is refused", (statement, reason) => {
    expect(parseStatement(statement)).toContain(reason);
  });
});

describe("conditions (IAM guide, Conditions)", () => {
  const variables: Variables = {
    "target.bucket.name": "Orders",
    "request.user.id": "u1",
    "target.user.id": "u1",
    "request.utc-timestamp": "2026-03-01T10:00:00Z",
    "request.utc-timestamp.time-of-day": "23:30:00Z",
  };
  test.each([
    ["target.bucket.name = 'orders'", true],
    ["target.bucket.name != 'orders'", false],
    ["target.bucket.name = /ord*/", true],
    ["target.bucket.name = /*der/", false],
    ["target.bucket.name = /*der*/", true],
    ["target.bucket.name in ('a', /O*/)", true],
    ["request.user.id = target.user.id", true],
    ["request.user.id = target.other.id", false],
    // What does not apply to the request declines it, whatever is asked.
    ["target.key.id = 'k'", false],
    ["target.key.id != 'k'", false],
    ["any {target.key.id = 'k', target.bucket.name = 'orders'}", true],
    ["all {target.key.id = 'k', target.bucket.name = 'orders'}", false],
    ["ALL {target.bucket.name = 'orders', ANY {request.user.id = 'u2', request.user.id = 'u1'}}", true],
    ["request.utc-timestamp before '2026-04-01T00:00:00Z'", true],
    ["request.utc-timestamp before '2026-01-01T00:00:00Z'", false],
    ["request.utc-timestamp.time-of-day between '23:00:00Z' and '01:00:00Z'", true],
    ["request.utc-timestamp.time-of-day between '08:00:00Z' and '17:00:00Z'", false],
  ])("%s: %s", (text, expected) => {
    const rule = parseRule(text);
    expect(typeof rule === "string" ? rule : holds(rule, variables)).toBe(expected);
  });
});

describe("what is let through (IAM guide, How Policies Work)", () => {
  const storage: Principal = { kind: "service", name: "objectstorage-me-dubai-1" };
  const cluster: Principal = {
    kind: "resource",
    type: "cluster",
    id: "ocid1.cluster.1",
    compartment: "ocid1.c",
  };
  const ask = (
    principal: Principal,
    permission: Permission,
    statements: string[],
    variables: Variables = {},
  ) =>
    authorize(
      { principal, groups: ["clusters", "ocid1.dynamicgroup.1"], permission, variables },
      statements.map(read),
    ).allowed;

  test.each<[permission: Permission, grant: string, allowed: boolean]>([
    ["BUCKET_READ", "inspect buckets", false],
    ["BUCKET_READ", "read buckets", true],
    ["BUCKET_READ", "manage buckets", true],
    ["BUCKET_READ", "manage objects", false],
    ["OBJECT_READ", "read object-family", true],
    ["OBJECT_CREATE", "use object-family", false],
    ["OBJECT_CREATE", "manage object-family", true],
    ["OBJECT_CREATE", "manage all-resources", true],
    ["KEY_ENCRYPT", "read keys", false],
    ["KEY_ENCRYPT", "use keys", true],
    ["KEY_ENCRYPT", "use key-delegate", false],
    ["KEY_ASSOCIATE", "use key-delegate", true],
    ["KEY_ASSOCIATE", "use key-delegates", true],
    ["KEY_ASSOCIATE", "manage keys", false],
    ["KEY_ENCRYPT", "{KEY_ENCRYPT}", true],
    ["KEY_DECRYPT", "{KEY_ENCRYPT}", false],
    ["SECRET_BUNDLE_READ", "read secret-family", true],
    ["SECRET_BUNDLE_READ", "inspect secret-family", false],
    ["SECRET_BUNDLE_READ", "read secrets", false],
    ["PRIVATE_IP_ASSIGN", "use virtual-network-family", true],
    ["PRIVATE_IP_ASSIGN", "read virtual-network-family", false],
  ])("%s by %s: %s", (permission, grant, allowed) => {
    expect(ask(storage, permission, [`Allow service objectstorage-me-dubai-1 to ${grant} in tenancy`])).toBe(
      allowed,
    );
  });

  test.each<[subject: string, storage: boolean, cluster: boolean]>([
    ["service objectstorage-me-dubai-1", true, false],
    ["service blockstorage, OBJECTSTORAGE-me-dubai-1", true, false],
    ["service objectstorage-me-jeddah-1", false, false],
    ["any-user", true, true],
    ["dynamic-group Clusters", false, true],
    ["dynamic-group id ocid1.dynamicgroup.1", false, true],
    ["dynamic-group others", false, false],
    ["group clusters", false, false],
  ])("%s: the service %s, the cluster %s", (subject, forStorage, forCluster) => {
    const statement = [`Allow ${subject} to use keys in tenancy`];
    expect(ask(storage, "KEY_ENCRYPT", statement)).toBe(forStorage);
    expect(ask(cluster, "KEY_ENCRYPT", statement)).toBe(forCluster);
  });

  test("conditions see the request and its target; a deny wins", () => {
    const use = "Allow any-user to use keys in tenancy";
    const only = `${use} where all {request.principal.type = 'cluster', target.key.id = 'k1'}`;
    expect(ask(cluster, "KEY_ENCRYPT", [only], { "target.key.id": "k1" })).toBe(true);
    expect(ask(cluster, "KEY_ENCRYPT", [only], { "target.key.id": "k2" })).toBe(false);
    expect(ask(storage, "KEY_ENCRYPT", [only], { "target.key.id": "k1" })).toBe(false);
    const permission = `${use} where request.permission = 'KEY_DECRYPT'`;
    expect([ask(cluster, "KEY_ENCRYPT", [permission]), ask(cluster, "KEY_DECRYPT", [permission])]).toEqual([
      false,
      true,
    ]);
    expect(ask(cluster, "KEY_ENCRYPT", [use, "Deny dynamic-group clusters to use keys in tenancy"])).toBe(
      false,
    );
    expect(
      ask(cluster, "KEY_ENCRYPT", [use, "Deny dynamic-group clusters to manage buckets in tenancy"]),
    ).toBe(true);
  });
});
