import { refersTo } from "../lib/relations";
import { forEach, ifKnown, isGivenLater } from "../lib/unknown";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const NSG_RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const NSG = "oci:Core/networkSecurityGroup:NetworkSecurityGroup";
const SUBNET = "oci:Core/subnet:Subnet";
const LISTS = [
  "oci:Core/securityList:SecurityList",
  "oci:Core/defaultSecurityList:DefaultSecurityList",
] as const;
const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";
/** What a rule's source comes from, where it is of the same stack. */
const SOURCES: readonly string[] = [NSG, SUBNET, "oci:Core/vcn:Vcn"];

const SSH = 22;
/** IANA protocol numbers as OCI takes them: TCP, and everything. */
const TCP = "6";
const REMEDY =
  "Let it in from the bastion's group or subnet alone, or not at all: nodes are replaced, not repaired.";

/** Nobody logs in on a node but through the bastion. */
export const okeNoSsh = defineRule({
  id: "oke-no-ssh",
  description: "SSH is let in from the bastion alone, and production's nodes have no SSH key.",
  severity: "high",
  needs: [],
  serves: ["OK-10"],
  remediationSteps: REMEDY,

  check(resource, { class: of }, report) {
    const pool = inputsOf(resource, NODE_POOL);
    if (pool === undefined || of !== "prod") return;
    const keys = {
      sshPublicKey: pool.sshPublicKey,
      "nodeMetadata.ssh_authorized_keys": pool.nodeMetadata?.["ssh_authorized_keys"],
    };
    for (const [path, value] of Object.entries(keys)) {
      if (value === undefined || value === "") continue;
      const problem = "whoever has the key's other half has the node, and nobody sees it";
      report({
        resource,
        path,
        value,
        problem,
        remedy: "Leave it out; use a session of the bastion where it must be.",
      });
    }
  },

  checkStack(resources, _place, report) {
    const bastion = ifBastion(resources);
    forEach(ofType(resources, NSG_RULE), (rule) => {
      const inputs = inputsOf(rule, NSG_RULE);
      if (ifKnown(() => inputs?.direction) !== "INGRESS" || ifKnown(() => inputs?.protocol) !== TCP) return;
      const { min, max } = ifKnown(() => inputs?.tcpOptions?.destinationPortRange) ?? { min: 1, max: 65_535 };
      const source = () => inputs?.source;
      if (!isSsh(min, max) || bastion(rule, "source", source)) return;
      refuse(rule, "source", isOfThisStack(rule, "source") ? ifKnown(source) : source(), report);
    });
    forEach(
      LISTS.flatMap((type) => ofType(resources, type)),
      (list) => {
        const ingress = (inputsOf(list, LISTS[0]) ?? inputsOf(list, LISTS[1]))?.ingressSecurityRules;
        forEach(ingress, ({ protocol, source, tcpOptions }, index) => {
          if (protocol !== TCP || tcpOptions === undefined) return;
          if (!isSsh(tcpOptions.min ?? 1, tcpOptions.max ?? 65_535)) return;
          if (bastion(list, "ingressSecurityRules", () => source)) return;
          refuse(list, `ingressSecurityRules[${index}].source`, source, report);
        });
      },
    );
  },
});

/** Ranges that merely include the port are for pods and kubelets, where nothing of the kind listens; see `nsg-no-world-ingress` for who may. */
function isSsh(min: number, max: number): boolean {
  return min <= SSH && max >= SSH && max - min < 1_000;
}

/** Whether a source is a bastion's: its group, or its subnet's range. */
function ifBastion(resources: readonly StackResource[]) {
  const named = (one: StackResource) =>
    /(^|[-_ ])bastion([-_ ]|$)/i.test(ifKnown(() => one.props["displayName"] as string) ?? one.name);
  const groups = ofType(resources, NSG).filter(named);
  const subnets = ofType(resources, SUBNET).filter(named);
  const isRangeOf = (subnet: StackResource, from: StackResource, property: string, read: () => unknown) => {
    if (isGivenLater(read)) return from.sources(property).includes(subnet);
    const range = read();
    return range !== undefined && range === ifKnown(() => subnet.props["cidrBlock"]);
  };
  return (from: StackResource, property: string, read: () => unknown): boolean =>
    subnets.some((subnet) => isRangeOf(subnet, from, property, read)) ||
    groups.some((group) => refersTo(from, property, read, group));
}

/** What another stack hands on is not known before that is deployed: it may be its bastion's. */
function isOfThisStack(from: StackResource, property: string): boolean {
  return from.sources(property).some(({ type }) => SOURCES.includes(type));
}

function refuse(resource: Resource, path: string, value: unknown, report: Report): void {
  report({ resource, path, value, problem: `port ${SSH} is open to what is no bastion`, remedy: REMEDY });
}
