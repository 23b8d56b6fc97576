import { ociLogDaysTest } from "../../../lib/oci-logs";
import { Check, matching, oneOf, wholeNumber } from "../../core";
import type { VirtualNetworkArgs } from "../args";
import {
  SOURCE_VCN,
  addressFaults,
  bastionFaults,
  networkPlan,
  sourceLayout,
  type NetworkInputs,
  type NetworkPlan,
} from "./network";
import { clientFaults } from "./gateway-clients";
import { ruleFaults, securityPlan, sentenceFaults, type SecurityPlan } from "./rules";
import { DATABASE_PORTS, standingSentences } from "./sentences";

const EGRESS_ROLES = ["runners", "workers", "pods"];

/** What of a network's arguments is decided before anything is known of the cloud. */
export type NetworkDesign = Pick<
  VirtualNetworkArgs,
  | "cidr"
  | "subnets"
  | "publicIngress"
  | "peers"
  | "serviceRange"
  | "databaseEngines"
  | "podBackendPorts"
  | "gatewayClients"
  | "internetEgress"
  | "allow"
  | "bastion"
  | "logRetentionDays"
>;

/** All that is decided about a network before anything of it is registered. */
export interface Decided {
  readonly cidr: string;
  readonly network: NetworkPlan;
  readonly security: SecurityPlan;
  readonly logRetentionDays: number;
}

/**
 * Fills in what is not given, plans, and checks.
 * @throws {InputError} with every fault of the arguments.
 */
export function decide(name: string, args: NetworkDesign): Decided {
  const { cidr = SOURCE_VCN, publicIngress = false, peers = {}, allow = [], serviceRange, bastion } = args;
  const { databaseEngines = ["oracle"], podBackendPorts = [], internetEgress = ["runners"] } = args;
  const { logRetentionDays = 90, gatewayClients = [] } = args;
  const subnets = args.subnets ?? sourceLayout(cidr, publicIngress);
  const inputs: NetworkInputs = { cidr, subnets, publicIngress, peers };
  const network = networkPlan(inputs);
  const ground = { vcn: cidr, subnets, groups: network.groups, peers };
  const standing = standingSentences({
    databaseEngines: databaseEngines.filter((engine) => engine in DATABASE_PORTS),
    podBackendPorts,
    internetEgress,
    gatewayClients,
  });
  const security = securityPlan([...standing, ...allow], ground);

  const check = new Check(`VirtualNetwork "${name}"`);
  for (const { path, given, allowed } of [
    ...addressFaults(inputs, serviceRange === undefined ? { peers } : { peers, serviceRange }),
    ...(bastion ? bastionFaults(bastion, inputs) : []),
    ...sentenceFaults("allow", allow, ground),
    ...ruleFaults("allow", security.groupRules),
    ...clientFaults("gatewayClients", gatewayClients, ground),
  ]) {
    check.fault(path, given, allowed);
  }
  const word = matching(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "a role word such as aws, since rules are called after it",
  );
  Object.keys(peers).forEach((peer) => check.plain(`peers, the name ${peer}`, peer, word));
  const engine = oneOf(...Object.keys(DATABASE_PORTS));
  databaseEngines.forEach((value, i) => check.plain(`databaseEngines[${i}]`, value, engine));
  podBackendPorts.forEach((port, i) => check.plain(`podBackendPorts[${i}]`, port, wholeNumber(1, 65535)));
  internetEgress.forEach((role, i) => check.plain(`internetEgress[${i}]`, role, oneOf(...EGRESS_ROLES)));
  check.plain("logRetentionDays", logRetentionDays, ociLogDaysTest);
  check.done();
  return { cidr, network, security, logRetentionDays };
}
