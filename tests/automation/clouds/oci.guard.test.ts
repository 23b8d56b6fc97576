import { describe, expect, test } from "vitest";
import type { SimulatedClouds } from "../../../automation/clouds";
import type { Values } from "../../../automation/engine/provider";
import { recordExercised } from "./exercised";
import { driver, openClouds, textOf, type Driver, type Made } from "./harness";
import { testRefusals, type Case } from "./refusals";

const guard = (name: string) => `oci:CloudGuard/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const TENANCY = "ocid1.tenancy.oc1..aaaaaaaasimulated";
const at = (clouds: SimulatedClouds, region = "me-dubai-1") =>
  driver(clouds, "oci", { region, tenancyOcid: TENANCY });

interface Ground {
  readonly make: (type: string, name: string, inputs: Values) => Promise<Made>;
  readonly home: Driver;
  readonly away: Driver;
  readonly environment: string;
  readonly data: string;
  readonly detector: string;
  readonly responder: string;
  readonly policy: (name: string) => string;
  readonly recipe: string;
  readonly budget: string;
}

const itemsOf = (values: Values, collections: string): Values[] => {
  const [first] = values[collections] as readonly { readonly items: readonly Values[] }[];
  return [...(first?.items ?? [])];
};

async function ground(): Promise<Ground> {
  const clouds = openClouds();
  const home = await at(clouds);
  const away = await at(clouds, "me-jeddah-1");
  const make: Ground["make"] = (type, name, inputs) => home.create(type, name, inputs);
  const compartment = async (name: string, parent?: string) =>
    (
      await make("oci:Identity/compartment:Compartment", name, {
        name,
        description: name,
        ...(parent === undefined ? {} : { compartmentId: parent }),
      })
    ).id;
  const environment = await compartment("environment");
  const data = await compartment("data", environment);
  await make(guard("CloudGuardConfiguration"), "guard", {
    compartmentId: TENANCY,
    reportingRegion: "me-dubai-1",
    status: "ENABLED",
  });
  const ask = (token: string, args: Values) => home.invoke(`oci:CloudGuard/${token}:${token}`, args);
  const id = ([first = {}]: Values[]) => textOf(first, "id");
  const detectors = await ask("getDetectorRecipes", {
    compartmentId: TENANCY,
    displayName: "OCI Activity Detector Recipe",
  });
  const responders = await ask("getResponderRecipes", { compartmentId: TENANCY });
  const policies = itemsOf(
    await ask("getSecurityPolicies", { compartmentId: TENANCY }),
    "securityPolicyCollections",
  );
  const policy = (name: string) => id(policies.filter(({ friendlyName }) => friendlyName === name));
  const recipe = (
    await make(guard("SecurityRecipe"), "base", {
      compartmentId: environment,
      displayName: "base",
      securityPolicies: [policy("deny public_buckets")],
    })
  ).id;
  const budget = await make("oci:Budget/budget:Budget", "base", {
    compartmentId: TENANCY,
    amount: 1,
    resetPeriod: "MONTHLY",
    targets: [environment],
  });
  return {
    budget: budget.id,
    make,
    home,
    away,
    environment,
    data,
    detector: id(itemsOf(detectors, "detectorRecipeCollections")),
    responder: id(itemsOf(responders, "responderRecipeCollections")),
    policy,
    recipe,
  };
}

const missing = (word: string) => `ocid1.${word}.oc1..aaaaaaaamissing`;
const targetOn = ({ detector, responder }: Ground, compartment: string): Values => ({
  compartmentId: compartment,
  displayName: "t",
  targetResourceId: compartment,
  targetResourceType: "COMPARTMENT",
  targetDetectorRecipes: [{ detectorRecipeId: detector }],
  targetResponderRecipes: [{ responderRecipeId: responder }],
});
const zoneOn = ({ recipe }: Ground, compartment: string): Values => ({
  compartmentId: compartment,
  displayName: "z",
  securityZoneRecipeId: recipe,
});

const cases: readonly Case<Ground>[] = [
  {
    type: guard("CloudGuardConfiguration"),
    good: () => ({ compartmentId: TENANCY, reportingRegion: "me-dubai-1", status: "ENABLED" }),
    mistakes: [
      [() => ({ status: "ON" }), /must be ENABLED or DISABLED/],
      [({ data }) => ({ compartmentId: data }), /not found/],
      [() => ({ reportingRegion: "me-jeddah-1" }), /can not be changed from me-dubai-1 to me-jeddah-1/],
    ],
  },
  {
    type: "oci:Audit/configuration:Configuration",
    good: () => ({ compartmentId: TENANCY, retentionPeriodDays: 365 }),
    mistakes: [
      [() => ({ retentionPeriodDays: 30 }), /from 90 to 365/],
      [({ data }) => ({ compartmentId: data }), /not found/],
    ],
  },
  {
    type: guard("DetectorRecipe"),
    good: ({ environment, detector }) => ({
      compartmentId: environment,
      displayName: "own",
      sourceDetectorRecipeId: detector,
    }),
    mistakes: [[() => ({ sourceDetectorRecipeId: missing("cloudguarddetectorrecipe") }), /not found/]],
  },
  {
    type: guard("ResponderRecipe"),
    good: ({ environment, responder }) => ({
      compartmentId: environment,
      displayName: "own",
      sourceResponderRecipeId: responder,
    }),
    mistakes: [[() => ({ sourceResponderRecipeId: missing("cloudguardresponderrecipe") }), /not found/]],
  },
  {
    type: guard("Target"),
    good: (g) => targetOn(g, g.environment),
    mistakes: [
      [() => ({ targetResourceType: "BUCKET" }), /must be COMPARTMENT/],
      [() => ({ targetResourceId: missing("compartment") }), /not found/],
      [
        () => ({ targetDetectorRecipes: [{ detectorRecipeId: missing("cloudguarddetectorrecipe") }] }),
        /not found/,
      ],
      [
        () => ({ targetResponderRecipes: [{ responderRecipeId: missing("cloudguardresponderrecipe") }] }),
        /not found/,
      ],
    ],
    twice: /409-NotAuthorizedOrResourceAlreadyExists: Compartment -: ocid1\.compartment\S+ already attached/,
  },
  {
    type: guard("SecurityRecipe"),
    good: ({ environment, policy }) => ({
      compartmentId: environment,
      displayName: "own",
      securityPolicies: [policy("deny public_subnets")],
    }),
    mistakes: [
      [() => ({ securityPolicies: [] }), /needs a policy/],
      [() => ({ securityPolicies: [missing("securityzonessecuritypolicy")] }), /not found/],
    ],
  },
  {
    type: guard("SecurityZone"),
    good: (g) => zoneOn(g, g.data),
    mistakes: [[() => ({ securityZoneRecipeId: missing("securityzonessecurityrecipe") }), /not found/]],
    twice: /is in a security zone of its own already/,
  },
  {
    type: "oci:Budget/budget:Budget",
    good: ({ environment }) => ({
      compartmentId: TENANCY,
      amount: 500,
      resetPeriod: "MONTHLY",
      targetType: "COMPARTMENT",
      targets: [environment],
    }),
    mistakes: [
      [() => ({ amount: 0.5 }), /whole number/],
      [() => ({ resetPeriod: "DAILY" }), /must be MONTHLY/],
      [({ environment, data }) => ({ targets: [environment, data] }), /exactly one/],
      [({ data }) => ({ compartmentId: data }), /created in the root compartment/],
      [() => ({ targets: [missing("compartment")] }), /not found/],
    ],
  },
  {
    type: "oci:Budget/rule:Rule",
    good: ({ budget }) => ({
      budgetId: budget,
      type: "ACTUAL",
      threshold: 80,
      thresholdType: "PERCENTAGE",
      recipients: "a@example.com, b@example.com",
    }),
    mistakes: [
      [() => ({ type: "GUESS" }), /must be ACTUAL or FORECAST/],
      [() => ({ thresholdType: "SHARE" }), /must be PERCENTAGE or ABSOLUTE/],
      [() => ({ threshold: 10_001 }), /at most 10000/],
      [() => ({ recipients: "nobody" }), /not an e-mail address/],
      [() => ({ budgetId: missing("budget") }), /not found/],
    ],
  },
];

testRefusals(ground, cases);

describe("the order that works", () => {
  test("before Cloud Guard is on there are no recipes to look up, and nothing of it can be made", async () => {
    const home = await at(openClouds());
    const found = await home.invoke("oci:CloudGuard/getSecurityPolicies:getSecurityPolicies", {
      compartmentId: TENANCY,
    });
    expect(itemsOf(found, "securityPolicyCollections")).toEqual([]);
    const inputs = { compartmentId: TENANCY, displayName: "own", securityPolicies: [missing("x")] };
    await expect(home.create(guard("SecurityRecipe"), "own", inputs)).rejects.toThrow(/not enabled/);
  });

  test("OP-42 a zone takes the targets of its compartment and of those below along", async () => {
    const g = await ground();
    const [above, below] = [
      await g.make(guard("Target"), "above", targetOn(g, g.environment)),
      await g.make(guard("Target"), "below", targetOn(g, g.data)),
    ];
    await g.make(guard("SecurityZone"), "zone", zoneOn(g, g.data));
    expect(await g.home.read(below)).toBeUndefined();
    expect(await g.home.read(above)).toBeDefined();
    // What is gone can not be changed, and what the zone watches has no room for another.
    await expect(g.home.update(below, { ...targetOn(g, g.data), displayName: "renamed" })).rejects.toThrow(
      /404/,
    );
    await expect(g.make(guard("Target"), "again", targetOn(g, g.data))).rejects.toThrow(/already attached/);

    await g.make(guard("SecurityZone"), "all", zoneOn(g, g.environment));
    expect(await g.home.read(above)).toBeUndefined();
  });

  test("budgets are written in the home region", async () => {
    const g = await ground();
    const inputs = { compartmentId: TENANCY, amount: 1, resetPeriod: "MONTHLY", targets: [g.data] };
    await expect(g.away.create("oci:Budget/budget:Budget", "away", inputs)).rejects.toThrow(/home region/);
  });

  test("changes go to the reporting region", async () => {
    const g = await ground();
    await expect(g.away.create(guard("SecurityZone"), "zone", zoneOn(g, g.data))).rejects.toThrow(
      /in its reporting region alone, me-dubai-1/,
    );
  });

  test("a program that goes leaves Cloud Guard on, and the next one finds it so", async () => {
    const g = await ground();
    const inputs = { compartmentId: TENANCY, reportingRegion: "me-dubai-1", status: "ENABLED" };
    const mine = await g.make(guard("CloudGuardConfiguration"), "mine", inputs);
    await g.home.delete(mine);
    await g.make(guard("Target"), "still", targetOn(g, g.environment));
  });
});

describe("what zones refuse", () => {
  const bucket = "oci:ObjectStorage/bucket:Bucket";
  const zoned = async (...names: readonly string[]) => {
    const g = await ground();
    const recipe = await g.make(guard("SecurityRecipe"), "strict", {
      compartmentId: g.environment,
      displayName: "strict",
      securityPolicies: names.map(g.policy),
    });
    await g.make(guard("SecurityZone"), "zone", {
      ...zoneOn(g, g.environment),
      securityZoneRecipeId: recipe.id,
    });
    const { namespace } = await g.home.invoke("oci:ObjectStorage/getNamespace:getNamespace");
    const vcn = await g.make("oci:Core/vcn:Vcn", "v", {
      compartmentId: g.data,
      cidrBlocks: ["10.65.0.0/16"],
    });
    return { ...g, namespace: namespace as string, vcnId: vcn.id };
  };

  test("OP-42 buckets without a key, public subnets and internet gateways, also in compartments below", async () => {
    const g = await zoned("deny buckets_without_vault_key", "deny public_subnets", "deny internet_gateway");
    const compartmentId = g.data;
    await expect(g.make(bucket, "b", { compartmentId, namespace: g.namespace, name: "b" })).rejects.toThrow(
      /Security Zone Violation: buckets must be encrypted.*deny buckets_without_vault_key/,
    );
    const subnet = { compartmentId, vcnId: g.vcnId, cidrBlock: "10.65.1.0/24" };
    await expect(g.make("oci:Core/subnet:Subnet", "open", subnet)).rejects.toThrow(/deny public_subnets/);
    await g.make("oci:Core/subnet:Subnet", "closed", { ...subnet, prohibitPublicIpOnVnic: true });
    await expect(
      g.make("oci:Core/internetGateway:InternetGateway", "igw", { compartmentId, vcnId: g.vcnId }),
    ).rejects.toThrow(/deny internet_gateway/);
  });

  test("a nearer zone counts instead of the one around it", async () => {
    const g = await zoned("deny buckets_without_vault_key");
    await g.make(guard("SecurityZone"), "nearer", zoneOn(g, g.data));
    await g.make(bucket, "b", { compartmentId: g.data, namespace: g.namespace, name: "b" });
    await expect(
      g.make(bucket, "c", {
        compartmentId: g.data,
        namespace: g.namespace,
        name: "c",
        accessType: "ObjectRead",
      }),
    ).rejects.toThrow(/deny public_buckets/);
  });
});

recordExercised("oci.guard");
