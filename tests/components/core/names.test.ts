import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, NAME_KINDS, physicalName, type NameKindId } from "../../../components/core";

const kinds = Object.keys(NAME_KINDS) as NameKindId[];
const word = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,4}$/);
const parts = fc.record({
  org: fc.stringMatching(/^[a-z][a-z0-9]{1,11}$/),
  env: fc.constantFrom("dev", "staging", "prod"),
  site: fc.constantFrom("use1", "mec1", "dxb", "jed", "glb"),
  area: word,
  role: word,
});

describe("physical names", () => {
  test("CO-22 a short name is <org>-<env>-<site>-<area>-<role>[-<n>] as it stands", () => {
    const acme = { org: "acme", env: "dev", site: "use1", area: "eventing", role: "orders" };
    expect(physicalName("aws-queue", acme)).toBe("acme-dev-use1-eventing-orders");
    expect(physicalName("aws-queue", { ...acme, n: 2 })).toBe("acme-dev-use1-eventing-orders-2");
    expect(physicalName("aws-topic", acme)).toBe("acme-dev-use1-eventing-orders");
  });

  test("CO-22 the limits are those that the services document", () => {
    const documented: Readonly<Record<number, readonly NameKindId[]>> = {
      15: ["oci-dns-label"],
      30: ["oci-database"],
      32: ["aws-load-balancer"],
      48: ["aws-event-archive"],
      63: ["aws-bucket", "aws-node-group", "kubernetes", "oci-resolver-endpoint"],
      64: [
        "aws-api-destination",
        "aws-delivery-stream",
        "aws-event-connection",
        "aws-event-rule",
        "aws-function",
        "aws-resolver",
        "aws-role",
        "aws-schedule",
        "aws-schema-registry",
        "x509-common-name",
      ],
      80: ["aws-queue", "aws-state-machine"],
      100: ["aws-cluster", "oci-compartment", "oci-group", "oci-policy"],
      128: ["aws-launch-template", "aws-policy"],
      250: ["aws-kms-alias"],
      255: [
        "aws-alarm",
        "aws-dashboard",
        "aws-security-group",
        "aws-table",
        "oci-bastion",
        "oci-certificate",
        "oci-display",
        "oci-secret",
      ],
      256: ["aws-event-bus", "aws-name-tag", "aws-topic", "oci-bucket", "oci-topic"],
      512: ["aws-log-group"],
    };
    const stated = kinds.map((kind) => [kind, NAME_KINDS[kind].max] as const);
    expect(Object.fromEntries(stated)).toEqual(
      Object.fromEntries(
        Object.entries(documented).flatMap(([max, names]) => names.map((name) => [name, Number(max)])),
      ),
    );
  });

  test("CO-22 a part of each kind that is malformed is refused", () => {
    const acme = { org: "acme", env: "dev", site: "use1", area: "events", role: "orders" };
    for (const part of ["org", "env", "site", "area", "role"] as const)
      expect(() => physicalName("aws-queue", { ...acme, [part]: "A b" }), part).toThrow(`${part} is "A b"`);
  });

  test("CO-22 every name keeps its kind's limit and alphabet, whatever the parts", () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(...kinds), (p, kind) => {
        const { max, alphabet, form } = NAME_KINDS[kind];
        const name = physicalName(kind, p);
        // terraform-plugin-sdk appends 26 characters to a name prefix.
        expect(name.length).toBeLessThanOrEqual(form === "prefix" ? max - 26 : max);
        expect(name).toMatch(
          alphabet === "alnum"
            ? /^[a-z][a-z0-9]*$/
            : form === "prefix"
              ? /^[a-z0-9-]+-$/
              : /^[a-z0-9]+(-[a-z0-9]+)*$/,
        );
        expect(physicalName(kind, { ...p })).toBe(name);
      }),
    );
  });

  test("CO-22 different parts give different names, also where both are shortened", () => {
    fc.assert(
      fc.property(parts, parts, fc.constantFrom(...kinds), (a, b, kind) => {
        const whole = (p: typeof a) => [p.org, p.env, p.site, p.area, p.role].join("-");
        fc.pre(whole(a) !== whole(b));
        expect(physicalName(kind, a)).not.toBe(physicalName(kind, b));
      }),
    );
    const long = { org: "acme", env: "staging", site: "use1", area: "eventing", role: "a".repeat(60) };
    const name = physicalName("aws-event-archive", long);
    expect(name).toHaveLength(48);
    expect(physicalName("aws-event-archive", { ...long, role: `${long.role}b` })).not.toBe(name);
  });

  test("a malformed part is refused with every fault at once", () => {
    const bad = () =>
      physicalName("aws-queue", { org: "Acme", env: "dev", site: "use1", area: "events", role: "a--b" });
    expect(bad).toThrow(InputError);
    expect(bad).toThrow(/org is "Acme"[^]*role is "a--b"/);
  });

  test("every limit says where it comes from", () => {
    for (const kind of kinds) expect(NAME_KINDS[kind].source.length).toBeGreaterThan(10);
  });
});
