export type * from "./args";
export type { Detector, DetectorRule, ResponderRule } from "./plan";
export { SecurityPosture } from "./security-posture";
