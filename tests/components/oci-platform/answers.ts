import type { Answers } from "../recorded";

/** What Dubai answers to a landing zone's lookups, and adds to what is made. */
export const OCI_ANSWERS: Answers = {
  "oci:Artifacts/containerRepository:ContainerRepository": { namespace: "axtenancy" },
  "oci:Core/getServices:getServices": {
    services: [
      { id: "ocid1.service.objects", name: "OCI DXB Object Storage", cidrBlock: "oci-dxb-objectstorage" },
      {
        id: "ocid1.service.all",
        name: "All DXB Services In Oracle Services Network",
        cidrBlock: "all-dxb-services-in-oracle-services-network",
      },
    ],
  },
  "oci:Identity/getAvailabilityDomains:getAvailabilityDomains": {
    availabilityDomains: [{ name: "xAbC:ME-DUBAI-1-AD-1" }],
  },
  "oci:Identity/getFaultDomains:getFaultDomains": {
    faultDomains: [{ name: "FAULT-DOMAIN-2" }, { name: "FAULT-DOMAIN-1" }, { name: "FAULT-DOMAIN-3" }],
  },
  "oci:Waf/getProtectionCapabilities:getProtectionCapabilities": {
    protectionCapabilityCollections: [{ items: [{ key: "941000", version: 2 }] }],
  },
  "oci:CloudGuard/getDetectorRecipes:getDetectorRecipes": {
    detectorRecipeCollections: [
      {
        items: ["Configuration", "Activity", "Threat"].map((detector) => ({
          displayName: `OCI ${detector} Detector Recipe`,
          id: `${detector.toLowerCase()}-recipe`,
        })),
      },
    ],
  },
  "oci:CloudGuard/getResponderRecipes:getResponderRecipes": {
    responderRecipeCollections: [
      { items: [{ displayName: "OCI Responder Recipe", id: "responder-recipe" }] },
    ],
  },
  "oci:CloudGuard/getSecurityPolicies:getSecurityPolicies": {
    securityPolicyCollections: [
      {
        items: [
          "block_volume_without_vault_key",
          "boot_volume_without_vault_key",
          "buckets_without_vault_key",
          "db_instance_public_access",
          "file_system_without_vault_key",
          "internet_gateway",
          "public_buckets",
          "public_subnets",
        ].map((name) => ({ friendlyName: `deny ${name}`, id: `policy-${name}` })),
      },
    ],
  },
  "oci:Core/getCnvDnsResolverAssociation:getCnvDnsResolverAssociation": { dnsResolverId: "resolver" },
  "oci:Dns/resolverEndpoint:ResolverEndpoint": { listeningAddress: "10.0.0.53" },
  "oci:Core/vcn:Vcn": { defaultSecurityListId: "default-list", vcnDomainName: "vcn.oraclevcn.com" },
  "oci:Identity/getRegionSubscriptions:getRegionSubscriptions": {
    regionSubscriptions: [
      { regionName: "me-dubai-1", isHomeRegion: true, state: "READY" },
      { regionName: "me-jeddah-1", isHomeRegion: false, state: "READY" },
    ],
  },
  "oci:Kms/vault:Vault": {
    managementEndpoint: "https://v-management.kms.me-dubai-1.oraclecloud.com",
    cryptoEndpoint: "https://v-crypto.kms.me-dubai-1.oraclecloud.com",
  },
};
