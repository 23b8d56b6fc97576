/**
 * Which parts of Oracle's price list say what a resource is asked for each hour or month. Oracle's cost estimator maps shapes to
 * parts; the numbers are those that OpenCost has compiled of it (opencost/opencost, pkg/cloud/oracle/partnumbers). The list has
 * one price of a part for all regions.
 */
import type { CataloguePrice } from "../diff/prices";
import type { Entry } from "./listed";

/** A part of the list, by its number; its name and metric must be those that are known. */
export interface Part {
  readonly number: string;
  readonly name: RegExp;
  readonly metric: RegExp;
}

/** What one resource is asked for: all of it or nothing, since a part alone would be taken for all. */
export type OciRule = readonly {
  readonly part: Part;
  readonly unit: CataloguePrice["unit"];
  readonly entry: Entry;
}[];

const part = (number: string, name: RegExp, metric: RegExp): Part => ({ number, name, metric });

const OCPU_HOUR = /^OCPU Per Hour$/i;
const GB_HOUR = /^Gigabyte Per Hour$/i;
const GB_MONTH = /^Gigabyte Storage Capacity Per Month$/i;
const ECPU_HOUR = /^ECPU Per Hour$/i;

const STORAGE = part("B91961", /Block Volume - Storage/i, GB_MONTH);
const PERFORMANCE = part(
  "B91962",
  /Block Volume - Performance/i,
  /^Performance Units Per Gigabyte Per Month$/i,
);

/** Performance units for each GB of a volume of which nobody says otherwise: Block Volume guide, "Balanced". */
const BALANCED = 10;

/** Flexible shapes without drives of their own: the parts of their OCPUs and of their memory, and what both are called. */
const SHAPES: Readonly<Record<string, readonly [ocpu: string, memory: string, name: RegExp]>> = {
  "VM.Standard3.Flex": ["B94176", "B94177", /\bStandard - X9\b/i],
  "VM.Optimized3.Flex": ["B93311", "B93312", /\bOptimized - X9\b/i],
  "VM.Standard.E3.Flex": ["B92306", "B92307", /\bStandard - E3\b/i],
  "VM.Standard.E4.Flex": ["B93113", "B93114", /\bStandard - E4\b/i],
  "VM.Standard.E5.Flex": ["B97384", "B97385", /\bStandard - E5\b/i],
  "VM.Standard.E6.Flex": ["B111129", "B111130", /\bStandard - E6\b/i],
  "VM.Standard.A1.Flex": ["B93297", "B93298", /\bStandard - A1\b/i],
  "VM.Standard.A2.Flex": ["B109529", "B109530", /\bStandard - A2\b/i],
};

function poolOf(shape: string): OciRule {
  const [ocpu, memory, name] = SHAPES[shape] ?? [];
  if (ocpu === undefined || memory === undefined || name === undefined) return [];
  const line = (
    of: Part,
    unit: CataloguePrice["unit"],
    what: string,
    times: readonly (string | number)[],
  ) => ({
    ...{ part: of, unit },
    entry: {
      type: "oci:ContainerEngine/nodePool:NodePool",
      when: { nodeShape: shape, "nodeConfigDetails.placementConfigs[0].preemptibleNodeConfig": null },
      what: `${what} of ${shape} nodes`,
      times: ["nodeConfigDetails.size", ...times],
      excludes: "data that leaves the region",
    },
  });
  const bootGb = "nodeSourceDetails.bootVolumeSizeInGbs";
  return [
    line(part(ocpu, name, OCPU_HOUR), "hour", "OCPUs", ["nodeShapeConfig.ocpus"]),
    line(part(memory, name, GB_HOUR), "hour", "memory", ["nodeShapeConfig.memoryInGbs"]),
    line(STORAGE, "month", "boot volumes", [bootGb]),
    line(PERFORMANCE, "month", "balanced performance of boot volumes", [BALANCED, bootGb]),
  ];
}

function volumeOf(performance: string | number): OciRule {
  const line = (of: Part, what: string, times: readonly (string | number)[]) => ({
    ...{ part: of, unit: "month" as const },
    entry: {
      type: "oci:Core/volume:Volume",
      when: {
        vpusPerGb: typeof performance === "string" ? "*" : null,
        isAutoTuneEnabled: [null, false],
        autotunePolicies: null,
      },
      what,
      times: [...times],
    },
  });
  return [
    line(STORAGE, "block volume", ["sizeInGbs"]),
    line(PERFORMANCE, "performance units of a block volume", ["sizeInGbs", performance]),
  ];
}

/** An Autonomous Database of its own, not a copy or standby of another, which is asked for otherwise. */
function databaseOf(
  workload: string,
  compute: Part,
  storage: Part,
  size: readonly (string | number)[],
): OciRule {
  const when: Entry["when"] = {
    dbWorkload: workload,
    computeModel: "ECPU",
    licenseModel: "LICENSE_INCLUDED",
    isFreeTier: [null, false],
    isDevTier: [null, false],
    isDedicated: [null, false],
    source: [null, "NONE"],
    resourcePoolLeaderId: null,
    ...Object.fromEntries(size.filter((one) => typeof one === "string").map((path) => [path, "*"])),
  };
  const type = "oci:Database/autonomousDatabase:AutonomousDatabase";
  return [
    {
      ...{ part: compute, unit: "hour" },
      entry: {
        ...{ type, when },
        what: `ECPUs of an Autonomous Database, ${workload}`,
        times: "computeCount",
        excludes: "ECPUs above its own when it scales by itself, and backups",
      },
    },
    {
      ...{ part: storage, unit: "month" },
      entry: { ...{ type, when }, what: `storage of an Autonomous Database, ${workload}`, times: [...size] },
    },
  ];
}

const OLTP = part("B95702", /Transaction Processing - ECPU$/i, ECPU_HOUR);
const OLTP_STORAGE = part("B95706", /Database Storage for Transaction Processing$/i, GB_MONTH);

export const OCI_RULES: readonly OciRule[] = [
  [
    {
      part: part("B96545", /Enhanced Cluster/i, /^Cluster Per Hour$/i),
      unit: "hour",
      entry: {
        type: "oci:ContainerEngine/cluster:Cluster",
        when: { type: "ENHANCED_CLUSTER" },
        what: "control plane of an enhanced cluster",
      },
    },
  ],
  ...Object.keys(SHAPES).map(poolOf),
  volumeOf("vpusPerGb"),
  volumeOf(BALANCED),
  databaseOf("OLTP", OLTP, OLTP_STORAGE, ["dataStorageSizeInGb"]),
  // The list counts GB; its former part by the terabyte, B90455, costs 1,024 times as much as a GB.
  databaseOf("OLTP", OLTP, OLTP_STORAGE, [1024, "dataStorageSizeInTbs"]),
  [
    {
      part: part("B90328", /Key Management/i, /^Virtual Private Vault Per Hour$/i),
      unit: "hour",
      entry: {
        type: "oci:Kms/vault:Vault",
        when: { vaultType: "VIRTUAL_PRIVATE" },
        what: "virtual private vault",
      },
    },
  ],
  [
    {
      part: part("B92092", /Key Versions/i, /^Key Version Per Month$/i),
      unit: "month",
      entry: {
        type: "oci:Kms/key:Key",
        when: { protectionMode: [null, "HSM"] },
        what: "version of an HSM key",
      },
    },
  ],
  [
    {
      part: part("B93030", /Load Balancer Base/i, /Load Balancer/i),
      unit: "hour",
      entry: { type: "oci:LoadBalancer/loadBalancer:LoadBalancer", when: {}, what: "load balancer" },
    },
  ],
];
