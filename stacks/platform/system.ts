import { tcpPorts, type Allowance } from "../../components/kubernetes";

/** Port of the Kubernetes API on a private OKE endpoint. */
const API_PORT = 6443;

const place = "the API endpoint";

/** A controller's calls to the Kubernetes API. */
export function apiEgress(endpoint: string): Allowance {
  return {
    name: "api",
    direction: "egress",
    peer: { place, range: endpoint },
    ports: tcpPorts(API_PORT),
    why: "to call the Kubernetes API",
  };
}

/** The API server's calls to a controller's webhook. */
export function apiIngress(endpoint: string, port: number): Allowance {
  return {
    name: "webhook",
    direction: "ingress",
    peer: { place, range: endpoint },
    ports: tcpPorts(port),
    why: "to call its webhook",
  };
}
