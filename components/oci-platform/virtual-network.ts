import * as bastion from "@pulumi/oci/bastion";
import * as core from "@pulumi/oci/core";
import * as logging from "@pulumi/oci/logging";
import type * as pulumi from "@pulumi/pulumi";
import { LOG_REPLACEMENT } from "../../lib/oci-logs";
import type { BastionSettings, RemotePeer, VirtualNetworkArgs, VirtualNetworkChildren } from "./args";
import { held, idOf, idsOf, present, type IdsByRole } from "./by-role";
import { OciComponent } from "./component";
import { decide } from "./plan/decide";
import {
  SESSION_MINUTES,
  allServices,
  type NetworkPlan,
  type PlannedSubnet,
  type Route,
} from "./plan/network";
import type { GroupRole, SubnetRole } from "./plan/roles";
import type { SecurityPlan } from "./plan/rules";
import { bastionListRule, groupRuleArgs } from "./security-rules";

/** Oracle's services in the region, as routes and rules name them. */
interface OracleServices {
  readonly id: pulumi.Output<string>;
  readonly cidr: pulumi.Output<string>;
}

/**
 * A private virtual cloud network: regional subnets by role, each with its own route table and an empty security list, a
 * network security group a role whose rules are derived from sentences, NAT and service gateway, dynamic routing gateway,
 * flow logs of every subnet and, where asked for, the managed bastion and a remote peering connection.
 *
 * Nothing is reachable from the internet unless `publicIngress` is true, and then only the public load-balancer subnet.
 * It is charged for what passes the NAT gateway and the peering, and for logs; the rest of it has no price of its own
 * (unverified).
 *
 * @example
 * const network = new VirtualNetwork("network", {
 *   naming, tags, compartmentId, cidr: plan.dxb.vcn, subnets: plan.dxb.subnets, peers: { aws: plan.aws.vpc },
 * }, { provider: oci });
 */
export class VirtualNetwork extends OciComponent<VirtualNetworkChildren> {
  readonly vcnId: pulumi.Output<string>;
  readonly vcnCidr: string;
  /** Domain under which the network's hosts resolve. */
  readonly domainName: pulumi.Output<string>;
  /** OCID of each subnet that was made, by role. */
  readonly subnetIds: IdsByRole<SubnetRole>;
  /** OCID of each security group that was made, by role. */
  readonly groupIds: IdsByRole<GroupRole>;
  /** OCID of each subnet's route table, by role. */
  readonly routeTableIds: IdsByRole<SubnetRole>;
  readonly drgId: pulumi.Output<string>;
  /** OCID of the attachment of the VCN to the dynamic routing gateway. */
  readonly drgAttachmentId: pulumi.Output<string>;
  /** OCID of the remote peering connection, when there is one. */
  readonly remotePeeringId: pulumi.Output<string> | undefined;
  readonly bastionId: pulumi.Output<string> | undefined;
  /** OCID of the log group that holds the flow logs. */
  readonly logGroupId: pulumi.Output<string>;

  readonly #compartmentId: pulumi.Input<string>;

  /** @throws {InputError} with every fault of ranges, sentences, bastion and retention. */
  constructor(name: string, args: VirtualNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cidr, network, security, logRetentionDays } = decide(name, args);
    super("oci-platform", "VirtualNetwork", name, args, opts);
    this.#compartmentId = args.compartmentId;

    const vcn = this.createVcn(cidr);
    this.emptyDefaultList(vcn);
    const services = this.lookUpServices();
    const drg = this.createDrg();
    const attachment = this.attachDrg(vcn, drg);
    const gateways = this.createGateways(vcn, attachment, services, network);
    const groups = this.createGroups(vcn, network);
    this.createRules(groups, services, security);
    const tables = this.createRouteTables(vcn, gateways, services, network);
    const subnets = this.createSubnets(vcn, tables, security, network);
    const peering = args.remotePeering && this.createPeering(drg, args.remotePeering.peer);
    const door = args.bastion && this.createBastion(subnets, args.bastion);
    const logGroup = this.createLogGroup();
    this.createFlowLogs(logGroup, subnets, logRetentionDays);

