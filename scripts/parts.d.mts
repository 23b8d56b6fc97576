export function partPath(name: string): string | undefined;
export function partJars(name: string): string[];
export function fetchParts(): void;
export function installPackages(): void;
