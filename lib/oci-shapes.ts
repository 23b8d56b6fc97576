import type { Fault } from "./fault";

/** What nodes and machines are for; each family has a flexible shape and its own bounds. */
export const SHAPE_FAMILIES = ["standard", "dense-io", "high-memory"] as const;
export type ShapeFamily = (typeof SHAPE_FAMILIES)[number];

/** A machine: a family, and both numbers of its flexible shape. */
export interface ShapeChoice {
  readonly family: ShapeFamily;
  readonly ocpus: number;
  /** Memory in GB. */
  readonly memoryGb: number;
}

interface Bounds {
  readonly shape: string;
  readonly ocpus: { readonly from: number; readonly to: number; readonly step: number };
  /** GB for each OCPU. */
  readonly perOcpu: { readonly from: number; readonly to: number };
  readonly mostGb: number;
}

/**
 * Compute guide, "Compute Shapes", flexible shapes: a GB for each OCPU at the least and 64 at the most. Machines with dense
 * storage come in steps of a drive with a fixed share of memory (steps unverified). `high-memory` begins at 32 GB for each OCPU;
 * below it, the standard family has the same.
 */
const BOUNDS: Readonly<Record<ShapeFamily, Bounds>> = {
  standard: {
    shape: "VM.Standard3.Flex",
    ocpus: { from: 1, to: 32, step: 1 },
    perOcpu: { from: 1, to: 64 },
    mostGb: 512,
  },
  "dense-io": {
    shape: "VM.DenseIO.E4.Flex",
    ocpus: { from: 8, to: 32, step: 8 },
    perOcpu: { from: 16, to: 16 },
    mostGb: 512,
  },
  "high-memory": {
    shape: "VM.Standard.E4.Flex",
    ocpus: { from: 1, to: 64, step: 1 },
    perOcpu: { from: 32, to: 64 },
    mostGb: 1024,
  },
};

/** The flexible shape of a family. */
export function shapeName(family: ShapeFamily): string {
  return BOUNDS[family].shape;
}

/** Everything wrong with a choice; a shape without one of its numbers is no shape. */
export function shapeFaults({ family, ocpus, memoryGb }: ShapeChoice, path = ""): Fault[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const bounds = (BOUNDS as Readonly<Partial<Record<string, Bounds>>>)[family];
  if (bounds === undefined)
    return [{ path: at("family"), given: family, allowed: `one of ${SHAPE_FAMILIES.join(", ")}` }];
  const { from, to, step } = bounds.ocpus;
  if (!Number.isInteger(ocpus) || ocpus < from || ocpus > to || ocpus % step !== 0) {
    const steps = step === 1 ? "a whole number of OCPUs" : `a multiple of ${step} OCPUs`;
    return [{ path: at("ocpus"), given: ocpus, allowed: `${steps} from ${from} to ${to} (${bounds.shape})` }];
  }
  const [least, most] = [ocpus * bounds.perOcpu.from, Math.min(ocpus * bounds.perOcpu.to, bounds.mostGb)];
  if (!Number.isInteger(memoryGb) || memoryGb < least || memoryGb > most) {
    const range = least === most ? `${least} GB` : `a whole number of GB from ${least} to ${most}`;
    return [
      {
        path: at("memoryGb"),
        given: memoryGb,
        allowed: `${range} with ${ocpus} ${ocpus === 1 ? "OCPU" : "OCPUs"} (${bounds.shape})`,
      },
    ];
  }
  return [];
}
