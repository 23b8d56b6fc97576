import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { inProd, pool, subnet } from "./oke";

const ssh: Sample = {
  type: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
  name: "ssh",
  props: {
    networkSecurityGroupId: "ocid1.nsg.workers",
    direction: "INGRESS",
    protocol: "6",
    sourceType: "CIDR_BLOCK",
    source: "10.65.0.0/16",
    tcpOptions: { destinationPortRange: { min: 22, max: 22 } },
  },
};
const bastion = subnet("bastion", "10.65.3.64/26");
const group = (name: string, id: unknown): Sample => ({
  type: "oci:Core/networkSecurityGroup:NetworkSecurityGroup",
  name,
  props: { id },
});
const list: Sample = {
  type: "oci:Core/securityList:SecurityList",
  name: "list",
  props: {
    ingressSecurityRules: [{ protocol: "6", source: "10.0.0.0/8", tcpOptions: { min: 22, max: 22 } }],
  },
};

export const okeNoSshCases: RuleCases = {
  rule: "oke-no-ssh",
  serves: ["OK-10"],
  violating: [
    {
      title: "SSH from the whole network",
      resources: [bastion, ssh],
      says: ['"ssh": source is "10.65.0.0/16"'],
    },
    {
      title: "a range of ports around it",
      resources: [changed(ssh, { tcpOptions: { destinationPortRange: { min: 20, max: 25 } } })],
      says: ['"ssh": source'],
    },
    {
      title: "a security list with it",
      resources: [list],
      says: ['"list": ingressSecurityRules[0].source is "10.0.0.0/8"'],
    },
    {
      title: "OCI's default list with it, in a range that begins below",
      resources: [
        {
          ...changed(list, {
            ingressSecurityRules: [
              { protocol: "6", source: "10.65.3.64/26", tcpOptions: { min: 22, max: 22 } },
              { protocol: "6", source: "10.0.0.0/8", tcpOptions: { min: 1, max: 22 } },
            ],
          }),
          type: "oci:Core/defaultSecurityList:DefaultSecurityList",
        },
        bastion,
      ],
      says: ['"list": ingressSecurityRules[1].source is "10.0.0.0/8"'],
    },
    {
      title: "SSH from a group of this stack that is no bastion's, whose id is not known",
      resources: [
        group("workers", UNKNOWN),
        { ...changed(ssh, { source: UNKNOWN }), sources: { source: ["workers"] } },
        { ...changed(ssh, { source: UNKNOWN }), name: "handed-on" },
      ],
      says: ['"ssh": source'],
    },
    {
      title: "a key on production's nodes",
      resources: [inProd(changed(pool, { sshPublicKey: "ssh-rsa AAAA" }))],
      says: ['"pool": sshPublicKey'],
    },
    {
      title: "a key in the metadata of production's nodes",
      resources: [inProd(changed(pool, { nodeMetadata: { ssh_authorized_keys: "ssh-rsa AAAA" } }))],
      says: ['"pool": nodeMetadata.ssh_authorized_keys'],
    },
  ],
  complying: [
    {
      title: "SSH from the bastion's subnet",
      resources: [bastion, changed(ssh, { source: "10.65.3.64/26" })],
    },
    {
      title: "SSH from a bastion's group",
      resources: [
        group("bastion", "ocid1.nsg.bastion"),
        changed(ssh, { sourceType: "NETWORK_SECURITY_GROUP", source: "ocid1.nsg.bastion" }),
      ],
    },
    {
      title: "SSH from the bastion's subnet, in a list",
      resources: [
        bastion,
        changed(list, {
          ingressSecurityRules: [
            { protocol: "6", source: "10.65.3.64/26", tcpOptions: { min: 22, max: 22 } },
          ],
        }),
      ],
    },
    ...[
      [2222, 2222],
      [1, 21],
      [23, 25],
    ].map(([min, max]) => ({
      title: `ports ${min} to ${max}, and another protocol on port 22, in both forms`,
      resources: [
        changed(ssh, { tcpOptions: { destinationPortRange: { min, max } } }),
        { ...changed(ssh, { protocol: "17" }), name: "udp" },
        changed(list, {
          ingressSecurityRules: [
            { protocol: "6", source: "10.0.0.0/8", tcpOptions: { min, max } },
            { protocol: "17", source: "10.0.0.0/8", tcpOptions: { min: 22, max: 22 } },
            { protocol: "6", source: "10.0.0.0/8" },
          ],
        }),
      ],
    })),
    { title: "SSH that goes out", resources: [changed(ssh, { direction: "EGRESS" })] },
    { title: "a key on dev's nodes", resources: [changed(pool, { sshPublicKey: "ssh-rsa AAAA" })] },
    {
      title: "all ports of pods",
      resources: [changed(ssh, { tcpOptions: { destinationPortRange: { min: 1, max: 65535 } } })],
    },
  ],
  unknown: [
    { title: "a key that is not known", resources: [inProd(changed(pool, { sshPublicKey: UNKNOWN }))] },
    {
      title: "a group that another stack hands on, which may be its bastion's",
      resources: [bastion, changed(ssh, { sourceType: "NETWORK_SECURITY_GROUP", source: UNKNOWN })],
    },
    {
      title: "a group that is read through a reference to another stack",
      resources: [
        { type: "pulumi:pulumi:StackReference", name: "network", props: {} },
        { ...changed(ssh, { source: UNKNOWN }), sources: { source: ["network"] } },
      ],
    },
    {
      title: "a list's source that is not known",
      resources: [
        changed(list, {
          ingressSecurityRules: [{ protocol: "6", source: UNKNOWN, tcpOptions: { min: 22, max: 22 } }],
        }),
      ],
    },
  ],
  unknownButEnough: [
    {
      title: "a bastion's subnet whose range is not known",
      resources: [
        changed(bastion, { cidrBlock: UNKNOWN }),
        { ...changed(ssh, { source: UNKNOWN }), sources: { source: ["bastion"] } },
      ],
    },
    {
      title: "a bastion's group whose id is not known",
      resources: [
        group("bastion", UNKNOWN),
        { ...changed(ssh, { source: UNKNOWN }), sources: { source: ["bastion"] } },
      ],
    },
  ],
};
