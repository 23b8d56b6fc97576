import type { Values } from "../../../automation/engine/provider";
import { testRefusals, type Case as LimitCase } from "./refusals";
import { recordExercised } from "./exercised";
import { oci, openClouds, textOf, type Made } from "./harness";

async function ground() {
  const cloud = await oci(openClouds());
  const make = (type: string, name: string, inputs: Values): Promise<Made> =>
    cloud.create(`oci:${type}`, name, inputs);
  const compartment = await make("Identity/compartment:Compartment", "shop", {
    name: "shop",
    description: "Shop",
  });
  const compartmentId = compartment.id;
  const [vcn, other] = [
    await make("Core/vcn:Vcn", "v", { compartmentId, cidrBlocks: ["10.65.0.0/16"] }),
    await make("Core/vcn:Vcn", "w", { compartmentId, cidrBlocks: ["10.66.0.0/16"] }),
  ];
  const nat = async (name: string, vcnId: string) =>
    (await make("Core/natGateway:NatGateway", name, { compartmentId, vcnId })).id;
  return {
    cloud,
    make,
    compartmentId,
    vcnId: vcn.id,
    vcn,
    nat: await nat("own", vcn.id),
    foreignNat: await nat("foreign", other.id),
    tenancy: textOf(compartment.outputs, "compartmentId"),
  };
}
type Ground = Awaited<ReturnType<typeof ground>>;

type Case = LimitCase<Ground>;

const named = { description: "d" };
const ingress = (more: Values) => () => ({
  ingressSecurityRules: [{ protocol: "6", source: "10.0.0.0/8", ...more }],
});
const routes = (...rules: Values[]) => ({ routeRules: rules });

const cases: readonly Case[] = [
  {
    type: "Identity/group:Group",
    good: ({ tenancy }) => ({ ...named, compartmentId: tenancy, name: "operators" }),
    mistakes: [
      [() => ({ name: "x".repeat(101) }), /up to 100 letters/],
      [() => ({ name: "a b" }), /"a b" is not allowed/],
    ],
    twice: /409-GroupAlreadyExists/,
  },
  {
    type: "Identity/dynamicGroup:DynamicGroup",
    good: ({ tenancy }) => ({
      ...named,
      compartmentId: tenancy,
      name: "fn",
      matchingRule: "resource.type = 'fnfunc'",
    }),
    mistakes: [
      [() => ({ matchingRule: "ALL {resource.type = 'fnfunc'" }), /it ends where "\}" is expected/],
      [() => ({ matchingRule: "resource.type like 'fn'" }), /"like" is not an operator/],
    ],
    twice: /409-DynamicGroupAlreadyExists/,
  },
  {
    type: "Identity/policy:Policy",
    good: ({ compartmentId }) => ({
      ...named,
      compartmentId,
      name: "p",
      statements: ["Allow group A to read buckets in compartment shop"],
    }),
    mistakes: [
      [
        () => ({ statements: ["Allow group A to read buckets in compartment elsewhere"] }),
        /\{elsewhere\} does not exist/,
      ],
      [
        () => ({ statements: ["Allow group A to read buckets in tenancy where target.bucket.name ~ 'x'"] }),
        /"~" is not an operator of a condition/,
      ],
      [
        () => ({ statements: Array.from({ length: 51 }, () => "Allow any-user to read buckets in tenancy") }),
        /at most 50 statements/,
      ],
    ],
    twice: /409-PolicyAlreadyExists/,
  },
  {
    type: "Logging/logSavedSearch:LogSavedSearch",
    good: ({ compartmentId }) => ({
      compartmentId,
      name: "refused",
      query: `search "${compartmentId}/_Audit", "${compartmentId}" | where not (data.a = 'x*' or "data.b" >= 5) and c != 'd' | summarize count() as n, max(t) by data.a | sort by n desc, data.a | top 5 by n`,
    }),
    mistakes: [
      [() => ({ query: "find all" }), /"find" stands where search is expected/],
      [() => ({ query: 'search "audit" | sort by datetime' }), /"audit" is no compartment\/log group\/log/],
      [({ compartmentId }) => ({ query: `search "${compartmentId}" | where a` }), /its end stands where =/],
      [
        ({ compartmentId }) => ({ query: `search "${compartmentId}" | where (a = 1` }),
        /its end stands where \) /,
      ],
      [
        ({ compartmentId }) => ({ query: `search "${compartmentId}" | join b` }),
        /"join" is not one of where/,
      ],
      [({ compartmentId }) => ({ query: `search "${compartmentId}" | where a = 'b` }), /"'" is out of place/],
      [
        ({ compartmentId }) => ({ query: `search "${compartmentId}" | sort by a b` }),
        /where the query should end/,
      ],
    ],
    twice: /409-Conflict/,
  },
  {
    type: "Core/securityList:SecurityList",
    good: ({ compartmentId, vcnId }) => ({ compartmentId, vcnId }),
    mistakes: [
      [ingress({ protocol: "tcp" }), /"tcp" must be "all" or the number of a protocol/],
      [ingress({ source: "10.0.0.1/8" }), /"10\.0\.0\.1\/8" is not an IP block/],
      [ingress({ udpOptions: { min: 53, max: 53 } }), /udpOptions: goes with protocol 17/],
      [ingress({ tcpOptions: { min: 2, max: 1 } }), /min must not be above max/],
      [ingress({ tcpOptions: { min: 1, max: 70_000 } }), /70000 is not a port/],
      [() => ({ vcnId: "ocid1.vcn.oc1.me-dubai-1.aaaaaaaamissing" }), /404-NotAuthorizedOrNotFound/],
    ],
  },
  {
    type: "Core/defaultRouteTable:DefaultRouteTable",
    good: ({ vcn, nat }) => ({
      manageDefaultResourceId: textOf(vcn.outputs, "defaultRouteTableId"),
      ...routes({ destination: "0.0.0.0/0", networkEntityId: nat }),
    }),
    mistakes: [
      [
        ({ foreignNat }) => routes({ destination: "0.0.0.0/0", networkEntityId: foreignNat }),
        /is not in the VCN/,
      ],
      [
        ({ nat }) => routes(...[1, 2].map(() => ({ destination: "0.0.0.0/0", networkEntityId: nat }))),
        /routeRules\[1\]\.destination: 0\.0\.0\.0\/0 has a rule already/,
      ],
      [
        ({ nat }) => routes({ destination: "everywhere", networkEntityId: nat }),
        /"everywhere" is not an IP block/,
      ],
    ],
  },
];

testRefusals(ground, cases);

recordExercised("oci.limits");
