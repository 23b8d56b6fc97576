import { describe, expect, test } from "vitest";
import { InputError } from "../../../components/core";
import {
  CATALOGUE,
  CHARTS,
  DEFAULT_KUBERNETES,
  catalogueFacts,
  chartVersions,
  defineEnvironment,
  dev,
  eksVersionTest,
  okeVersionTest,
  parseOkeVersion,
  prod,
  staging,
  supportedVersions,
} from "../../../stacks/environments";

describe("the catalogue", () => {
  test("every version it offers is supported on its date, and its dates are days", () => {
    for (const table of [CATALOGUE.eks, CATALOGUE.oke]) {
      for (const day of [CATALOGUE.date, ...Object.values(table)]) {
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      }
      expect(supportedVersions(table, CATALOGUE.date)).toEqual(Object.keys(table));
    }
  });

  test("environments take the newest version of each table", () => {
    expect(supportedVersions(CATALOGUE.eks, CATALOGUE.date).at(-1)).toBe(DEFAULT_KUBERNETES.eks);
    expect(supportedVersions(CATALOGUE.oke, CATALOGUE.date).at(-1)).toBe(DEFAULT_KUBERNETES.oke);
    for (const env of [dev, staging, prod]) {
      expect([env.eks.kubernetesVersion, env.oke.kubernetesVersion]).toEqual(
        Object.values(DEFAULT_KUBERNETES),
      );
    }
  });

  test("kube-proxy goes with its Kubernetes version, and each EKS version has its add-ons", () => {
    expect(Object.keys(CATALOGUE.eksAddons)).toEqual(Object.keys(CATALOGUE.eks));
    for (const [minor, addons] of Object.entries(CATALOGUE.eksAddons)) {
      expect(addons["kube-proxy"].startsWith(`v${minor}.`)).toBe(true);
    }
  });

  test("versions sort by number, not by letter", () => {
    expect(supportedVersions({ "1.10": "2030-01-01", "1.9": "2030-01-01" }, "2026-01-01")).toEqual([
      "1.9",
      "1.10",
    ]);
  });

  test("a chart has one exact version, whose source is named and dated", () => {
    expect(Object.keys(CHARTS)).not.toEqual([]);
    for (const [name, { version, source, date }] of Object.entries(CHARTS)) {
      expect(version, name).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect(source, name).toMatch(/^https:\/\//);
      expect(date <= CATALOGUE.date, name).toBe(true);
      expect(chartVersions[name]).toEqual([version]);
    }
  });

  test("the policy pack is told the same tables", () => {
    expect(catalogueFacts()).toEqual({
      date: CATALOGUE.date,
      eks: CATALOGUE.eks,
      oke: CATALOGUE.oke,
      charts: chartVersions,
    });
  });
});

describe("parseOkeVersion", () => {
  test("OP-16: the newest version passes; without v, unknown or ended, the message names the oldest supported", () => {
    expect(parseOkeVersion("v1.36.1")).toBe("v1.36.1");
    for (const version of ["1.30.1", "v1.30.1", "1.36.1", "v1.36", "v1.36.1 ", ""]) {
      expect(() => parseOkeVersion(version)).toThrow(InputError);
      expect(() => parseOkeVersion(version)).toThrow(
        `kubernetesVersion is ${JSON.stringify(version)}; allowed: a supported OKE version, with its leading v: ` +
          "one of v1.35.2, v1.36.1 (the oldest supported is v1.35.2), as the catalogue of 2026-11-25 (stacks/environments/catalogue.ts) has them",
      );
    }
  });

  test("a version ends on its day, not before", () => {
    const end = CATALOGUE.oke["v1.35.2"];
    expect(okeVersionTest("2027-02-27")("v1.35.2")).toBeUndefined();
    expect(okeVersionTest(end)("v1.35.2")).toMatch(/the oldest supported is v1.36.1/);
    expect(eksVersionTest("2027-03-26")("1.35")).toBeUndefined();
    expect(eksVersionTest("2027-03-27")("1.35")).toMatch(/the oldest supported is 1.36/);
  });

  test("a catalogue that has ended says so", () => {
    expect(okeVersionTest("2030-01-01")("v1.36.1")).toBe(
      "nothing: every OKE version of the catalogue of 2026-11-25 (stacks/environments/catalogue.ts) has ended by 2030-01-01; renew the catalogue",
    );
  });
});

test("an environment outside the catalogue is refused with its path", () => {
  const settings = {
    ...dev,
    eks: { ...dev.eks, kubernetesVersion: "1.29" },
    oke: { ...dev.oke, kubernetesVersion: "1.30.1" },
  };
  Reflect.deleteProperty(settings, "plan");
  expect(() => defineEnvironment(settings)).toThrow(
    [
      'environment "dev": 2 invalid inputs',
      '  eks.kubernetesVersion is "1.29"; allowed: a supported EKS version, minor version only: one of 1.35, 1.36 (the oldest supported is 1.35), as the catalogue of 2026-11-25 (stacks/environments/catalogue.ts) has them',
      '  oke.kubernetesVersion is "1.30.1"; allowed: a supported OKE version, with its leading v: one of v1.35.2, v1.36.1 (the oldest supported is v1.35.2), as the catalogue of 2026-11-25 (stacks/environments/catalogue.ts) has them',
    ].join("\n"),
  );
});

describe("an entry that is taken out of the catalogue", () => {
  const settings = { ...dev };
  Reflect.deleteProperty(settings, "plan");

  test.each([
    ["eks", "1.36", "eks.kubernetesVersion", "one of 1.35 "],
    ["oke", "v1.36.1", "oke.kubernetesVersion", "one of v1.35.2 "],
    ["eksAddons", "1.36", "eks.kubernetesVersion", "a version whose add-ons the catalogue"],
  ] as const)(
    "of %s, %s, is named with the catalogue and with the environment that takes it",
    (table, key, path, left) => {
      const entries = CATALOGUE[table] as Record<string, unknown>;
      const entry = entries[key];
      Reflect.deleteProperty(entries, key);
      try {
        expect(() => defineEnvironment(settings)).toThrow(
          `environment "dev": 1 invalid input\n  ${path} is "${key}"; allowed: `,
        );
        expect(() => defineEnvironment(settings)).toThrow(left);
        expect(() => defineEnvironment(settings)).toThrow(
          "the catalogue of 2026-11-25 (stacks/environments/catalogue.ts)",
        );
      } finally {
        entries[key] = entry;
      }
      expect(() => defineEnvironment(settings)).not.toThrow();
    },
  );
});