    this.vcnId = vcn.id;
    this.vcnCidr = cidr;
    this.domainName = vcn.vcnDomainName;
    this.subnetIds = idsOf(subnets);
    this.groupIds = idsOf(groups);
    this.routeTableIds = idsOf(tables);
    this.drgId = drg.id;
    this.drgAttachmentId = attachment.id;
    this.remotePeeringId = peering?.id;
    this.bastionId = door?.id;
    this.logGroupId = logGroup.id;
    this.registerOutputs({
      vcnId: this.vcnId,
      vcnCidr: this.vcnCidr,
      domainName: this.domainName,
      subnetIds: this.subnetIds,
      groupIds: this.groupIds,
      routeTableIds: this.routeTableIds,
      drgId: this.drgId,
      drgAttachmentId: this.drgAttachmentId,
      remotePeeringId: this.remotePeeringId,
      bastionId: this.bastionId,
      logGroupId: this.logGroupId,
    });
  }

  /**
   * OCID of a subnet.
   * @throws {InputError} when the network has none of that role.
   */
  subnetId(role: SubnetRole): pulumi.Output<string> {
    return idOf("subnet", role, this.subnetIds);
  }

  /**
   * OCID of a subnet's route table.
   * @throws {InputError} when the network has none of that role.
   */
  routeTableId(role: SubnetRole): pulumi.Output<string> {
    return idOf("route table", role, this.routeTableIds);
  }

  /**
   * OCID of a security group.
   * @throws {InputError} when the network has none of that role.
   */
  groupId(role: GroupRole): pulumi.Output<string> {
    return idOf("security group", role, this.groupIds);
  }

  private createVcn(cidr: string): core.Vcn {
    return this.child("vcn", core.Vcn, {
      compartmentId: this.#compartmentId,
      cidrBlocks: [cidr],
      displayName: this.physical("oci-display", "vcn"),
      dnsLabel: this.physical("oci-dns-label", "vcn"),
      isIpv6enabled: false,
    });
  }

  /** The list that OCI makes with the VCN admits SSH from anywhere; no subnet uses it, and it is emptied all the same. */
  private emptyDefaultList(vcn: core.Vcn): core.DefaultSecurityList {
    return this.child("default-list", core.DefaultSecurityList, {
      manageDefaultResourceId: vcn.defaultSecurityListId,
      compartmentId: this.#compartmentId,
      displayName: this.physical("oci-display", "default-list"),
      ingressSecurityRules: [],
      egressSecurityRules: [],
    });
  }

  private lookUpServices(): OracleServices {
    const all = core.getServicesOutput({}, { parent: this }).services.apply(allServices);
    return { id: all.id, cidr: all.cidrBlock };
  }

  private createDrg(): core.Drg {
    return this.child("drg", core.Drg, {
      compartmentId: this.#compartmentId,
      displayName: this.physical("oci-display", "drg"),
    });
  }

  /** The whole VCN range is advertised, not each subnet, so that peers' allow lists can name it. */
  private attachDrg(vcn: core.Vcn, drg: core.Drg): core.DrgAttachment {
    return this.child("drg-attachment", core.DrgAttachment, {
      drgId: drg.id,
      displayName: this.physical("oci-display", "drg-attachment"),
      networkDetails: { type: "VCN", id: vcn.id, vcnRouteType: "VCN_CIDRS" },
    });
  }

  /** The attachment stands for the gateway that it attaches: a route to one that is not attached yet is refused. */
  private createGateways(
    vcn: core.Vcn,
    attachment: core.DrgAttachment,
    services: OracleServices,
    network: NetworkPlan,
  ): Record<Route["via"], pulumi.Output<string> | undefined> {
    const common = { compartmentId: this.#compartmentId, vcnId: vcn.id };
    const nat = this.child("nat-gateway", core.NatGateway, {
      ...common,
      displayName: this.physical("oci-display", "nat-gateway"),
    });
    const service = this.child("service-gateway", core.ServiceGateway, {
      ...common,
      displayName: this.physical("oci-display", "service-gateway"),
      services: [{ serviceId: services.id }],
    });
    const internet = network.internetGateway
      ? this.child("internet-gateway", core.InternetGateway, {
          ...common,
          displayName: this.physical("oci-display", "internet-gateway"),
          enabled: true,
        })
      : undefined;
    return {
      drg: attachment.drgId,
      "nat-gateway": nat.id,
      "service-gateway": service.id,
      "internet-gateway": internet?.id,
    };
  }

  private createGroups(
    vcn: core.Vcn,
    { groups }: NetworkPlan,
  ): ReadonlyMap<GroupRole, core.NetworkSecurityGroup> {
    return new Map(
      [...groups].map((role) => [
        role,
        this.child(
          "group",
          core.NetworkSecurityGroup,
          {
            compartmentId: this.#compartmentId,
            vcnId: vcn.id,
            displayName: this.physical("oci-display", `${role}-group`),
          },
          { role, purpose: role === "load-balancer-public" ? "public-load-balancer" : role },
        ),
      ]),
    );
  }

  private createRules(
    groups: ReadonlyMap<GroupRole, core.NetworkSecurityGroup>,
    services: OracleServices,
    { groupRules }: SecurityPlan,
  ): void {
    const idOf = (role: GroupRole) => held(groups, role).id;
    for (const rule of groupRules) {
      this.child("rule", core.NetworkSecurityGroupSecurityRule, groupRuleArgs(rule, idOf, services.cidr), {
        role: rule.key,
      });
    }
  }

  private createRouteTables(
    vcn: core.Vcn,
    gateways: Record<Route["via"], pulumi.Output<string> | undefined>,
    services: OracleServices,
    { subnets }: NetworkPlan,
  ): ReadonlyMap<SubnetRole, core.RouteTable> {
    const rule = ({ to, via, description }: Route) => ({
      ...(to === "oracle-services"
        ? { destination: services.cidr, destinationType: "SERVICE_CIDR_BLOCK" }
        : { destination: to.cidr, destinationType: "CIDR_BLOCK" }),
      networkEntityId: present(gateways[via], via),
      description,
    });
    return new Map(
      subnets.map(({ role, routes }) => [
        role,
        this.child(
          "route-table",
          core.RouteTable,
          {
            compartmentId: this.#compartmentId,
            vcnId: vcn.id,
            displayName: this.physical("oci-display", `${role}-routes`),
            routeRules: routes.map(rule),
          },
          { role, purpose: role },
        ),
      ]),
    );
  }

  /** Security lists add to groups, so every subnet has an empty one of its own making; the bastion's holds its rules. */
  private createSubnets(
    vcn: core.Vcn,
    tables: ReadonlyMap<SubnetRole, core.RouteTable>,
    { bastionRules }: SecurityPlan,
    { subnets }: NetworkPlan,
  ): ReadonlyMap<SubnetRole, core.Subnet> {
    const closed = this.createList(vcn, "closed-list", []);
    const hasBastion = subnets.some(({ role }) => role === "bastion");
    const door = hasBastion ? this.createList(vcn, "bastion-list", bastionRules) : closed;
    return new Map(
      subnets.map((subnet) => [
        subnet.role,
        this.createSubnet(vcn, held(tables, subnet.role), subnet.role === "bastion" ? door : closed, subnet),
      ]),
    );
  }

  private createList(
    vcn: core.Vcn,
    key: "closed-list" | "bastion-list",
    rules: SecurityPlan["bastionRules"],
  ): core.SecurityList {
    return this.child(key, core.SecurityList, {
      compartmentId: this.#compartmentId,
      vcnId: vcn.id,
      displayName: this.physical("oci-display", key),
      ingressSecurityRules: [],
      egressSecurityRules: rules.map(bastionListRule),
    });
  }

  private createSubnet(
    vcn: core.Vcn,
    table: core.RouteTable,
    list: core.SecurityList,
    { role, cidr, isPublic }: PlannedSubnet,
  ): core.Subnet {
    return this.child(
      "subnet",
      core.Subnet,
      {
        compartmentId: this.#compartmentId,
        vcnId: vcn.id,
        cidrBlock: cidr,
        displayName: this.physical("oci-display", `${role}-subnet`),
        dnsLabel: this.physical("oci-dns-label", role),
        routeTableId: table.id,
        securityListIds: [list.id],
        prohibitPublicIpOnVnic: !isPublic,
      },
      { role, purpose: role },
    );
  }

  private createPeering(drg: core.Drg, peer: RemotePeer | undefined): core.RemotePeeringConnection {
    return this.child("remote-peering", core.RemotePeeringConnection, {
      compartmentId: this.#compartmentId,
      drgId: drg.id,
      displayName: this.physical("oci-display", "remote-peering"),
      ...(peer && { peerId: peer.id, peerRegionName: peer.region }),
    });
  }

  private createBastion(
    subnets: ReadonlyMap<SubnetRole, core.Subnet>,
    { clients, maxSessionMinutes = SESSION_MINUTES.max }: BastionSettings,
  ): bastion.Bastion {
    return this.child("bastion", bastion.Bastion, {
      compartmentId: this.#compartmentId,
      name: this.physical("oci-bastion", "bastion"),
      bastionType: "STANDARD",
      targetSubnetId: held(subnets, "bastion").id,
      clientCidrBlockAllowLists: [...clients],
      maxSessionTtlInSeconds: maxSessionMinutes * 60,
    });
  }

  private createLogGroup(): logging.LogGroup {
    return this.child("log-group", logging.LogGroup, {
      compartmentId: this.#compartmentId,
      displayName: this.physical("oci-display", "network-logs"),
      description: "Flow logs of the network's subnets",
    });
  }

  private createFlowLogs(
    group: logging.LogGroup,
    subnets: ReadonlyMap<SubnetRole, core.Subnet>,
    retentionDays: number,
  ): void {
    for (const [role, subnet] of subnets) {
      this.child(
        "flow-log",
        logging.Log,
        {
          logGroupId: group.id,
          displayName: this.physical("oci-display", `${role}-flow-log`),
          logType: "SERVICE",
          isEnabled: true,
          retentionDuration: retentionDays,
          configuration: {
            compartmentId: this.#compartmentId,
            source: { sourceType: "OCISERVICE", service: "flowlogs", category: "all", resource: subnet.id },
          },
        },
        { role, purpose: "flow-log", ...LOG_REPLACEMENT },
      );
    }
  }
}
