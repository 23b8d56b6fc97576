import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const nsgRule: Sample = {
  type: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
  name: "nsg-rule",
  props: {
    networkSecurityGroupId: "ocid1.nsg.lb",
    direction: "INGRESS",
    protocol: "6",
    sourceType: "CIDR_BLOCK",
    source: "10.65.0.0/24",
    tcpOptions: { destinationPortRange: { min: 443, max: 443 } },
  },
};

const securityList: Sample = {
  type: "oci:Core/securityList:SecurityList",
  name: "list",
  props: { ingressSecurityRules: [{ protocol: "6", source: "10.65.0.0/16" }] },
};

const group: Sample = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "group",
  props: {
    id: "sg-1",
    ingress: [{ protocol: "tcp", fromPort: 8200, toPort: 8200, cidrBlocks: ["10.64.32.0/19"] }],
    tags: {},
  },
};

const ingress: Sample = {
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  name: "ingress",
  props: { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.64.0.0/16" },
};

const oldRule: Sample = {
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  name: "old-rule",
  props: {
    type: "ingress",
    protocol: "-1",
    fromPort: 0,
    toPort: 0,
    cidrBlocks: ["10.64.0.0/16"],
    securityGroupId: "sg-1",
  },
};

function inProd(...samples: Sample[]): Sample[] {
  return samples.map((sample) => ({ ...sample, stack: "prod-sample" }));
}

const publicGroup = changed(group, { ingress: [], tags: { Purpose: "public-load-balancer" } });
const publicNsg: Sample = {
  type: "oci:Core/networkSecurityGroup:NetworkSecurityGroup",
  name: "nsg-lb",
  props: { id: "ocid1.nsg.lb", definedTags: { "causeway.Purpose": "public-load-balancer" } },
};
const web = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };

