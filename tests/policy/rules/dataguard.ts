import { changed, type Sample } from "../sample";

const association: Sample = {
  type: "oci:Database/dataGuardAssociation:DataGuardAssociation",
  name: "standby",
  props: { creationType: "NewDbSystem", protectionMode: "MAXIMUM_PERFORMANCE", transportType: "ASYNC" },
};

/** A Data Guard association that keeps to every rule, with some of it replaced. */
export const dataGuard = (changes: Readonly<Record<string, unknown>> = {}): Sample =>
  changed(association, changes);
