/** Who a question is about. */
import type { Endpoint, Service } from "./parts";
import type { Interval } from "./pieces";

export type Party =
  /** `range`: no more of its addresses than these. */
  | { readonly kind: "endpoint"; readonly endpoint: Endpoint; readonly range?: Interval }
  /** `range`: no more of the internet than this. */
  | { readonly kind: "internet"; readonly range?: Interval }
  | { readonly kind: "beyond"; readonly range: Interval }
  | { readonly kind: "service"; readonly service: Service };
