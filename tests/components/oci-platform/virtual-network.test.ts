import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../components/core";
import { VirtualNetwork, tcp, type VirtualNetworkArgs } from "../../../components/oci-platform";
import { addressPlan } from "../../../stacks/environments";
import { OCI_ANSWERS } from "./answers";
import { named, recorded, NAMING, TAGS, type Recorded } from "../recorded";

const { dxb, jed, aws, services } = addressPlan("dev");
const PLACE = { naming: { ...NAMING, site: "dxb" }, tags: TAGS, compartmentId: "ocid1.compartment" };
const PLANNED: VirtualNetworkArgs = {
  ...PLACE,
  cidr: dxb.vcn,
  subnets: dxb.subnets,
  peers: { aws: aws.vpc, "other-site": jed.vcn },
  serviceRange: services["oke-dxb"],
  bastion: { clients: [dxb.subnets.runners] },
  remotePeering: {},
  logRetentionDays: 30,
};

const build = (args: VirtualNetworkArgs) =>
  recorded(() => {
    new VirtualNetwork("network", args);
  }, OCI_ANSWERS);

const ofType = (resources: readonly Recorded[], type: string) =>
  resources.filter((resource) => resource.type === type);

describe("VirtualNetwork", () => {
  let planned: Recorded[];
  beforeAll(async () => {
    planned = await build(PLANNED);
  });

  test("OP-05: with nothing but a place it is the source's network", async () => {
    const resources = await build({ ...PLACE, publicIngress: true });
    const subnets = ofType(resources, "oci:Core/subnet:Subnet").map(({ name, inputs }) => [
      name,
      inputs["cidrBlock"],
    ]);
    expect(subnets.sort()).toEqual([
      ["network-subnet-bastion", "10.10.4.0/24"],
      ["network-subnet-database", "10.10.3.0/24"],
      ["network-subnet-load-balancer-public", "10.10.1.0/24"],
      ["network-subnet-workers", "10.10.2.0/24"],
    ]);
    const tables = ofType(resources, "oci:Core/routeTable:RouteTable").filter(({ inputs }) =>
      JSON.stringify(inputs).includes("network-internet-gateway-id"),
    );
    expect(tables.map(({ name }) => name)).toEqual(["network-route-table-load-balancer-public"]);
  });

  test("its children have stable names of role words", () => {
    const names = planned.map(({ name }) => name).filter((name) => !name.includes("-rule-"));
    const perRole = (key: string) =>
      [
        "load-balancer-internal",
        "api-gateway",
        "api-endpoint",
        "bastion",
        "database",
        "private-endpoints",
        "functions",
        "runners",
        "workers",
        "pods",
      ].map((role) => `network-${key}-${role}`);
    const groups = perRole("group")
      .filter((name) => !name.endsWith("bastion"))
      .map((name) => name.replace("-internal", ""));
    expect(names.sort()).toEqual(
      [
        "network-vcn",
        "network-default-list",
        "network-closed-list",
        "network-bastion-list",
        "network-drg",
        "network-drg-attachment",
        "network-nat-gateway",
        "network-service-gateway",
        "network-remote-peering",
        "network-bastion",
        "network-log-group",
        ...groups,
        ...perRole("route-table"),
        ...perRole("subnet"),
        ...perRole("flow-log"),
      ].sort(),
    );
  });

  test("OP-06: subnets are regional, have a DNS label and their own table, and never the default list", () => {
    const subnets = ofType(planned, "oci:Core/subnet:Subnet").map(({ inputs }) => inputs);
    expect(subnets.filter((inputs) => "availabilityDomain" in inputs)).toEqual([]);
    expect(new Set(subnets.map((inputs) => inputs["routeTableId"])).size).toBe(subnets.length);
    const labels = subnets.map((inputs) => inputs["dnsLabel"] as string);
    expect(new Set(labels).size).toBe(subnets.length);
    expect(labels.filter((label) => !/^[a-z][a-z0-9]{0,14}$/.test(label))).toEqual([]);
    const lists = new Set(subnets.flatMap((inputs) => inputs["securityListIds"]));
    expect(lists).toEqual(new Set(["network-closed-list-id", "network-bastion-list-id"]));
    for (const list of ["network-default-list", "network-closed-list"]) {
      const { inputs } = named(planned, list);
      expect([inputs["ingressSecurityRules"], inputs["egressSecurityRules"]], list).toEqual([[], []]);
    }
    expect(named(planned, "network-bastion-list").inputs["ingressSecurityRules"]).toEqual([]);
  });

  test("OP-07: every subnet forbids public addresses by the one flag, but the public load balancers'", async () => {
    const flags = async (publicIngress: boolean) =>
      ofType(await build({ ...PLANNED, publicIngress }), "oci:Core/subnet:Subnet").map(({ name, inputs }) => {
        expect(inputs).not.toHaveProperty("prohibitInternetIngress");
        return [name, inputs["prohibitPublicIpOnVnic"]];
      });
    expect((await flags(false)).filter(([, forbidden]) => forbidden !== true)).toEqual([]);
    expect((await flags(true)).filter(([, forbidden]) => forbidden !== true)).toEqual([
      ["network-subnet-load-balancer-public", false],
    ]);
  });

  test("OP-09, GW-46: the service gateway serves all services of the region, found by lookup", () => {
    expect(named(planned, "network-service-gateway").inputs["services"]).toEqual([
      { serviceId: "ocid1.service.all" },
    ]);
    expect(ofType(planned, "oci:Core/internetGateway:InternetGateway")).toEqual([]);
    const routes = named(planned, "network-route-table-api-endpoint").inputs["routeRules"];
    expect(routes).toEqual([
      {
        destination: "all-dxb-services-in-oracle-services-network",
        destinationType: "SERVICE_CIDR_BLOCK",
        networkEntityId: "network-service-gateway-id",
        description: "Oracle's services in the region",
      },
      {
        destination: aws.vpc,
        destinationType: "CIDR_BLOCK",
        networkEntityId: "network-drg-id",
        description: "The aws network",
      },
      {
        destination: jed.vcn,
        destinationType: "CIDR_BLOCK",
        networkEntityId: "network-drg-id",
        description: "The other-site network",
      },
    ]);
  });

  test("OP-11: a sentence becomes a rule at both ends, with the sentence as description", () => {
    const description =
      "Workers may reach the API endpoint on TCP 6443, to join the cluster and call the Kubernetes API";
    const common = {
      description,
      protocol: "6",
      stateless: false,
      tcpOptions: { destinationPortRange: { min: 6443, max: 6443 } },
    };
    expect(named(planned, "network-rule-workers-to-api-endpoint-tcp-6443").inputs).toEqual({
      ...common,
      networkSecurityGroupId: "network-group-workers-id",
      direction: "EGRESS",
      destination: "network-group-api-endpoint-id",
      destinationType: "NETWORK_SECURITY_GROUP",
    });
    expect(named(planned, "network-rule-api-endpoint-from-workers-tcp-6443").inputs).toEqual({
      ...common,
      networkSecurityGroupId: "network-group-api-endpoint-id",
      direction: "INGRESS",
      source: "network-group-workers-id",
      sourceType: "NETWORK_SECURITY_GROUP",
    });
    expect(named(planned, "network-rule-api-endpoint-to-oracle-services-tcp-443").inputs).toMatchObject({
      destination: "all-dxb-services-in-oracle-services-network",
      destinationType: "SERVICE_CIDR_BLOCK",
    });
    expect(named(planned, "network-rule-pods-from-vcn-icmp-type-3-code-4").inputs).toMatchObject({
      protocol: "1",
      icmpOptions: { type: 3, code: 4 },
      source: dxb.vcn,
      sourceType: "CIDR_BLOCK",
    });
  });

  test("OP-12: the bastion is the managed one, for known clients and three hours at most", () => {
    const { inputs } = named(planned, "network-bastion");
    expect(inputs).toMatchObject({
      bastionType: "STANDARD",
      targetSubnetId: "network-subnet-bastion-id",
      clientCidrBlockAllowLists: [dxb.subnets.runners],
      maxSessionTtlInSeconds: 10800,
    });
    expect(inputs["name"]).toMatch(/^[a-zA-Z][a-zA-Z0-9]*$/);
    const list = named(planned, "network-bastion-list").inputs["egressSecurityRules"];
    expect(list).toEqual([
      {
        destination: dxb.subnets["api-endpoint"],
        destinationType: "CIDR_BLOCK",
        description: "The bastion may reach the API endpoint on TCP 6443, for operators' sessions",
        stateless: false,
        protocol: "6",
        tcpOptions: { min: 6443, max: 6443 },
      },
    ]);
  });

  test("OP-13, GW-41: every subnet has flow logs, kept as long as asked", () => {
    const logged = ofType(planned, "oci:Logging/log:Log").map(({ inputs }) => {
      expect(inputs).toMatchObject({ isEnabled: true, logType: "SERVICE", retentionDuration: 30 });
      return (inputs["configuration"] as { source: { resource: string; service: string } }).source;
    });
    const subnets = ofType(planned, "oci:Core/subnet:Subnet").map(({ name }) => `${name}-id`);
    expect(logged.map(({ resource }) => resource).sort()).toEqual(subnets.sort());
    expect(new Set(logged.map(({ service }) => service))).toEqual(new Set(["flowlogs"]));
  });

  test("OP-52: one end of the peering names the other, the other end nobody", async () => {
    const accepting = named(planned, "network-remote-peering").inputs;
    expect(accepting).not.toHaveProperty("peerId");
    const peer = { id: "ocid1.peering", region: "me-dubai-1" };
    const opening = named(
      await build({ ...PLANNED, remotePeering: { peer } }),
      "network-remote-peering",
    ).inputs;
    expect(opening).toMatchObject({ peerId: "ocid1.peering", peerRegionName: "me-dubai-1" });
  });

  test("CO-17: the whole VCN range is advertised, so that it is exactly the plan's", () => {
    expect(named(planned, "network-drg-attachment").inputs["networkDetails"]).toEqual({
      id: "network-vcn-id",
      type: "VCN",
      vcnRouteType: "VCN_CIDRS",
    });
  });

  test("the public load balancers' group says what it is, and no other does", async () => {
    const resources = await build({ ...PLANNED, publicIngress: true });
    const declared = ofType(resources, "oci:Core/networkSecurityGroup:NetworkSecurityGroup").filter(
      ({ inputs }) =>
        (inputs["definedTags"] as Record<string, string>)["causeway.Purpose"] === "public-load-balancer",
    );
    expect(declared.map(({ name }) => name)).toEqual(["network-group-load-balancer-public"]);
  });

  test("every fault is told at once, and nothing is registered", async () => {
    let error: unknown;
    const resources = await recorded(() => {
      try {
        new VirtualNetwork("network", {
          ...PLANNED,
          subnets: { ...dxb.subnets, pods: "10.68.32.0/19" },
          bastion: { clients: ["0.0.0.0/0"] },
          allow: [{ from: "internet", to: "pods", on: tcp(8080), why: "for fun" }],
          peers: { AWS: aws.vpc },
          databaseEngines: ["db2" as "mysql"],
          podBackendPorts: [0],
          internetEgress: ["database" as "pods"],
          logRetentionDays: 45,
        });
      } catch (thrown) {
        error = thrown;
      }
    }, OCI_ANSWERS);
    expect(resources).toEqual([]);
    expect(InputError.is(error) && error.faults.map(({ path }) => path)).toEqual([
      "subnets.pods",
      "bastion.clients[0]",
      "allow[0].from",
      "peers, the name AWS",
      "databaseEngines[0]",
      "podBackendPorts[0]",
      "internetEgress[0]",
      "logRetentionDays",
    ]);
  });

  test("asking for a role that is not there says which are", async () => {
    let error: unknown;
    await recorded(() => {
      const network = new VirtualNetwork("network", PLACE);
      try {
        network.subnetId("pods");
      } catch (thrown) {
        error = thrown;
      }
    }, OCI_ANSWERS);
    expect(String(error)).toMatch(
      /role is "pods"; allowed: a role that has a subnet here: load-balancer-internal,/,
    );
  });
});
