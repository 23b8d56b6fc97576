import type { EnvironmentClass } from "../facts";
import { dev } from "./dev";
import type { Pack } from "./pack";
import { prod } from "./prod";
import { staging } from "./staging";

export const PACKS: Readonly<Record<EnvironmentClass, Pack>> = { dev, staging, prod };
