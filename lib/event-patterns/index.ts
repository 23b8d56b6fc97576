export { inWords, type Condition } from "./condition";
export { PatternError } from "./faults";
export { readEvent, type Event } from "./event";
export { explain, mismatchText, type Mismatch } from "./explain";
export { fits } from "./fits";
export { JsonFault, readMembers, type RawMember } from "./json";
export { compilePattern, matches, type Pattern } from "./match";
export { compileRules, type Rules } from "./rules";
