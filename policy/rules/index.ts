import type { Rule } from "../rule";
import { dlqRequired } from "./dlq-required";
import { noPublicOke } from "./no-public-oke";

/** Every rule, in the order of the reference. */
export const RULES: readonly Rule[] = [noPublicOke, dlqRequired];
