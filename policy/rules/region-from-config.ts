import { eachText } from "../lib/walk";
import { defineRule } from "../rule";

/**
 * Region ids of both clouds. AWS names them by compass, OCI by city: the cities are those of the OCI documentation,
 * "Regions and Availability Domains".
 */
const AWS_REGION =
  "(?:us|eu|ap|me|sa|ca|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)+-\\d";
const OCI_CITIES =
  "abudhabi|amsterdam|ashburn|batam|bogota|cardiff|chicago|chuncheon|dubai|frankfurt|hyderabad|jeddah|jerusalem|johannesburg|jovanovac|london|madrid|marseille|melbourne|milan|monterrey|montreal|mumbai|osaka|paris|phoenix|queretaro|riyadh|sanjose|santiago|saopaulo|seoul|singapore|stockholm|sydney|tokyo|toronto|valparaiso|vinhedo|zurich";
const REGION = new RegExp(
  `(?<![a-z0-9])(${AWS_REGION}|[a-z]{2}-(?:${OCI_CITIES})-\\d)(?=[a-z]?(?![a-z0-9]))`,
  "g",
);

/** Three-letter region keys: in hosts of the OCI registry and in OCIDs of the two oldest regions. */
const REGION_KEY = /\b(?:([a-z]{3})\.ocir\.io|ocid1\.\w+\.oc\d+\.([a-z]{3})\.)/g;

/** Texts for people, in which a region may be named. */
const PROSE = /(^|\.)(description|comment|statements\[\d+\])$/i;

/** Data and services stay in the regions of the environment. */
export const regionFromConfig = defineRule({
  id: "region-from-config",
  description: "Providers, endpoints, ARNs and registries are of the allowed regions only.",
  severity: "high",
  needs: ["regions", "sites"],
  serves: ["CO-20"],
  absorbs: ["no-regional-endpoint-literal", "event-asl-no-literals"],
  remediationSteps: "Derive the region, endpoint or host from the environment's configuration.",

  check(resource, { facts }, report) {
    eachText(resource.props, (text, path) => {
      if (PROSE.test(path)) return;
      const regions = [...text.matchAll(REGION)].map(([, region]) => region);
      const foreign = regions.find((region) => region !== undefined && !facts.regions.includes(region));
      const keys = [...text.matchAll(REGION_KEY)].map(([, registry, ocid]) => registry ?? ocid);
      const foreignKey = keys.find((key) => key !== undefined && !facts.sites.includes(key));
      const found = foreign ?? foreignKey;
      if (found === undefined) return;
      report({
        resource,
        path,
        value: found,
        problem: `the region is none of ${facts.regions.join(", ")}`,
        remedy: "Derive it from the region of the environment's configuration.",
      });
    });
  },
});
