import type { Value, Values } from "../../engine/provider";
import type { Context } from "../kind";
import type { CloudFunction } from "../provider";
import * as v from "../values";
import { cloudGuardFunctions } from "./cloud-guard";
import {
  COMPARTMENT,
  domainPrefix,
  namespaceOf,
  notFound,
  resolverOf,
  serviceId,
  serviceLabels,
} from "./common";
import { protectionCapabilities } from "./load-balancer";
import { CLUSTER } from "./oke";
import { availabilityDomains, faultDomains, regionKey, regionNames } from "./regions";

function refuseMissingCompartment(c: Context): void {
  const id = c.text("compartmentId");
  if (id !== undefined && id !== c.site.account && !c.find(id, COMPARTMENT)) c.refuse(...notFound(id));
}

/** Applies the `filters` that every OCI list takes. */
function filtered(c: Context, items: readonly Values[]): Values[] {
  const filters = c.objects("filters");
  return items.filter((item) =>
    filters.every((f) => {
      const value = v.at(item, v.text(f, "name") ?? "");
      const own = typeof value === "string" ? value : JSON.stringify(value ?? null);
      const regex = v.flag(f, "regex") === true;
      return v.texts(f, "values").some((wanted) => (regex ? new RegExp(wanted).test(own) : wanted === own));
    }),
  );
}

function domains(c: Context): Values {
  refuseMissingCompartment(c);
  const names = availabilityDomains(c.site.region, domainPrefix(c.site));
  const all = names.map((name) => ({
    id: `ocid1.availabilitydomain.oc1..aaaaaaaa${c.derive.base32(name, 52)}`,
    name,
    compartmentId: c.text("compartmentId") ?? "",
  }));
  return { id: c.site.region, availabilityDomains: filtered(c, all) };
}

function services(c: Context): Values {
  const all = serviceLabels(regionKey(c.site.region)).map(({ name, label }) => ({
    id: serviceId(c, label),
    name,
    cidrBlock: label,
    description: name,
  }));
  return { id: c.site.region, services: filtered(c, all) };
}

function kubeconfig(c: Context): Values {
  const cluster = c.find(c.text("clusterId"), CLUSTER);
  if (!cluster) return c.refuse(...notFound(c.text("clusterId") ?? ""));
  const endpoint =
    (c.text("endpoint") ?? "PRIVATE_ENDPOINT") === "PUBLIC_ENDPOINT" ? "publicEndpoint" : "privateEndpoint";
  const server = v.text(cluster.outputs, `endpoints.0.${endpoint}`);
  if (server === undefined || server === "")
    return c.refuse("400-InvalidParameter", `The cluster ${cluster.id} has no ${endpoint}`);
  const args = ["ce", "cluster", "generate-token", "--cluster-id", cluster.id, "--region", c.site.region];
  const content = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "context",
    clusters: [
      {
        name: "cluster",
        cluster: {
          server: `https://${server}`,
          "certificate-authority-data": v.text(cluster.outputs, "certificateAuthority") ?? "",
        },
      },
    ],
    contexts: [{ name: "context", context: { cluster: "cluster", user: "user" } }],
    users: [
      {
        name: "user",
        user: { exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "oci", args, env: [] } },
      },
    ],
  };
  // JSON is YAML.
  return { id: cluster.id, content: JSON.stringify(content, undefined, 2) };
}

/** Clusters of a compartment as the list has them: what there can be one of is a list of one. */
function clusters(c: Context): Values {
  refuseMissingCompartment(c);
  const [parent, name, states] = [c.text("compartmentId"), c.text("name"), c.texts("states")];
  const one = (value: Value | undefined): Value[] => (value === undefined ? [] : [value]);
  const all = c
    .all(CLUSTER)
    .filter(
      ({ outputs }) =>
        outputs["compartmentId"] === parent &&
        (name === undefined || outputs["name"] === name) &&
        (states.length === 0 || states.includes(v.text(outputs, "state") ?? "")),
    )
    .map(({ id, outputs }): Values => ({
      ...outputs,
      id,
      kmsKeyId: outputs["kmsKeyId"] ?? "",
      clusterPodNetworkOptions: outputs["clusterPodNetworkOptions"] ?? [],
      endpointConfigs: one(outputs["endpointConfig"]),
      options: one(outputs["options"]).map((options) => ({
        serviceLbSubnetIds: v.texts(options, "serviceLbSubnetIds"),
        kubernetesNetworkConfigs: one(v.at(options, "kubernetesNetworkConfig")),
      })),
    }));
  return { id: parent ?? "", compartmentId: parent ?? "", clusters: filtered(c, all) };
}

/**
 * Versions that OKE is said to offer (endoflife.date, products/oracle-kubernetes-engine.md, of 2026-09-17). Clusters
 * take any well-formed version, as the list ages.
 */
const versions = ["v1.34.10", "v1.35.2", "v1.36.1"];

function clusterOption(c: Context): Values {
  const id = c.text("clusterOptionId") ?? "";
  if (id !== "all" && !c.find(id, CLUSTER)) return c.refuse(...notFound(id));
  return {
    id,
    kubernetesVersions: versions,
    clusterPodNetworkOptions: ["FLANNEL_OVERLAY", "OCI_VCN_IP_NATIVE"].map((cniType) => ({ cniType })),
  };
}

