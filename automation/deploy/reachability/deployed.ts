/** Resources as states have them, and their values whatever form those are in. */
import type { Gap } from "../../../lib/reachability";
import { parseCidr, type Cidr } from "../../../lib/cidr";

/** A resource of a stack. */
export interface Deployed {
  readonly stack: string;
  readonly type: string;
  /** Its logical name. */
  readonly name: string;
  readonly id: string;
  readonly outputs: Values;
  /** URN of its provider. */
  readonly provider: string;
  readonly urn: string;
}

export type Values = Readonly<Record<string, unknown>>;

/** Text that is there and not empty; a secret is no text, and reads as not known. */
export function text(values: Values, key: string): string | undefined {
  const value = values[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function number(values: Values, key: string): number | undefined {
  const value = values[key];
  return typeof value === "number" ? value : undefined;
}

export function texts(values: Values, key: string): string[] {
  const value = values[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function object(values: Values, key: string): Values {
  const value = values[key];
  return isObject(value) ? value : {};
}

export function objects(values: Values, key: string): Values[] {
  const value = values[key];
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

export function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `oci-network-dxb: oci:Core/vcn:Vcn "network-vcn"` */
export function title({ stack, type, name }: Deployed): string {
  return `${stack}: ${type} "${name}"`;
}

/** What is known of the deployed resources, by type and by id. */
export class Inventory {
  readonly gaps: Gap[] = [];
  private readonly byType = new Map<string, Deployed[]>();

  constructor(readonly all: readonly Deployed[]) {
    for (const one of all) {
      const known = this.byType.get(one.type);
      if (known === undefined) this.byType.set(one.type, [one]);
      else known.push(one);
    }
  }

  of(type: string): readonly Deployed[] {
    return this.byType.get(type) ?? [];
  }

  /** Each is told once, however often it is come upon. */
  gap(resource: Deployed, why: string): void {
    const gap = { what: title(resource), why };
    if (!this.gaps.some(({ what, why: known }) => what === gap.what && known === why)) this.gaps.push(gap);
  }

  /** A block of IPv4; of anything else it is told that it is left out. */
  block(given: string | undefined, of: Deployed): Cidr | undefined {
    if (given === undefined) return undefined;
    const block = parseCidr(given.includes("/") ? given : `${given}/32`);
    if (block === undefined) this.gap(of, `${given} is no IPv4 block; only those are considered`);
    return block;
  }

  /** The stack's name, and the resource's as well where the stack has several of them. */
  prefix(resource: Deployed): string {
    const [first] = this.of(resource.type).filter(({ stack }) => stack === resource.stack);
    return first === resource ? resource.stack : `${resource.stack}/${resource.name}`;
  }
}
