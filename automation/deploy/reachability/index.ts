/** What reaches what in an environment, read from the states of its stacks. */
import { contains, parseCidr } from "../../../lib/cidr";
import type { Endpoint, Model, Subnet } from "../../../lib/reachability";
import type { Engine } from "../engine";
import { readResources, type StateResource } from "../read-resources";
import type { Selection } from "../selection";
import { UNGUARDED, awsEndpoints } from "./aws-endpoints";
import { awsParts } from "./aws";
import { Inventory, type Deployed } from "./deployed";
import { tellGaps } from "./gaps";
import { kubernetesParts, podEndpoints } from "./kubernetes";
import { addressOf, privateNames } from "./names";
import { ociParts } from "./oci";
import { ociEndpoints } from "./oci-endpoints";

/**
 * Reads the networks of an environment from the states of stacks. What has a say in what reaches what and can not be read
 * is among the model's gaps.
 *
 * @throws {DeployError} of the kind of the first stack whose state can not be read.
 */
export async function readModel(selection: Selection, engine: Engine, workDir: string): Promise<Model> {
  const model = modelOf((await readResources(selection, engine, workDir)).map(deployed));
  const unread = selection.all.filter((stack) => !selection.stacks.includes(stack));
  if (unread.length === 0) return model;
  const what = `the stacks ${unread.map(({ name }) => name).join(", ")}`;
  return {
    ...model,
    gaps: [{ what, why: "they are left out by --only; what they add is not considered" }, ...model.gaps],
  };
}

export type { Deployed } from "./deployed";

/** A resource of a state, as the model takes it. */
export const deployed = ({
  stack,
  urn,
  type,
  id = "",
  provider = "",
  outputs = {},
}: StateResource): Deployed => ({
  stack,
  type,
  name: urn.split("::").at(-1) ?? "",
  id,
  outputs,
  provider,
  urn,
});

/** The model of deployed resources. */
export function modelOf(resources: readonly Deployed[]): Model {
  const inventory = new Inventory(resources);
  const [oci, aws, kubernetes] = [ociParts(inventory), awsParts(inventory), kubernetesParts(inventory)];
  const subnets = [...oci.subnets, ...aws.subnets];
  const found = (of: Inventory, at: (address: string) => string | undefined): Endpoint[] => [
    ...ociEndpoints(of, subnets, at),
    ...awsEndpoints(of, at),
  ];
  // First to learn what is where, then with what is behind load balancers; only the second time gaps count.
  const known = found(new Inventory(resources), () => undefined);
  const names = privateNames(inventory);
  const endpoints = found(inventory, (host) => endpointAt(addressOf(names, host) ?? host, known, subnets));
  tellGaps(inventory);
  return {
    networks: [...oci.networks, ...aws.networks],
    subnets,
    tables: [...oci.tables, ...aws.tables],
    gateways: [...oci.gateways, ...aws.gateways],
    filters: [...oci.filters, ...aws.filters, UNGUARDED],
    acls: aws.acls,
    policies: kubernetes.policies,
    namespaces: kubernetes.namespaces,
    endpoints: [...endpoints, ...podEndpoints(endpoints, kubernetes)],
    services: [...oci.services, ...aws.services],
    gaps: inventory.gaps,
  };
}

/** What alone is in the subnet of an address. */
function endpointAt(
  address: string,
  endpoints: readonly Endpoint[],
  subnets: readonly Subnet[],
): string | undefined {
  const at = parseCidr(`${address}/32`);
  const subnet = at && subnets.find(({ range }) => contains(range, at));
  const here = subnet === undefined ? [] : endpoints.filter((one) => one.subnets.includes(subnet.id));
  return here.length === 1 ? here[0]?.name : undefined;
}
