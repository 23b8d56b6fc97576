import type { Pack } from "./pack";

export const staging: Pack = {
  "no-public-oke": "mandatory",
  "dlq-required": "mandatory",
};
