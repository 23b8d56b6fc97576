import type { Pack } from "./pack";

export const dev: Pack = {
  "no-public-oke": "mandatory",
  "dlq-required": "mandatory",
};
