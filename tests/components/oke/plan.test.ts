import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressesOf,
  certificateAuthorityOf,
  newestImage,
  placements,
  podAddresses,
  podsPerNode,
  poolFaults,
  skewRule,
  usableAddresses,
  versionForm,
  type ImageSource,
} from "../../../components/oke/plan";
import { ociLogDaysTest } from "../../../lib/oci-logs";
import { SOURCE_RANGES, rangeFaults } from "../../../components/oke/ranges";

describe("versions", () => {
  test.each(["1.36.1", "v1.36", "v1.36.1-rc", "", "v1.x.1"])("%j is not in OKE form", (version) => {
    expect(versionForm(version)).toBe("a Kubernetes version in OKE form, v1.36.1");
  });

  test("OP-22 nodes are never newer than the control plane and lag by three minor versions at most", () => {
    const rule = skewRule("v1.36.1");
    for (const fits of ["v1.36.1", "v1.36.0", "v1.35.9", "v1.33.10"]) expect(rule(fits)).toBeUndefined();
    for (const newer of ["v1.36.2", "v1.37.0", "v2.0.0"])
      expect(rule(newer)).toBe("at most the control plane's version, v1.36.1: upgrade the cluster first");
    for (const old of ["v1.32.10", "v0.36.1"])
      expect(rule(old)).toBe("at most 3 minor versions behind the control plane's v1.36.1");
    expect(rule("1.36.1")).toBe("a Kubernetes version in OKE form, v1.36.1");
  });
});

describe("room for pods", () => {
  test.each([
    [1, 31],
    [2, 31],
    [3, 62],
    [4, 93],
    [5, 110],
    [64, 110],
  ])("a node of %i OCPUs holds %i pods", (ocpus, pods) => {
    expect(podsPerNode(ocpus)).toBe(pods);
  });

  test("a subnet has three addresses less than its range", () => {
    expect(usableAddresses("10.0.10.0/24")).toBe(253);
    expect(usableAddresses("10.0.64.0/18")).toBe(16_381);
    expect(usableAddresses("10.0.10.1/24")).toBeUndefined();
  });

  test("OK-06 OK-54 7 nodes of 31 pods fit a /24 that nodes share with pods, 8 do not; 100 nodes of 110 pods fit the default's /18", () => {
    const shared = { perNode: 31, pods: "10.0.10.0/24", nodes: "10.0.10.0/24" };
    const room = usableAddresses("10.0.10.0/24") ?? 0;
    expect(addressesOf(7, shared).pods).toBeLessThanOrEqual(room);
    expect(addressesOf(8, shared).pods).toBeGreaterThan(room);
    const hundred = { first: 3, min: 3, max: 100 };
    const { pods, workers } = SOURCE_RANGES;
    expect(poolFaults(hundred, { perNode: 110, pods, nodes: workers })).toEqual([]);
    expect(poolFaults(hundred, { perNode: 110, pods, nodes: "10.0.10.0/26" })[0]).toMatchObject({
      path: "nodes.cidr",
      allowed: expect.stringContaining("at least 101 usable addresses") as string,
    });
  });

  const NODES = "10.73.8.0/22";
  const size = { first: 3, min: 3, max: 9 };

  test("the pods of the greatest size and of the node that cycling adds must have room", () => {
    expect(poolFaults(size, { perNode: 93, pods: "10.73.32.0/19", nodes: NODES })).toEqual([]);
    expect(poolFaults({ ...size, max: 6 }, { perNode: 31, pods: "10.0.10.0/24", nodes: NODES })).toEqual([]);
    expect(poolFaults({ ...size, max: 7 }, { perNode: 31, pods: "10.0.10.0/24", nodes: NODES })).toEqual([
      {
        path: "pods.cidr",
        given: "10.0.10.0/24",
        allowed:
          "a range of at least 256 usable addresses for 7 nodes, 1 more while cycling, and 31 pods each; this one has 253: widen it, or lower size.max or podsPerNode",
      },
    ]);
  });

  test("a size outside its bounds, a malformed range: all at once", () => {
    const faults = poolFaults(
      { first: 9, min: 4, max: 2.5 },
      { perNode: 31, pods: "10.0.10.7/24", nodes: NODES },
    );
    expect(faults.map(({ path, given }) => [path, given])).toEqual([
      ["size.max", 2.5],
      ["size.min", 4],
      ["size.first", 9],
      ["pods.cidr", "10.0.10.7/24"],
    ]);
    expect(
      poolFaults({ first: -1, min: -1, max: 3 }, { perNode: 31, pods: "10.0.10.0/24", nodes: NODES }),
    ).toHaveLength(2);
    expect(
      poolFaults({ first: 0, min: 0, max: 3 }, { perNode: 31, pods: "10.0.10.0/24", nodes: NODES }),
    ).toEqual([]);
  });

  test("more nodes or more pods never need fewer addresses", () => {
    const nodes = fc.integer({ min: 0, max: 1000 });
    const pods = fc.integer({ min: 1, max: 110 });
    fc.assert(
      fc.property(nodes, pods, (n, p) => {
        expect(podAddresses(n + 1, p)).toBeGreaterThan(podAddresses(n, p));
        expect(podAddresses(n, p + 1)).toBeGreaterThanOrEqual(podAddresses(n, p));
        expect(podAddresses(n, p)).toBeGreaterThanOrEqual(n * (p + 1));
      }),
    );
  });
});

