import { authorizerStatements } from "../../../components/api-gateway/authorizer-plan";
import { UNKNOWN, type RuleCases, type Sample } from "../sample";

const policy = (...statements: unknown[]): Sample => ({
  type: "oci:Identity/policy:Policy",
  name: "callers",
  props: { compartmentId: "ocid1.compartment.oc1..shop", name: "callers", description: "x", statements },
});
const everybody = "Allow any-user to use functions-family in compartment shop";
const kind = "request.principal.type = 'ApiGateway'";
const place = "request.resource.compartment.id = 'ocid1.compartment.oc1..gateways'";

export const apigwFunctionGrantCases: RuleCases = {
  rule: "apigw-function-grant",
  serves: ["GW-34"],
  violating: [
    ...[
      ["everybody", everybody],
      ["everybody, in another spelling", "allow ANY-USER to manage fn-invocation in tenancy"],
      ["everybody, by the permission", "Allow any-user to {FN_INVOCATION} in compartment shop"],
      ["every group", "Allow any-group to use functions-family in compartment shop"],
      ["everybody, by the functions alone", "Allow any-user to use fn-function in compartment shop"],
      ["everybody, by all resources", "Allow any-user to manage all-resources in compartment shop"],
      ["gateways of every compartment", `${everybody} where ${kind}`],
      ["anything in the compartment", `${everybody} where all {${place}}`],
      ["gateways, or anything in the compartment", `${everybody} where any {${kind}, ${place}}`],
      ["any kind of caller", `${everybody} where all {request.principal.type = '*', ${place}}`],
    ].map(([title = "", statement]) => ({
      title,
      resources: [policy("Allow group Readers to read functions-family in compartment shop", statement)],
      says: ['"callers": statements[1]', "may call the functions"],
    })),
  ],
  complying: [
    {
      title: "what the typed component writes",
      resources: [
        policy(
          ...authorizerStatements({
            functionId: "ocid1.fnfunc.oc1..judge",
            functionCompartmentId: "ocid1.compartment.oc1..shop",
            gatewayCompartmentId: "ocid1.compartment.oc1..gateways",
            secrets: [
              { secretId: "ocid1.vaultsecret.oc1..s", compartmentId: "ocid1.compartment.oc1..security" },
            ],
          }),
        ),
      ],
    },
    {
      title: "a group",
      resources: [policy("Allow group Callers to use functions-family in compartment shop")],
    },
    {
      title: "what only looks at functions, and what uses something else",
      resources: [
        policy(
          "Allow any-user to read functions-family in compartment shop",
          "Allow any-user to use object-family in compartment shop",
        ),
      ],
    },
    {
      title: "what calls no function",
      resources: [policy("Allow any-user to read objects in compartment shop")],
    },
  ],
  unknown: [{ title: "a statement that is not known", resources: [policy(UNKNOWN)] }],
};
