import { changed, UNKNOWN, type RuleCases } from "../sample";
import { at, deployment, gateway } from "./api-gateway";

const ROUTES = "specification.routes";
const routes = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ path: `/r${i}`, backend: { type: "STOCK_RESPONSE_BACKEND" } }));
const deployments = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...deployment, name: `api-${i}` }));

export const apigwLimitsCases: RuleCases = {
  rule: "apigw-limits",
  serves: ["GW-23"],
  violating: [
    {
      title: "51 routes",
      resources: [at(ROUTES, routes(51))],
      says: [`"customers": ${ROUTES} is 51`, "50 routes"],
    },
    {
      title: "a long prefix",
      resources: [at("pathPrefix", `/${"a".repeat(255)}`)],
      says: ["pathPrefix is 256"],
    },
    {
      title: "a long pattern",
      resources: [at(`${ROUTES}.0.path`, `/${"a".repeat(2000)}`)],
      says: ["specification.routes[0].path is 2001"],
    },
    {
      title: "a specification that is too long in bytes, not in characters",
      resources: [at(`${ROUTES}.0.backend.body`, "\u00e4".repeat(1_000_000))],
      says: [`"customers": specification is `, "2000000 bytes"],
    },
    {
      title: "21 deployments of a gateway that is not known yet",
      resources: [
        ...deployments(21).map((one) => ({
          ...changed(one, { gatewayId: UNKNOWN }),
          sources: { gatewayId: ["gateway"] },
        })),
        gateway,
      ],
      says: ['"api-20": gatewayId is 21'],
    },
    { title: "21 deployments of a gateway", resources: deployments(21), says: ['"api-20": gatewayId is 21'] },
  ],
  complying: [
    { title: "what the typed components deploy", resources: [deployment] },
    { title: "50 routes", resources: [at(ROUTES, routes(50))] },
    { title: "20 deployments", resources: deployments(20) },
    {
      title: "21 deployments of two gateways",
      resources: [...deployments(20), { ...changed(deployment, { gatewayId: "other" }), name: "other" }],
    },
  ],
  unknown: [{ title: "routes that are not known", resources: [at(ROUTES, UNKNOWN)] }],
};
