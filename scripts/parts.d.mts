export function partPath(name: string): string | undefined;
export function partJars(name: string): string[];
export function fetchParts(): void;
export function packagePath(name: "chromium"): string | undefined;
export function installPackages(): void;
