import { UNKNOWN, type RuleCases } from "../sample";
import { at, deployment } from "./api-gateway";

const URL = "specification.routes.1.backend.url";
const says = (problem: string) => ['"customers": specification.routes[1].backend.url is "', problem];

export const apigwBackendPrivateCases: RuleCases = {
  rule: "apigw-backend-private",
  serves: ["GW-16", "GW-20"],
  violating: [
    {
      title: "a name of a public zone",
      resources: [at(URL, "https://customers.example.com/api")],
      says: says("a name of a public zone"),
    },
    {
      title: "a public name that says internal in another word",
      resources: [at(URL, "https://internals.example.com/api")],
      says: says("a name of a public zone"),
    },
    {
      title: "an address on the internet, with a port and credentials",
      resources: [at(URL, "http://user:word@203.0.113.7:8080/api")],
      says: says("an address on the internet"),
    },
    {
      title: "one of IPv6",
      resources: [at(URL, "https://[2001:db8::7]/api")],
      says: says("on the internet"),
    },
    {
      title: "an address in no network of the environment",
      resources: [at(URL, "http://10.0.20.10:8080/api/customer")],
      says: says("in no network of dev"),
    },
    {
      title: "an address of another environment",
      resources: [at(URL, "http://10.73.1.5/api")],
      says: says("in no network of dev"),
    },
    {
      title: "a host that callers choose",
      resources: [at(URL, "https://${request.headers[x-to]}/api")],
      says: says("decided by whoever calls"),
    },
  ],
  complying: [
    { title: "what the typed components deploy", resources: [deployment] },
    { title: "a name that OCI gives in a VCN", resources: [at(URL, "https://orders.lb.dxb.oraclevcn.com/")] },
    {
      title: "a database's REST endpoint",
      resources: [at(URL, "https://x1.adb.me-dubai-1.oraclecloudapps.com/ords/")],
    },
    {
      title: "parameters in the path",
      resources: [at(URL, "https://a.dxb.dev.internal.example.org/${request.path[id]}")],
    },
    { title: "an address of the environment's network", resources: [at(URL, "http://10.65.1.10/api")] },
    {
      title: "any private address where no environment is known",
      resources: [at(URL, "http://10.0.20.10/", "sample")],
    },
  ],
  unknown: [{ title: "an address that is not known", resources: [at(URL, UNKNOWN)] }],
};