function nodePoolOption(c: Context): Values {
  const id = c.text("nodePoolOptionId") ?? "";
  const cluster = c.find(id, CLUSTER);
  if (id !== "all" && !cluster) return c.refuse(...notFound(id));
  const own = v.text(cluster?.outputs, "kubernetesVersion");
  const offered = own === undefined || versions.includes(own) ? versions : [...versions, own];
  const wanted = c.text("nodePoolK8sVersion");
  const arch = c.text("nodePoolOsArch") ?? "X86_64";
  const sources: Value[] = offered
    .filter((version) => wanted === undefined || version === wanted || version === `v${wanted}`)
    .map((version) => {
      const sourceName = `Oracle-Linux-8.10-${arch === "AARCH64" ? "aarch64-" : ""}2026.01.01-0-OKE-${version.slice(1)}-1`;
      return {
        sourceName,
        sourceType: "IMAGE",
        imageId: `ocid1.image.oc1.${c.site.region}.aaaaaaaa${c.derive.base32(sourceName, 52)}`,
      };
    });
  return {
    id,
    kubernetesVersions: offered,
    shapes: ["VM.Standard.E4.Flex", "VM.Standard.E5.Flex", "VM.Standard3.Flex", "VM.Standard.A1.Flex"],
    images: [],
    sources,
  };
}

function compartments(c: Context): Values {
  refuseMissingCompartment(c);
  const parent = c.text("compartmentId");
  const subtree = c.flag("compartmentIdInSubtree") === true;
  const name = c.text("name");
  const all = c
    .all(COMPARTMENT)
    .filter(
      (e) =>
        (subtree || e.outputs["compartmentId"] === parent) &&
        (name === undefined || e.outputs["name"] === name),
    )
    .map((e) => ({ ...e.outputs, id: e.id }));
  return { id: parent ?? "", compartments: filtered(c, all) };
}

const home = (c: Context): string => v.text(c.site.config, "homeRegion") ?? c.site.region;

const answers: Readonly<Record<string, CloudFunction>> = {
  "Identity/getAvailabilityDomains:getAvailabilityDomains": domains,
  "Identity/getAvailabilityDomain:getAvailabilityDomain": (c) => {
    refuseMissingCompartment(c);
    const names = availabilityDomains(c.site.region, domainPrefix(c.site));
    const name = names[(c.number("adNumber") ?? 1) - 1];
    if (name === undefined)
      return c.refuse(...notFound(`availability domain ${String(c.number("adNumber"))} of ${c.site.region}`));
    return { id: name, name, adNumber: c.number("adNumber") ?? 1 };
  },
  "Identity/getFaultDomains:getFaultDomains": (c) => {
    const domain = c.text("availabilityDomain") ?? "";
    if (!availabilityDomains(c.site.region, domainPrefix(c.site)).includes(domain))
      return c.refuse(...notFound(`availability domain ${domain}`));
    const all = faultDomains.map((name) => ({
      id: `ocid1.faultdomain.oc1..aaaaaaaa${c.derive.base32(name, 52)}`,
      name,
      availabilityDomain: domain,
      compartmentId: c.text("compartmentId") ?? "",
    }));
    return { id: domain, faultDomains: filtered(c, all) };
  },
  "Identity/getTenancy:getTenancy": (c) => {
    if (c.text("tenancyId") !== c.site.account) return c.refuse(...notFound(c.text("tenancyId") ?? ""));
    return {
      id: c.site.account,
      name: "simulated",
      description: "simulated tenancy",
      homeRegionKey: regionKey(home(c)),
      definedTags: {},
      freeformTags: {},
      upiIdcsCompatibilityLayerEndpoint: "",
    };
  },
  "Identity/getRegions:getRegions": (c) => ({
    id: "regions",
    regions: filtered(
      c,
      regionNames.map((name) => ({ name, key: regionKey(name) })),
    ),
  }),
  "Identity/getRegionSubscriptions:getRegionSubscriptions": (c) => ({
    id: c.site.account,
    regionSubscriptions: filtered(
      c,
      regionNames.map((name) => ({
        regionName: name,
        regionKey: regionKey(name),
        isHomeRegion: name === home(c),
        state: "READY",
      })),
    ),
  }),
  "Identity/getCompartment:getCompartment": (c) => {
    const found = c.find(c.text("id"), COMPARTMENT);
    if (c.text("id") === c.site.account)
      return {
        id: c.site.account,
        name: "simulated",
        compartmentId: "",
        state: "ACTIVE",
        description: "root",
        definedTags: {},
        freeformTags: {},
        isAccessible: true,
        inactiveState: "",
        timeCreated: c.now,
      };
    if (!found) return c.refuse(...notFound(c.text("id") ?? ""));
    const outputs: Values = { ...found.outputs, id: found.id };
    return outputs;
  },
  "Identity/getCompartments:getCompartments": compartments,
  "ObjectStorage/getNamespace:getNamespace": (c) => ({
    id: namespaceOf(c.site),
    namespace: namespaceOf(c.site),
  }),
  "Core/getServices:getServices": services,
  "Core/getCnvDnsResolverAssociation:getCnvDnsResolverAssociation": (c) => {
    const vcn = c.find(c.text("vcnId"), "oci:Core/vcn:Vcn");
    if (!vcn) return c.refuse(...notFound(c.text("vcnId") ?? ""));
    return { id: vcn.id, vcnId: vcn.id, dnsResolverId: resolverOf(vcn.id), state: "AVAILABLE" };
  },
  "Waf/getProtectionCapabilities:getProtectionCapabilities": protectionCapabilities,
  ...cloudGuardFunctions,
  "ContainerEngine/getClusterOption:getClusterOption": clusterOption,
  "ContainerEngine/getNodePoolOption:getNodePoolOption": nodePoolOption,
  "ContainerEngine/getClusters:getClusters": clusters,
  "ContainerEngine/getClusterKubeConfig:getClusterKubeConfig": kubeconfig,
};

/** OCI functions that are answered, by token. */
export const functions: ReadonlyMap<string, CloudFunction> = new Map(
  Object.entries(answers).map(([token, answer]) => [`oci:${token}`, answer]),
);
