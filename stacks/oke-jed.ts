import { okeProgram } from "./oke";

/** The standby site's cluster. */
export const program = okeProgram("standby");
