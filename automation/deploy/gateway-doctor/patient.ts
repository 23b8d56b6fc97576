/** A gateway and its APIs, as the states of an environment have them. */
import type { Endpoint, Model, Subnet } from "../../../lib/reachability";
import {
  object,
  objects,
  text,
  title,
  type Deployed,
  type Inventory,
  type Values,
} from "../reachability/deployed";
import { privateNames, type PrivateName } from "../reachability/names";

export interface PatientApi {
  /** Its role word. */
  readonly name: string;
  readonly deployment: Deployed;
  readonly title: string;
  /** `requestPolicies` of its specification. */
  readonly policies: Values;
  readonly routes: readonly PatientRoute[];
}

export interface PatientRoute {
  /** `GET /v1/customer`. */
  readonly name: string;
  /** Address of its backend; not there for functions and stock responses. */
  readonly url: string | undefined;
}

export interface Patient {
  readonly gateway: Deployed;
  readonly title: string;
  /** The gateway as the model knows it. */
  readonly endpoint: Endpoint;
  readonly subnet: Subnet | undefined;
  /** Those that are looked at. */
  readonly apis: readonly PatientApi[];
  /** All deployments of the gateway, looked at or not. */
  readonly deployments: number;
  readonly model: Model;
  readonly names: readonly PrivateName[];
  readonly inventory: Inventory;
}

const DEPLOYMENT = "oci:ApiGateway/deployment:Deployment";

/** Every API, by its role word. */
export function apiNames(inventory: Inventory): string[] {
  return inventory.of(DEPLOYMENT).map(({ name }) => roleWord(name));
}

const roleWord = (name: string): string => name.replace(/-deployment$/, "");

/**
 * The gateways that are looked at.
 *
 * @param api of which API; undefined for all of them.
 */
export function patients(inventory: Inventory, model: Model, api: string | undefined): Patient[] {
  const names = privateNames(inventory);
  return inventory.of("oci:ApiGateway/gateway:Gateway").flatMap((gateway): Patient[] => {
    const all = inventory
      .of(DEPLOYMENT)
      .filter(({ outputs }) => text(outputs, "gatewayId") === gateway.id)
      .map(apiOf);
    const apis = all.filter(({ name }) => api === undefined || name === api);
    const endpoint = model.endpoints.find(({ name }) => name === `${inventory.prefix(gateway)}/api-gateway`);
    if (endpoint === undefined || (api !== undefined && apis.length === 0)) return [];
    const subnet = model.subnets.find(({ id }) => endpoint.subnets.includes(id));
    const deployments = all.length;
    return [{ gateway, title: title(gateway), endpoint, subnet, apis, deployments, model, names, inventory }];
  });
}

function apiOf(deployment: Deployed): PatientApi {
  const { outputs } = deployment;
  const specification = object(outputs, "specification");
  const prefix = (text(outputs, "pathPrefix") ?? "").replace(/\/$/, "");
  return {
    name: roleWord(deployment.name),
    deployment,
    title: title(deployment),
    policies: object(specification, "requestPolicies"),
    routes: objects(specification, "routes").map((route) => ({
      name: `${methodsOf(route)} ${prefix}${text(route, "path") ?? ""}`,
      url: text(object(route, "backend"), "url"),
    })),
  };
}

const methodsOf = (route: Values): string => {
  const methods = route["methods"];
  return Array.isArray(methods) ? methods.join(", ") : "ANY";
};

/** Hosts that an API's routes forward to, each once with one route that does. */
export function backendHosts({
  routes,
}: PatientApi): { readonly host: string; readonly secure: boolean; readonly route: string }[] {
  const found = routes.flatMap(({ url, name }) => {
    if (url === undefined || !URL.canParse(url)) return [];
    const { hostname, protocol } = new URL(url);
    return [{ host: hostname, secure: protocol === "https:", route: name }];
  });
  return found.filter(({ host }, i) => found.findIndex((other) => other.host === host) === i);
}
