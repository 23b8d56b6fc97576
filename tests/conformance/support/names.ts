export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::trial::${type}::${name}`;
export const thing = (name: string): string => urnOf("sim:index:Thing", name);
