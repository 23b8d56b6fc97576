import type { RuleCases } from "../sample";
import { dlqRequiredCases } from "./dlq-required";
import { noPublicOkeCases } from "./no-public-oke";

export const CASES: readonly RuleCases[] = [noPublicOkeCases, dlqRequiredCases];