describe("ranges", () => {
  const services = "172.21.0.0/16";
  const fixture = "10.96.0.0/16";

  test("OK-05 OK-06 OK-07 OK-08 the source's ranges are the defaults, with room for pods of their own", () => {
    expect(SOURCE_RANGES).toEqual({
      vcn: "10.0.0.0/16",
      workers: "10.0.10.0/24",
      loadBalancers: "10.0.20.0/24",
      endpoint: "10.0.30.0/24",
      pods: "10.0.64.0/18",
    });
    expect(rangeFaults(SOURCE_RANGES, fixture)).toEqual([]);
  });

  test.each([
    [
      "a subnet outside the VCN",
      { ...SOURCE_RANGES, workers: "10.1.10.0/24" },
      services,
      {},
      ["ranges.workers", "10.1.10.0/24", "10.0.0.0/16"],
    ],
    [
      "two subnets that overlap",
      { ...SOURCE_RANGES, endpoint: "10.0.20.128/25" },
      services,
      {},
      ["ranges.loadBalancers", "10.0.20.0/24", "10.0.20.128/25"],
    ],
    [
      "services inside the VCN",
      SOURCE_RANGES,
      "10.0.128.0/17",
      {},
      ["servicesCidr", "10.0.128.0/17", "10.0.0.0/16"],
    ],
    [
      "a network that another stack has",
      SOURCE_RANGES,
      services,
      { "the gateway": "10.0.0.0/16" },
      ["ranges.vcn", "10.0.0.0/16", "that of the gateway, 10.0.0.0/16"],
    ],
    [
      "services where another network is",
      SOURCE_RANGES,
      services,
      { aws: "172.21.64.0/18" },
      ["servicesCidr", "172.21.0.0/16", "172.21.64.0/18"],
    ],
  ] as const)(
    "OK-09 %s is refused, with both ranges",
    (_what, ranges, cidr, others, [path, given, other]) => {
      const faults = rangeFaults(ranges, cidr, others);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatchObject({ path, given });
      expect(faults[0]?.allowed).toContain(other);
    },
  );

  test("OK-09 what is no range is named before anything else", () => {
    const faults = rangeFaults({ ...SOURCE_RANGES, pods: "10.0.64.1/18" }, "services", { aws: "10.0" });
    expect(faults.map(({ path }) => path)).toEqual(["servicesCidr", "ranges.pods", "otherRanges.aws"]);
  });

  test("nodes and pods may be in one subnet, and in no two that overlap", () => {
    expect(rangeFaults({ ...SOURCE_RANGES, pods: SOURCE_RANGES.workers }, services)).toEqual([]);
    expect(rangeFaults({ ...SOURCE_RANGES, pods: "10.0.8.0/21" }, services)).toHaveLength(1);
  });
});

