import { describe, expect, test } from "vitest";
import { ApiDeployment, gatewayFaults, type Api, type Route } from "../../../components/api-gateway";
import { NAMING, TAGS, recorded } from "../recorded";
import { ordersApi, ordersRoute } from "./orders-api";

const apis = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i): [string, Api] => [
      `api-${i}`,
      { ...ordersApi, pathPrefix: `/v${i}` },
    ]),
  );

describe("GW-23 acceptance 8: what is too much fails before anything is made", () => {
  test("21 APIs on a gateway, and two of one prefix", () => {
    expect(gatewayFaults(apis(20))).toEqual([]);
    expect(gatewayFaults(apis(21))).toEqual([
      { path: "apis", given: "21 APIs", allowed: "at most 20 on a gateway; more go onto another one" },
    ]);
    const two = { orders: ordersApi, returns: ordersApi };
    expect(gatewayFaults(two).map(({ path, allowed }) => `${path}: ${allowed}`)).toEqual([
      "apis.returns.pathPrefix: a prefix of its own; orders has it",
    ]);
    const bad = { orders: { ...ordersApi, rateLimit: { ...ordersApi.rateLimit, requestsPerSecond: 0 } } };
    expect(gatewayFaults(bad)[0]?.path).toBe("apis.orders.rateLimit.requestsPerSecond");
  });

  test.each<[title: string, routes: Route[], message: string]>([
    ["51 routes", Array.from({ length: 51 }, (_, i) => ({ ...ordersRoute, path: `/r${i}` })), "51 routes"],
    [
      "two routes that overlap",
      [{ ...ordersRoute, path: "/{id}" }, ordersRoute],
      "no request that routes[0]",
    ],
  ])("%s", async (_title, routes, message) => {
    const given = { ...ordersApi, routes } as unknown as Api;
    const gateway = { gatewayId: "ocid1.apigateway.oc1..g", logGroupId: "ocid1.loggroup.oc1..l" };
    const place = {
      naming: { ...NAMING, site: "dxb" },
      tags: TAGS,
      compartmentId: "ocid1.compartment.oc1..c",
    };
    const resources = await recorded(() => {
      expect(() => new ApiDeployment("orders", { ...place, gateway, api: given })).toThrow(message);
    });
    expect(resources).toEqual([]);
  });
});