export const nsgNoWorldIngressCases: RuleCases = {
  rule: "nsg-no-world-ingress",
  serves: ["OP-11", "OK-20"],
  violating: [
    {
      title: "the world in an OCI group",
      resources: [changed(nsgRule, { source: "0.0.0.0/0" })],
      says: ['"nsg-rule": source is "0.0.0.0/0"', "no public load balancer is declared", "publicEntry"],
    },
    {
      title: "one half of the world",
      resources: [changed(nsgRule, { source: "128.0.0.0/1" })],
      says: ['source is "128.0.0.0/1"'],
    },
    {
      title: "the world of IPv6",
      resources: [changed(nsgRule, { source: "::/0" })],
      says: ['source is "::/0"'],
    },
    {
      title: "more public space than a /8",
      resources: [changed(securityList, { ingressSecurityRules: [{ protocol: "6", source: "52.0.0.0/7" }] })],
      says: ['"list": ingressSecurityRules[0].source is "52.0.0.0/7"', "the internet is let in"],
    },
    {
      title: "the world beside an unknown source",
      resources: [
        changed(securityList, {
          ingressSecurityRules: [
            { protocol: "6", source: UNKNOWN },
            { protocol: "6", source: "0.0.0.0/0" },
          ],
        }),
      ],
      says: ["ingressSecurityRules[1].source"],
    },
    {
      title: "the world in an inline rule of an AWS group",
      resources: [
        changed(group, {
          ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.64.0.0/16", "0.0.0.0/0"] }],
        }),
      ],
      says: ['"group": ingress[0].cidrBlocks[1] is "0.0.0.0/0"'],
    },
    {
      title: "the IPv6 world in an inline rule",
      resources: [
        changed(group, { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] }] }),
      ],
      says: ["ingress[0].ipv6CidrBlocks[0]"],
    },
    {
      title: "the world in a rule of its own",
      resources: [changed(ingress, { cidrIpv4: "0.0.0.0/0", fromPort: 5432, toPort: 5432 })],
      says: ['"ingress": cidrIpv4 is "0.0.0.0/0"'],
    },
    {
      title: "the world in a rule of the old form",
      resources: [changed(oldRule, { cidrBlocks: ["0.0.0.0/0"] })],
      says: ['"old-rule": cidrBlocks[0] is "0.0.0.0/0"'],
    },
    {
      title: "web traffic to a declared load balancer where the environment has no public entry",
      resources: [changed(publicGroup, { ingress: [web] })],
      says: ["no public load balancer is declared"],
    },
    {
      title: "web traffic to a group that declares nothing",
      resources: inProd(changed(group, { ingress: [] }), changed(ingress, { cidrIpv4: "0.0.0.0/0" })),
      says: ['"ingress": cidrIpv4 is "0.0.0.0/0"', "Purpose = public-load-balancer"],
    },
    {
      title: "another protocol on the port of a declared load balancer",
      resources: inProd(publicGroup, changed(ingress, { ipProtocol: "udp", cidrIpv4: "0.0.0.0/0" })),
      says: ['"ingress": cidrIpv4 is "0.0.0.0/0"'],
    },
    {
      title: "another port of a declared load balancer",
      resources: inProd(changed(publicGroup, { ingress: [{ ...web, toPort: 8443 }] })),
      says: ["the internet is let in"],
    },
    {
      title: "every protocol from another group",
      resources: [changed(nsgRule, { protocol: "all", source: "ocid1.nsg.other", tcpOptions: undefined })],
      says: ['protocol is "all"', "one rule for each flow"],
    },
    {
      title: "every protocol from another group, in a preview",
      resources: [
        publicNsg,
        { ...publicNsg, name: "nsg-other" },
        {
          ...changed(nsgRule, {
            protocol: "all",
            sourceType: "NETWORK_SECURITY_GROUP",
            source: UNKNOWN,
            networkSecurityGroupId: UNKNOWN,
          }),
          sources: { source: ["nsg-other"], networkSecurityGroupId: ["nsg-lb"] },
        },
      ],
      says: ['protocol is "all"'],
    },
    {
      title: "the world in OCI's default list",
      resources: [
        {
          ...changed(securityList, { ingressSecurityRules: [{ protocol: "6", source: "0.0.0.0/0" }] }),
          type: "oci:Core/defaultSecurityList:DefaultSecurityList",
        },
      ],
      says: ["ingressSecurityRules[0].source", "the internet is let in"],
    },
    {
      title: "the world in AWS's default group",
      resources: [
        {
          ...changed(group, { ingress: [{ ...web, fromPort: 22, toPort: 22 }] }),
          type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        },
      ],
      says: ["ingress[0].cidrBlocks[0]", "the internet is let in"],
    },
    {
      title: "the IPv6 world in a rule of its own",
      resources: [changed(ingress, { cidrIpv4: undefined, cidrIpv6: "::/0" })],
      says: ['"ingress": cidrIpv6 is "::/0"'],
    },
    ...["udp", "-1"].map((protocol) => ({
      title: `protocol ${protocol} on the port of a declared load balancer, in all forms`,
      resources: inProd(
        changed(publicGroup, { ingress: [{ ...web, protocol }] }),
        changed(oldRule, { protocol, fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }),
      ),
      says: ['"group": ingress[0].cidrBlocks[0] is "0.0.0.0/0"'],
    })),
    {
      title: "another protocol on the port of a declared load balancer, in the old form",
      resources: inProd(
        publicGroup,
        changed(oldRule, { protocol: "udp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }),
      ),
      says: ['"old-rule": cidrBlocks[0] is "0.0.0.0/0"'],
    },
    {
      title: "another protocol on the port of a declared load balancer of OCI",
      resources: inProd(publicNsg, changed(nsgRule, { protocol: "17", source: "0.0.0.0/0" })),
      says: ['"nsg-rule": source is "0.0.0.0/0"'],
    },
    {
      title: "another port of a declared load balancer, in a rule of its own",
      resources: inProd(publicGroup, changed(ingress, { fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" })),
      says: ['"ingress": cidrIpv4 is "0.0.0.0/0"'],
    },
    {
      title: "another port of a declared load balancer of OCI",
      resources: inProd(
        publicNsg,
        changed(nsgRule, { source: "0.0.0.0/0", tcpOptions: { destinationPortRange: { min: 22, max: 22 } } }),
      ),
      says: ['"nsg-rule": source is "0.0.0.0/0"'],
    },
    {
      title: "a range of ports of a declared load balancer, in the old form",
      resources: inProd(
        publicGroup,
        changed(oldRule, { protocol: "tcp", fromPort: 443, toPort: 444, cidrBlocks: ["0.0.0.0/0"] }),
      ),
      says: ['"old-rule": cidrBlocks[0] is "0.0.0.0/0"'],
    },
    {
      title: "every port of a declared load balancer",
      resources: inProd(publicNsg, changed(nsgRule, { source: "0.0.0.0/0", tcpOptions: undefined })),
      says: ['"nsg-rule": source is "0.0.0.0/0"'],
    },
    {
      title: "web traffic to a group that declares nothing, beside one that does",
      resources: inProd(
        publicGroup,
        { ...changed(group, { id: "sg-2", ingress: [] }), name: "own" },
        changed(ingress, { securityGroupId: "sg-2", cidrIpv4: "0.0.0.0/0" }),
      ),
      says: ['"ingress": cidrIpv4 is "0.0.0.0/0"'],
    },
    {
      title: "web traffic in an inline rule of a group that declares nothing, in production",
      resources: inProd(changed(group, { ingress: [web] })),
      says: ['"group": ingress[0].cidrBlocks[0] is "0.0.0.0/0"'],
    },
  ],
  complying: [
    { title: "ranges of the plan", resources: [nsgRule, securityList, group, ingress, oldRule] },
    {
      title: "a public /8, for which somebody can answer",
      resources: [changed(nsgRule, { source: "17.0.0.0/8" })],
    },
    {
      title: "egress to the world",
      resources: [changed(nsgRule, { direction: "EGRESS", source: undefined, destination: "0.0.0.0/0" })],
    },
    {
      title: "an old egress rule to the world",
      resources: [changed(oldRule, { type: "egress", cidrBlocks: ["0.0.0.0/0"] })],
    },
    {
      title: "every protocol from the group itself",
      resources: [changed(nsgRule, { protocol: "all", source: "ocid1.nsg.lb" })],
    },
    {
      title: "web traffic to a declared AWS load balancer in production",
      resources: inProd(changed(publicGroup, { ingress: [web] })),
    },
    {
      title: "web traffic in rules of their own to declared load balancers in production",
      resources: inProd(
        publicGroup,
        changed(ingress, { cidrIpv4: "0.0.0.0/0" }),
        publicNsg,
        changed(nsgRule, { source: "0.0.0.0/0" }),
      ),
    },
    {
      title: "the redirect's port of declared load balancers in production",
      resources: inProd(
        changed(publicGroup, { ingress: [{ ...web, fromPort: 80, toPort: 80 }] }),
        changed(oldRule, { protocol: "6", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }),
      ),
    },
    {
      title: "a rule to send that names a source, too",
      resources: [changed(nsgRule, { direction: "EGRESS", source: "0.0.0.0/0" })],
    },
    {
      title: "a preview in which only the origin of the group's id is known",
      resources: inProd(changed(publicNsg, { id: UNKNOWN }), {
        ...changed(nsgRule, { source: "0.0.0.0/0", networkSecurityGroupId: UNKNOWN }),
        sources: { networkSecurityGroupId: ["nsg-lb"] },
      }),
    },
  ],
  unknown: [
    { title: "a source that is not known", resources: [changed(nsgRule, { source: UNKNOWN })] },
    { title: "an inline list that is not known", resources: [changed(group, { ingress: UNKNOWN })] },
  ],
  unknownButEnough: [
    {
      title: "a group as the source whose id is not known",
      resources: [changed(nsgRule, { sourceType: "NETWORK_SECURITY_GROUP", source: UNKNOWN })],
    },
    {
      title: "every protocol from the group itself, whose id is not known",
      resources: [
        publicNsg,
        {
          ...changed(nsgRule, {
            protocol: "all",
            sourceType: "NETWORK_SECURITY_GROUP",
            source: UNKNOWN,
            networkSecurityGroupId: UNKNOWN,
          }),
          sources: { source: ["nsg-lb"], networkSecurityGroupId: ["nsg-lb"] },
        },
      ],
    },
  ],
};