test("OK-50 logs are kept in steps of 30 days", () => {
  for (const days of [30, 90, 180]) expect(ociLogDaysTest(days)).toBeUndefined();
  for (const days of [0, 29, 100, 210]) expect(ociLogDaysTest(days)).toBe("30, 60, 90, 120, 150 or 180 days");
});

describe("placement", () => {
  test("OP-51 one domain gives one entry over its three fault domains, three domains give three entries", () => {
    const faults = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"];
    expect(placements(["xAbC:ME-DUBAI-1-AD-1"], faults, "subnet", false)).toEqual([
      { availabilityDomain: "xAbC:ME-DUBAI-1-AD-1", faultDomains: faults, subnetId: "subnet" },
    ]);
    expect(
      placements(["AD-1", "AD-2", "AD-3"], faults, "subnet", false).map((p) => p.availabilityDomain),
    ).toEqual(["AD-1", "AD-2", "AD-3"]);
  });

  test("preemptible nodes end with their boot volume", () => {
    expect(placements(["AD-1"], ["FAULT-DOMAIN-1"], "subnet", true)[0]?.preemptibleNodeConfig).toEqual({
      preemptionAction: { type: "TERMINATE", isPreserveBootVolume: false },
    });
  });
});

describe("the node image", () => {
  const image = (sourceName: string, sourceType = "IMAGE"): ImageSource => ({
    imageId: `ocid1.image..${sourceName}`,
    sourceName,
    sourceType,
  });
  const newest = image("Oracle-Linux-8.10-2026.08.14-0-OKE-1.36.1-1699");
  const arm = image("Oracle-Linux-8.10-aarch64-2026.09.01-0-OKE-1.36.1-1710");
  const sources = [
    image("Oracle-Linux-8.10-2026.08.14-0-OKE-1.36.1-999"),
    image("Oracle-Linux-8.9-2025.12.31-9-OKE-1.36.1-2000"),
    newest,
    arm,
    image("Oracle-Linux-8.10-Gen2-GPU-2026.09.01-0-OKE-1.36.1-1711"),
    image("Oracle-Linux-8.10-2026.09.01-0-OKE-1.35.2-1712"),
    image("Oracle-Linux-8.10-2026.09.01-0-OKE-1.36.10-1713"),
    image("Oracle-Linux-8.10-2026.09.01-0-OKE-1.36.1-1714", "BOOT_VOLUME"),
    image("Oracle-Linux-8.10-2026.09.01-0"),
  ];

  test("OP-18 it is the newest of the version and architecture, whatever the order of the list", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(sources, { minLength: sources.length }), (shuffled) => {
        expect(newestImage(shuffled, "v1.36.1", "X86_64")).toBe(newest);
        expect(newestImage(shuffled, "v1.36.1", "AARCH64")).toBe(arm);
      }),
    );
  });

  test("there may be none", () => {
    expect(newestImage(sources, "v1.34.2", "X86_64")).toBeUndefined();
    expect(newestImage([], "v1.36.1", "X86_64")).toBeUndefined();
  });
});

test("the certificate authority is read from a kubeconfig as OKE writes it", () => {
  const kubeconfig = [
    "---",
    'apiVersion: "v1"',
    "clusters:",
    '- name: "cluster-cabc"',
    "  cluster:",
    '    server: "https://10.65.3.5:6443"',
    '    certificate-authority-data: "LS0tLS1CRUdJTg=="',
    "users: []",
  ].join("\n");
  expect(certificateAuthorityOf(kubeconfig)).toBe("LS0tLS1CRUdJTg==");
  expect(certificateAuthorityOf(kubeconfig.replaceAll('"', ""))).toBe("LS0tLS1CRUdJTg==");
  expect(
    certificateAuthorityOf('{"cluster":{"certificate-authority-data":"QUJD","server":"https://a"}}'),
  ).toBe("QUJD");
  expect(certificateAuthorityOf("users: []")).toBeUndefined();
});
