import { okeProgram } from "./oke";

/** The primary site's cluster. */
export const program = okeProgram("primary");
