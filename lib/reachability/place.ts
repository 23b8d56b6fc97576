/** Where a packet comes from or goes to. */
import { formatAddress } from "../cidr";
import type { Endpoint, Service, Subnet } from "./parts";

export type Place =
  | {
      readonly kind: "inside";
      readonly endpoint: Endpoint;
      readonly subnet: Subnet;
      readonly address: number;
    }
  | { readonly kind: "internet"; readonly address: number }
  /** Beyond a gateway: a site that no model describes. */
  | { readonly kind: "beyond"; readonly address: number }
  /** Has addresses, but nobody outside the provider knows which. */
  | { readonly kind: "service"; readonly service: Service };

export type Inside = Extract<Place, { kind: "inside" }>;

export function placeName(place: Place): string {
  switch (place.kind) {
    case "inside":
      return place.endpoint.name;
    case "internet":
      return "internet";
    case "beyond":
      return formatAddress(place.address);
    case "service":
      return place.service.name;
  }
}
