import type { Pack } from "./pack";

/** Everything is mandatory. Also what a program without configuration is held to. */
export const prod: Pack = {
  "no-public-oke": "mandatory",
  "dlq-required": "mandatory",
};
