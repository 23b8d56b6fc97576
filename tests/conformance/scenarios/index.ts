/** Every scenario, by topic; `expected/<topic>.json` pins what each of its stages does. */
import type { Scenario } from "../support/engines";
import { continuing } from "./continuing";
import { failures } from "./failures";
import { identity } from "./identity";
import { importing } from "./importing";
import { options } from "./options";
import { policy } from "./policy";
import { providers } from "./providers";
import { reading } from "./reading";
import { selection } from "./selection";
import { steps } from "./steps";
import { stopping } from "./stopping";
import { values } from "./values";

export const topics: Readonly<Record<string, readonly Scenario[]>> = {
  steps,
  options,
  identity,
  failures,
  continuing,
  values,
  importing,
  policy,
  stopping,
  providers,
  reading,
  selection,
};
